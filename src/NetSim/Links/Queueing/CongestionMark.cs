using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Links.Queueing;

/// <summary>The mark of congestion in the IP header: Congestion Experienced (RFC 3168 §5).</summary>
internal static class CongestionMark
{
    private const byte NotEct = 0; // not an ECN-capable transport
    private const byte Ce = 3;     // congestion experienced

    /// <summary>Whether the frame's packet can be marked: its transport is ECN-capable, or it is marked already.</summary>
    public static bool IsPossible(EthernetFrame frame) => frame.Payload is Ipv4Packet { Ecn: not NotEct };

    /// <summary>The frame with a marked packet around the same payload; the same frame where it is marked already.</summary>
    public static bool TryMark(EthernetFrame frame, [NotNullWhen(true)] out EthernetFrame? marked)
    {
        marked = frame.Payload switch
        {
            Ipv4Packet { Ecn: Ce } => frame,
            Ipv4Packet { Ecn: not NotEct } packet => frame with { Payload = packet with { Ecn = Ce } },
            _ => null,
        };
        return marked is not null;
    }
}
