using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>An address in the cache: resolved, or asked for while packets wait.</summary>
internal sealed class ArpEntry(Ipv4Address address, NetworkInterface egress)
{
    public Ipv4Address Address { get; } = address;

    public NetworkInterface Egress { get; } = egress;

    /// <summary>The answer, or null while it is waited for.</summary>
    public MacAddress? Mac { get; set; }

    /// <summary>Whether the answer was written down by the user: it stays, whatever packets tell.</summary>
    public bool IsStatic { get; init; }

    /// <summary>When the answer is no longer believed.</summary>
    public SimTime ExpiresAt { get; set; }

    /// <summary>Its place in the order in which the entries were added.</summary>
    public LinkedListNode<ArpEntry>? Place { get; set; }

    /// <summary>What is under way while the answer is waited for; null afterwards.</summary>
    public ArpResolution? Resolution { get; set; }
}
