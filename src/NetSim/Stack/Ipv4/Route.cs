using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Where packets for a block of addresses go: one line of a route table.</summary>
/// <param name="Destination">The block; 0.0.0.0/0 for the default route.</param>
/// <param name="Gateway">The router to hand packets to, or null where the destinations are on the link.</param>
/// <param name="Egress">The interface that packets leave by, or null where they are dropped: a blackhole.</param>
/// <param name="Metric">What the way costs; of the routes to one destination the cheapest are used.</param>
/// <param name="Origin">How the route came into the table.</param>
internal readonly record struct Route(
    Ipv4Subnet Destination, Ipv4Address? Gateway, Ipv4Interface? Egress, int Metric = 0, RouteOrigin Origin = RouteOrigin.Static)
{
    public NextHop NextHop => new(Gateway, Egress);

    public bool IsBlackhole => Egress is null;

    /// <summary>The route to an interface's own subnet.</summary>
    public static Route Connected(Ipv4Subnet destination, Ipv4Interface egress, int metric = 0) =>
        new(destination, null, egress, metric, RouteOrigin.Connected);

    /// <summary>A route that drops what it matches, such as the rest of a block whose parts have routes (RFC 1812 §5.2.4.3).</summary>
    public static Route Blackhole(Ipv4Subnet destination, int metric = 0, RouteOrigin origin = RouteOrigin.Static) =>
        new(destination, null, null, metric, origin);

    public override string ToString() => Metric == 0 ? NextHop.ToString() : $"{NextHop}, metric {Metric}";
}
