using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Packets.Udp;

public class UdpDatagramCodecTests
{
    private static readonly Ipv4Address Source = Ipv4Address.Parse("192.168.100.1");
    private static readonly Ipv4Address Destination = Ipv4Address.Parse("192.168.100.254");
    private static readonly UdpDatagram Datagram = new(49152, 53, Payload.FromText("hi"));

    [Fact]
    public void A_datagram_has_the_octets_of_the_standard()   // RFC 768
    {
        // c0a8 + 6401 + c0a8 + 64fe + 0011 + 000a + c000 + 0035 + 000a + 6869 = 37312: folded 7315, complemented 8cea.
        Octets.Of(Datagram, Source, Destination).Should().Equal(Octets.Parse("c000 0035 000a 8cea 6869"));
    }

    [Fact]
    public void An_odd_octet_at_the_end_counts_as_if_a_zero_followed()   // RFC 768
    {
        Octets.Of(Datagram with { Payload = Payload.FromText("hi!") }, Source, Destination)
            .Should().Equal(Octets.Parse("c000 0035 000b 6be8 686921"));
    }

    [Fact]
    public void On_its_own_a_datagram_knows_no_addresses_and_leaves_the_checksum_zero()
    {
        Datagram.ToArray().Should().Equal(Octets.Parse("c000 0035 000a 0000 6869"));
    }

    [Fact]
    public void The_packet_around_it_fills_the_checksum_in()
    {
        new Ipv4Packet(Source, Destination, IpProtocol.Udp, Datagram).ToArray()[20..]
            .Should().Equal(Octets.Parse("c000 0035 000a 8cea 6869"));
    }

    [Fact]
    public void A_checksum_of_zero_is_sent_as_all_ones()   // RFC 768
    {
        var datagram = Datagram with { Payload = Payload.Copy([0xF5, 0x53]) };   // makes the sum ffff

        var octets = Octets.Of(datagram, Source, Destination);

        octets.Should().Equal(Octets.Parse("c000 0035 000a ffff f553"));
        Decode(octets).Should().Be(datagram);
    }

    [Fact]
    public void A_datagram_without_checksum_carries_zero_and_is_not_checked()   // RFC 768, RFC 1122 §4.1.3.4
    {
        var datagram = Datagram with { HasChecksum = false };

        var octets = Octets.Of(datagram, Source, Destination);

        octets.Should().Equal(Octets.Parse("c000 0035 000a 0000 6869"));
        Decode(octets).Should().Be(datagram);
    }

    [Theory]
    [InlineData("c000 0035 000a 8ceb 6869", DecodeFault.BadChecksum, 6)]
    [InlineData("c000 0035 000a ffff 6869", DecodeFault.BadChecksum, 6)]
    [InlineData("c000 0035 0009 0000 6869", DecodeFault.BadLength, 4)]
    [InlineData("c000 0035 0007 0000 6869", DecodeFault.BadLength, 4)]
    [InlineData("c000 0035 000b 0000 6869", DecodeFault.Truncated, 10)]
    [InlineData("c000 0035 0008 00", DecodeFault.Truncated, 7)]
    public void A_datagram_with_a_wrong_checksum_or_length_is_refused(string octets, DecodeFault fault, int offset)
    {
        UdpDatagram.TryDecode(Octets.Parse(octets), Source, Destination, out var datagram, out var error).Should().BeFalse();

        datagram.Should().BeNull();
        error.Should().Be(new DecodeError("UDP", fault, offset));
    }

    [Fact]
    public void The_checksum_covers_the_addresses()
    {
        UdpDatagram.TryDecode(Octets.Of(Datagram, Source, Destination), Source, Source, out _, out var error).Should().BeFalse();

        error.Fault.Should().Be(DecodeFault.BadChecksum);
    }

    [Fact]
    public void A_virtual_payload_has_the_octets_of_real_zeros()
    {
        Octets.Of(Datagram with { Payload = Payload.Zeros(9) }, Source, Destination)
            .Should().Equal(Octets.Of(Datagram with { Payload = Payload.Copy(new byte[9]) }, Source, Destination));
    }

    [Fact]
    public void A_datagram_describes_each_field_of_its_header()
    {
        Octets.Describe(Datagram, Source, Destination).Should().Equal(
            new PduField("Source Port", "49152", 0, 16),
            new PduField("Destination Port", "53", 16, 16),
            new PduField("Length", "10", 32, 16),
            new PduField("Checksum", "0x8cea", 48, 16));
        Octets.Describe(Datagram with { HasChecksum = false })[3].Value.Should().Be("0x0000 (none)");
    }

    private static UdpDatagram Decode(byte[] octets)
    {
        UdpDatagram.TryDecode(octets, Source, Destination, out var datagram, out _).Should().BeTrue();
        return datagram!;
    }
}
