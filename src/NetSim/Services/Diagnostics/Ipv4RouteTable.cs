using System.Text;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;

namespace NetSim.Services.Diagnostics;

/// <summary>A host's routes, as a tool shows them.</summary>
/// <param name="Interfaces">The host's interfaces and their MAC addresses, in order.</param>
/// <param name="Rows">The routes, by destination.</param>
public sealed record Ipv4RouteTable(IReadOnlyList<(string Name, MacAddress Mac)> Interfaces, IReadOnlyList<Ipv4RouteTableRow> Rows)
{
    private static readonly string Rule = new('=', 75);

    internal static Ipv4RouteTable Of(HostStack stack) => new(
        [.. stack.Ipv4.Interfaces.Select(candidate => (candidate.NetworkInterface.Name, candidate.NetworkInterface.MacAddress))],
        [
            .. from route in stack.Ipv4.Routes.ToList()
               orderby route.Destination.Network.Value, route.Destination.PrefixLength // stable: equal ones stay as they are preferred
               let own = route.Egress?.SourceFor(route.Gateway ?? route.Destination.Network)
               select new Ipv4RouteTableRow(route.Destination, route.Gateway, own, route.Egress?.NetworkInterface.Name, route.Metric),
        ]);

    /// <summary>As Windows' <c>route print</c> prints them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Rule}\nInterface List\n");
        for (var i = 0; i < Interfaces.Count; i++)
            text.Append($"{i + 1,3}...{$"{Interfaces[i].Mac}".Replace(':', ' ')} ......{Interfaces[i].Name}\n");
        text.Append($"{Rule}\n\nIPv4 Route Table\n{Rule}\nActive Routes:\n");
        text.Append("Network Destination        Netmask          Gateway       Interface  Metric\n");
        foreach (var row in Rows)
            text.Append($"{row}\n");
        return text.Append($"{Rule}\nPersistent Routes:\n  None").ToString();
    }
}

/// <summary>A route.</summary>
/// <param name="Destination">The block of addresses that it is for.</param>
/// <param name="Gateway">The router, or null where the destinations are on the link, or packets are dropped.</param>
/// <param name="Interface">The address of the interface that packets leave by, or null where they are dropped.</param>
/// <param name="InterfaceName">The interface's name, or null where packets are dropped.</param>
/// <param name="Metric">What the way costs.</param>
public sealed record Ipv4RouteTableRow(Ipv4Subnet Destination, Ipv4Address? Gateway, Ipv4Address? Interface, string? InterfaceName, int Metric)
{
    /// <summary>Whether packets are dropped: a blackhole.</summary>
    public bool IsBlackhole => InterfaceName is null;

    // Windows' On-link has a blank behind it, and so stands one column to the left of addresses.
    private string GatewayText => IsBlackhole ? "Blackhole" : Gateway?.ToString() ?? "On-link ";

    /// <summary>As Windows' <c>route print</c> prints it.</summary>
    public override string ToString() =>
        $"{Destination.Network,17}{Destination.Mask,17}{GatewayText,17}{Interface?.ToString() ?? "-",17}{Metric,7}";
}
