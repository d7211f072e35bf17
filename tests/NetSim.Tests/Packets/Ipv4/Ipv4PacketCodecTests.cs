using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Ipv4;

public class Ipv4PacketCodecTests
{
    private const string WithOptions = "46b9 001c abcd a0b9 07fd 8650 c0a86401 c0a864fe 94040000 01020304";

    private static readonly Ipv4Packet Plain = new(
        Ipv4Address.Parse("192.168.0.1"), Ipv4Address.Parse("192.168.0.199"), (IpProtocol)253, Payload.Copy([1, 2, 3]))
    {
        DontFragment = true,
        Identification = 0x1234,
    };

    [Fact]
    public void A_header_has_the_octets_of_the_standard()   // RFC 791 §3.1
    {
        // 4500 + 0017 + 1234 + 4000 + 40fd + c0a8 + 0001 + c0a8 + 00c7 = 25a60: folded 5a62, complemented a59d.
        Plain.ToArray().Should().Equal(Octets.Parse("4500 0017 1234 4000 40fd a59d c0a80001 c0a800c7 010203"));
    }

    [Fact]
    public void A_header_is_read_field_by_field()
    {
        // A trailing part of a packet, with a router alert (RFC 2113), expedited forwarding and ECT(1).
        var packet = Decode(Octets.Parse(WithOptions));

        packet.Should().Be(new Ipv4Packet(
            Ipv4Address.Parse("192.168.100.1"), Ipv4Address.Parse("192.168.100.254"), (IpProtocol)253, Payload.Copy([1, 2, 3, 4]))
        {
            Dscp = 46,
            Ecn = 1,
            Identification = 0xABCD,
            ReservedFlag = true,
            MoreFragments = true,
            FragmentOffset = 1480,
            TimeToLive = 7,
            Options = Payload.Copy([0x94, 4, 0, 0]),
        });
        packet.IsFragment.Should().BeTrue();
    }

    [Fact]
    public void Octets_behind_the_total_length_are_not_looked_at()
    {
        Decode([.. Plain.ToArray(), 0xFF, 0xFF]).Should().Be(Plain);
    }

    [Fact]
    public void A_wrong_header_checksum_is_refused()   // RFC 1122 §3.2.1.2
    {
        var octets = Plain.ToArray();
        octets[8]--;

        ErrorOf(octets).Should().Be(new DecodeError("IPv4", DecodeFault.BadChecksum, 10));
    }

    [Theory]
    [InlineData("", DecodeFault.Truncated, 0)]
    [InlineData("4500 0013 0000 0000 4011 0000 00000000 000000", DecodeFault.Truncated, 19)]
    [InlineData("6500 0014 0000 0000 4011 0000 00000000 00000000", DecodeFault.BadVersion, 0)]
    [InlineData("4400 0014 0000 0000 4011 0000 00000000 00000000", DecodeFault.BadLength, 0)]
    [InlineData("4600 0018 0000 0000 4011 0000 00000000 00000000", DecodeFault.Truncated, 20)]
    [InlineData("4500 0013 0000 0000 4011 7adb 00000000 00000000", DecodeFault.BadLength, 2)]
    [InlineData("4500 0015 0000 0000 4011 7ad9 00000000 00000000", DecodeFault.Truncated, 20)]
    public void A_header_that_contradicts_itself_or_its_octets_is_refused(string octets, DecodeFault fault, int offset)   // RFC 1812 §5.2.2
    {
        ErrorOf(Octets.Parse(octets)).Should().Be(new DecodeError("IPv4", fault, offset));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(44)]
    public void Options_that_no_header_can_hold_are_not_encoded(int length)
    {
        var packet = Plain with { Options = Payload.Zeros(length) };

        packet.Invoking(p => p.ToArray()).Should().Throw<InvalidOperationException>().WithMessage($"*not {length}*");
    }

    [Fact]
    public void A_packet_that_is_too_long_is_not_encoded()
    {
        var packet = Plain with { Payload = Payload.Zeros(65_516) };

        packet.Invoking(p => p.ToArray()).Should().Throw<InvalidOperationException>().WithMessage("*65536*");
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(65_536)]
    public void A_fragment_offset_that_no_header_can_hold_is_refused(int offset)
    {
        Plain.Invoking(packet => packet with { FragmentOffset = offset }).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*not {offset}.*");
    }

    [Fact]
    public void A_packet_describes_each_field_of_its_header()
    {
        Octets.Describe(Plain with { Options = Payload.Zeros(4) }).Should().Equal(
            new PduField("Version", "4", 0, 4),
            new PduField("IHL", "6 (24 octets)", 4, 4),
            new PduField("DSCP", "0", 8, 6),
            new PduField("ECN", "0", 14, 2),
            new PduField("Total Length", "27", 16, 16),
            new PduField("Identification", "4660", 32, 16),
            new PduField("Reserved", "0", 48, 1),
            new PduField("Don't Fragment", "1", 49, 1),
            new PduField("More Fragments", "0", 50, 1),
            new PduField("Fragment Offset", "0 (0 octets)", 51, 13),
            new PduField("Time to Live", "64", 64, 8),
            new PduField("Protocol", "253", 72, 8),
            new PduField("Header Checksum", "0xa499", 80, 16),   // a59d less 0100 and 0004
            new PduField("Source Address", "192.168.0.1", 96, 32),
            new PduField("Destination Address", "192.168.0.199", 128, 32),
            new PduField("Options", "4 octets", 160, 32));
    }

    private static Ipv4Packet Decode(byte[] octets)
    {
        Ipv4Packet.TryDecode(octets, out var packet, out var error).Should().BeTrue();
        error.Should().Be(default(DecodeError));
        return packet!;
    }

    private static DecodeError ErrorOf(byte[] octets)
    {
        Ipv4Packet.TryDecode(octets, out var packet, out var error).Should().BeFalse();
        packet.Should().BeNull();
        return error;
    }
}
