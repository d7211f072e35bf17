using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>Packets and fragments for tests.</summary>
internal static class Fragments
{
    public static readonly Ipv4Address Source = Ipv4Address.Parse("10.0.0.1");
    public static readonly Ipv4Address Destination = Ipv4Address.Parse("10.0.1.9");

    /// <summary>A UDP datagram whose packet has so many octets behind its header: every octet differs from those near it.</summary>
    public static Ipv4Packet Datagram(int payloadLength, ushort identification = 1)
    {
        var data = new byte[payloadLength - UdpDatagram.HeaderLength];
        for (var i = 0; i < data.Length; i++)
            data[i] = (byte)((i * 7) + (i >> 8));
        return new(Source, Destination, IpProtocol.Udp, new UdpDatagram(1000, 2000, Payload.Wrap(data))) { Identification = identification };
    }

    /// <summary>A fragment of octets that are all the same.</summary>
    public static Ipv4Packet Piece(int offset, int length, bool more = true, ushort identification = 1, byte fill = 0)
    {
        var octets = new byte[length];
        octets.AsSpan().Fill(fill);
        return new(Source, Destination, (IpProtocol)253, Payload.Wrap(octets))   // 253: for experiments (RFC 3692 §2.1)
        {
            Identification = identification,
            FragmentOffset = offset,
            MoreFragments = more,
        };
    }
}
