using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Packets;

/// <summary>Which decoder reads what a frame or a packet carries: the one place where the lower codecs name the upper ones.</summary>
/// <remarks>
/// What is not known stays a <see cref="Payload"/>, and what is known but wrong becomes a <see cref="MalformedPdu"/>. The
/// result's <see cref="Pdu.WireLength"/> is the number of octets that it took.
/// </remarks>
internal static class PayloadDecoder
{
    /// <summary>Reads the payload of a frame, padding and trailer included where the payload cannot tell its own length.</summary>
    public static Pdu Decode(EtherType etherType, ReadOnlySpan<byte> octets) => etherType switch
    {
        EtherType.Ipv4 => Ipv4Packet.TryDecode(octets, out var packet, out var error) ? packet : Malformed(octets, error),
        EtherType.Arp => ArpPacket.TryDecode(octets, out var packet, out var error) ? packet : Malformed(octets, error),
        _ => Payload.Copy(octets),
    };

    /// <summary>Reads the payload of a whole packet; a fragment's is not to be read before reassembly.</summary>
    public static Pdu Decode(IpProtocol protocol, ReadOnlySpan<byte> octets, Ipv4Address source, Ipv4Address destination) => protocol switch
    {
        IpProtocol.Icmp => IcmpMessage.TryDecode(octets, out var pdu, out var error)
            ? pdu
            : Malformed(octets, error),
        IpProtocol.Tcp => TcpSegment.TryDecode(octets, source, destination, out var pdu, out var error)
            ? pdu
            : Malformed(octets, error),
        IpProtocol.Udp => UdpDatagram.TryDecode(octets, source, destination, out var pdu, out var error)
            ? pdu
            : Malformed(octets, error),
        _ => Payload.Copy(octets),
    };

    private static MalformedPdu Malformed(ReadOnlySpan<byte> octets, DecodeError error) => new(Payload.Copy(octets), error);
}
