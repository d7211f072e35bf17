using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Packets.Ipv4;

public class FragmentCodecTests
{
    private static readonly Ipv4Address Source = Ipv4Address.Parse("192.168.100.1");
    private static readonly Ipv4Address Destination = Ipv4Address.Parse("192.168.100.254");
    private static readonly UdpDatagram Datagram = new(49152, 53, Payload.FromText("a datagram in two parts"));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    [InlineData(false, 65_528)]
    public void A_fragment_carries_octets_whatever_its_protocol(bool moreFragments, int offset)   // RFC 791 §3.2
    {
        var fragment = new Ipv4Packet(Source, Destination, IpProtocol.Udp, Payload.Zeros(2))
        {
            MoreFragments = moreFragments,
            FragmentOffset = offset,
        };

        Ipv4Packet.TryDecode(fragment.ToArray(), out var packet, out _).Should().BeTrue();

        packet.Should().Be(fragment);
        packet!.Payload.Should().BeOfType<Payload>();
    }

    [Fact]
    public void The_offset_is_counted_in_eight_octets_on_the_wire()   // RFC 791 §3.1
    {
        var fragment = new Ipv4Packet(Source, Destination, IpProtocol.Udp, Payload.Zeros(8))
        {
            MoreFragments = true,
            FragmentOffset = 1480,
        };

        fragment.ToArray()[6..8].Should().Equal(0x20, 185);
    }

    [Fact]
    public void The_parts_of_a_packet_put_together_are_its_payload_with_the_checksum()
    {
        var whole = new Ipv4Packet(Source, Destination, IpProtocol.Udp, Datagram);
        var octets = new byte[Datagram.WireLength];

        whole.EncodePayload(octets);

        octets.Should().Equal(whole.ToArray()[20..]);
        UdpDatagram.TryDecode(octets, Source, Destination, out var datagram, out _).Should().BeTrue();
        datagram.Should().Be(Datagram);
    }
}
