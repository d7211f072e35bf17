using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>What tests of route tables are made of.</summary>
internal static class RouteTables
{
    public static Ipv4Address Address(string text) => Ipv4Address.Parse(text);

    public static Ipv4Subnet Subnet(string text) => Ipv4Subnet.Parse(text);

    public static Ipv4Interface Interface(string name) =>
        new(new NetworkInterface(new Simulation(), "Router", name, MacAddress.FromNumber(1), null, null));

    public static Route Via(string destination, string gateway, Ipv4Interface egress, int metric = 0, RouteOrigin origin = RouteOrigin.Static) =>
        new(Subnet(destination), Address(gateway), egress, metric, origin);

    /// <summary>The interfaces that the best routes to a destination leave by, in their order.</summary>
    public static Ipv4Interface?[] EgressTo(this RouteTable table, string destination)
    {
        var group = table.Match(Address(destination), out _);
        return group is null ? [] : Array.ConvertAll(group.NextHops.ToArray(), hop => hop.Egress);
    }
}
