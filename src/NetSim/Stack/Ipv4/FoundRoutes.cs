using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>What a look-up in a <see cref="RouteTable"/> found.</summary>
/// <param name="destination">The destination that was looked up.</param>
/// <param name="group">The best routes there, or null.</param>
internal readonly struct FoundRoutes(Ipv4Address destination, RouteGroup? group)
{
    private readonly NextHop _only = group is { HasOneHop: true } ? group.First : default; // here, too: each packet is spared the group

    public readonly Ipv4Address Destination = destination;

    public readonly RouteGroup? Group = group;

    /// <summary>The next hop where there is only one to choose; else, and of a blackhole, one without an interface.</summary>
    [UnscopedRef]
    public ref readonly NextHop Only => ref _only;
}
