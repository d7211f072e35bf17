using System.Globalization;

namespace NetSim.Tracing.Views;

/// <summary>A change of a table in words.</summary>
internal static class StateChangeText
{
    /// <summary>Such as <c>MAC table: 02:00:00:00:00:01 = Port 1</c>.</summary>
    public static string Of(StateChange change) => change.Value is null
        ? string.Create(CultureInfo.InvariantCulture, $"{NameOf(change.Table)}: {change.Key} removed")
        : string.Create(CultureInfo.InvariantCulture, $"{NameOf(change.Table)}: {change.Key} = {change.Value}");

    private static string NameOf(StateTable table) => table switch
    {
        StateTable.MacTable => "MAC table",
        StateTable.ArpCache => "ARP cache",
        StateTable.Addresses => "Addresses",
        StateTable.Routes => "Routes",
        StateTable.TcpConnections => "TCP connections",
        StateTable.DhcpClient => "DHCP client",
        StateTable.DhcpLeases => "DHCP leases",
        StateTable.DnsCache => "DNS cache",
        StateTable.Cables => "Cables",
        _ => table.ToString(),
    };
}
