using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Ethernet;

/// <content>
/// A frame in transit: nobody has it, nor the packet inside, but the links and the device that it comes to. So a router writes the
/// next hop's address and the lower TTL where they are, and makes no other frame and packet. Whoever keeps a frame, shows it or sends it
/// to several ends its transit first; from then on it never changes.
/// </content>
public sealed partial record EthernetFrame
{
    /// <summary>Whether this frame is in transit.</summary>
    internal bool IsInTransit { get; private set; }

    /// <summary>A frame in transit, around a packet that was made for it.</summary>
    internal static EthernetFrame InTransit(MacAddress destination, MacAddress source, Ipv4Packet packet) =>
        new(destination, source, EtherType.Ipv4, packet) { IsInTransit = true };

    /// <summary>Readdresses a frame in transit, whose packet has one hop less from now on (RFC 1812 §5.3.1).</summary>
    internal void PassOn(MacAddress destination, MacAddress source, Ipv4Packet packet)
    {
        (_destination, _source) = (destination, source);
        packet.LowerTimeToLive();
    }

    /// <summary>Ends the transit: the frame, which is to be kept or shown, never changes from now on.</summary>
    internal EthernetFrame EndTransit()
    {
        IsInTransit = false;
        return this;
    }
}
