using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>What a neighbour has told: who sends to it again need not look it up until it expires, or something else is told.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Mac">Its MAC address.</param>
/// <param name="ExpiresAt">When it is no longer believed; it may be refreshed before.</param>
internal readonly record struct ArpNeighbour(Ipv4Address Address, MacAddress Mac, SimTime ExpiresAt)
{
    /// <summary>Whether this is the neighbour with an address, and is believed; none is by default.</summary>
    public bool Is(Ipv4Address address, SimTime now) => Address == address && ExpiresAt > now;
}
