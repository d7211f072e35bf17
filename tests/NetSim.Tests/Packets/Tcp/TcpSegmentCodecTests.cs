using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Tests.Packets.Tcp;

public class TcpSegmentCodecTests
{
    private const string SynOctets = "c000 0050 12345678 00000000 60 02 ffff 24da 0000 020405b4";
    private const string DataOctets = "c000 0050 00000001 00000002 50 18 0400 05e1 0000 474554";

    private static readonly Ipv4Address Source = Ipv4Address.Parse("192.168.100.1");
    private static readonly Ipv4Address Destination = Ipv4Address.Parse("192.168.100.253");

    private static readonly TcpSegment Syn = new()
    {
        SourcePort = 49152,
        DestinationPort = 80,
        Sequence = new(0x12345678),
        Flags = TcpFlags.Syn,
        Window = 65535,
        Options = [new MaximumSegmentSizeOption(1460)],
    };

    private static readonly TcpSegment Data = new()
    {
        SourcePort = 49152,
        DestinationPort = 80,
        Sequence = new(1),
        Acknowledgment = new(2),
        Flags = TcpFlags.Psh | TcpFlags.Ack,
        Window = 1024,
        Payload = Payload.FromText("GET"),
    };

    [Fact]
    public void Timestamps_alone_are_the_options_that_they_were_listed_as()   // RFC 7323 appendix A
    {
        var (nop, timestamps) = (new NoOperationOption(), new TimestampsOption(7, 9));
        PduList<TcpOption>[] lists = [[nop, nop, timestamps], [timestamps, nop, nop], [timestamps], [nop, nop, timestamps, nop, nop, timestamps], [nop, nop]];
        foreach (var options in lists)
        {
            var segment = Data with { Options = options };
            segment.Options.Should().Equal(options);
            segment.HeaderLength.Should().Be(20 + ((options.Sum(option => option.WireLength) + 3) & ~3));
            segment.FindOption<TimestampsOption>().Should().Be(options.OfType<TimestampsOption>().FirstOrDefault());
            segment.Should().Be(Data with { Options = options });
            (segment with { Options = [] }).Should().Be(Data);
        }

        (Data with { Options = lists[0] }).Should().NotBe(Data with { Options = [nop, nop, new TimestampsOption(7, 10)] });
    }

    [Fact]
    public void A_SYN_has_the_octets_of_the_standard()   // RFC 9293 §3.1
    {
        Octets.Of(Syn, Source, Destination).Should().Equal(Octets.Parse(SynOctets));
    }

    [Fact]
    public void A_segment_with_data_has_the_octets_of_the_standard()   // RFC 9293 §3.1
    {
        Octets.Of(Data, Source, Destination).Should().Equal(Octets.Parse(DataOctets));
    }

    [Fact]
    public void Segments_are_read()
    {
        Decode(Octets.Parse(SynOctets)).Should().Be(Syn);
        Decode(Octets.Parse(DataOctets)).Should().Be(Data);
    }

    [Fact]
    public void Every_control_bit_the_reserved_bits_and_the_urgent_pointer_have_their_place()
    {
        var segment = Data with { Flags = TcpFlags.Cwr | TcpFlags.Ece | TcpFlags.Urg | TcpFlags.Fin, Reserved = 5, UrgentPointer = 0x0102 };

        var octets = Octets.Of(segment, Source, Destination);

        octets[12..14].Should().Equal(0x5A, 0xE1);
        octets[18..20].Should().Equal(1, 2);
        Decode(octets).Should().Be(segment);
    }

    [Fact]
    public void Accurate_ECN_takes_the_last_of_the_once_reserved_bits()   // RFC 9768 §3.1
    {
        var segment = Data with { Flags = TcpFlags.Ae | TcpFlags.Cwr | TcpFlags.Ece | TcpFlags.Syn };

        var octets = Octets.Of(segment, Source, Destination);

        octets[12..14].Should().Equal(0x51, 0xC2);
        Decode(octets).Should().Be(segment);
        segment.FlagNames.Should().Be("SYN, ECE, CWR, AE");
    }

