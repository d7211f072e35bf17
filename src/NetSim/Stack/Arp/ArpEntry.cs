using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

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

    /// <summary>How many requests went out.</summary>
    public int Requests { get; set; }

    /// <summary>Expires when the answer to a request is overdue.</summary>
    public SimTimer? RequestTimer { get; set; }

    /// <summary>The packets that wait for the answer, the oldest first.</summary>
    public Queue<(Ipv4Packet Packet, PduEvent? Cause)> Waiting { get; } = new();
}
