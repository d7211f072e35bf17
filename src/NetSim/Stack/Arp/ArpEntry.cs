using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>A neighbour that has answered, or that the user has written down.</summary>
internal struct ArpEntry
{
    public required NetworkInterface Egress { get; init; }

    /// <summary>Its place in the order in which addresses were first asked for.</summary>
    public required long Order { get; init; }

    public required Ipv4Address Address { get; init; }

    /// <summary>Whether it was written down by the user: it stays, whatever packets tell.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Whether this is an answer, and not a free place of the table.</summary>
    public readonly bool IsUsed => Egress is not null;

    public MacAddress Mac { get; set; }

    /// <summary>When the answer is no longer believed.</summary>
    public SimTime ExpiresAt { get; set; }
}