    [Fact]
    public void On_its_own_a_segment_knows_no_addresses_and_leaves_the_checksum_zero()
    {
        Syn.ToArray().Should().Equal(Octets.Parse(SynOctets.Replace("24da", "0000")));
    }

    [Fact]
    public void The_packet_around_it_fills_the_checksum_in()
    {
        new Ipv4Packet(Source, Destination, IpProtocol.Tcp, Syn) { Identification = 1, DontFragment = true }.ToArray()
            .Should().Equal(Octets.Parse($"4500 002c 0001 4000 4006 f07b c0a86401 c0a864fd {SynOctets}"));
    }

    [Fact]
    public void The_checksum_covers_the_addresses()   // RFC 9293 §3.1
    {
        ErrorOf(Octets.Parse(SynOctets), Source, Source).Should().Be(new DecodeError("TCP", DecodeFault.BadChecksum, 16));
    }

    [Theory]
    [InlineData("c000 0050 00000001 00000002 40 18 0400 0000 0000", DecodeFault.BadLength, 12)]
    [InlineData("c000 0050 00000001 00000002 60 18 0400 0000 0000 0000", DecodeFault.Truncated, 22)]
    [InlineData("c000 0050 00000001 00000002 50 18 0400 0000 00", DecodeFault.Truncated, 19)]
    [InlineData("c000 0050 00000001 00000002 50 18 0400 05e0 0000 474554", DecodeFault.BadChecksum, 16)]
    public void A_segment_with_a_wrong_length_or_checksum_is_refused(string octets, DecodeFault fault, int offset)
    {
        ErrorOf(Octets.Parse(octets), Source, Destination).Should().Be(new DecodeError("TCP", fault, offset));
    }

    [Fact]
    public void A_segment_describes_each_field_of_its_header_and_each_option()
    {
        var segment = Syn with { Options = [new MaximumSegmentSizeOption(1460), new NoOperationOption()] };

        Octets.Describe(Syn, Source, Destination).Should().Contain(new PduField("Checksum", "0x24da", 128, 16));
        Octets.Describe(segment).Where(field => field.Name != "Checksum").Should().Equal(
            new PduField("Source Port", "49152", 0, 16),
            new PduField("Destination Port", "80", 16, 16),
            new PduField("Sequence Number", "305419896", 32, 32),
            new PduField("Acknowledgment Number", "0", 64, 32),
            new PduField("Data Offset", "7 (28 octets)", 96, 4),
            new PduField("Reserved", "0", 100, 3),
            new PduField("AE", "0", 103, 1),
            new PduField("CWR", "0", 104, 1),
            new PduField("ECE", "0", 105, 1),
            new PduField("URG", "0", 106, 1),
            new PduField("ACK", "0", 107, 1),
            new PduField("PSH", "0", 108, 1),
            new PduField("RST", "0", 109, 1),
            new PduField("SYN", "1", 110, 1),
            new PduField("FIN", "0", 111, 1),
            new PduField("Window", "65535", 112, 16),
            new PduField("Urgent Pointer", "0", 144, 16),
            new PduField("Option", "mss 1460", 160, 32),
            new PduField("Option", "nop", 192, 8),
            new PduField("Padding", "3 octets", 200, 24));
    }

    private static TcpSegment Decode(byte[] octets)
    {
        TcpSegment.TryDecode(octets, Source, Destination, out var segment, out var error).Should().BeTrue();
        error.Should().Be(default(DecodeError));
        return segment!;
    }

    private static DecodeError ErrorOf(byte[] octets, Ipv4Address source, Ipv4Address destination)
    {
        TcpSegment.TryDecode(octets, source, destination, out var segment, out var error).Should().BeFalse();
        segment.Should().BeNull();
        return error;
    }
}
