using NetSim.Packets.Ipv4;

namespace NetSim.Packets;

/// <summary>A PDU whose checksum also covers the addresses of the packet around it, which fills it in (RFC 9293 §3.1, RFC 768).</summary>
internal interface IPseudoHeaderChecksum
{
    /// <summary>Writes the checksum into this PDU's octets.</summary>
    /// <param name="octets">What <see cref="Pdu.Encode"/> wrote: exactly this PDU, its checksum field zero.</param>
    /// <param name="source">The source of the packet around it.</param>
    /// <param name="destination">The destination of the packet around it.</param>
    void WriteChecksum(Span<byte> octets, Ipv4Address source, Ipv4Address destination);
}
