using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>How a packet is to be sent, beyond what its destination says. A value, so that a packet with options costs no more.</summary>
internal readonly record struct Ipv4SendOptions
{
    /// <summary>The source address, or null for that of the interface that the packet leaves by.</summary>
    public Ipv4Address? Source { get; init; }

    /// <summary>The TTL, or null for that of the host.</summary>
    public byte? TimeToLive { get; init; }

    /// <summary>The differentiated services code point, 0 to 63.</summary>
    public byte Dscp { get; init; }

    /// <summary>The ECN field, 0 to 3.</summary>
    public byte Ecn { get; init; }

    public bool DontFragment { get; init; }

    /// <summary>The interface to leave by, whatever the routes say: for a host that has no address yet.</summary>
    public Ipv4Interface? Egress { get; init; }

    /// <summary>The MAC address of the next hop where ARP cannot tell it: a client that has no address yet (RFC 2131 §4.1).</summary>
    public MacAddress? NextHopMac { get; init; }
}

/// <summary>What became of a packet that was to be sent.</summary>
internal enum SendStatus
{
    /// <summary>It is on its way, or waits for its next hop's MAC address.</summary>
    Sent,

    /// <summary>No route leads to the destination.</summary>
    NoRoute,

    /// <summary>It is larger than the MTU.</summary>
    TooLarge,
}
