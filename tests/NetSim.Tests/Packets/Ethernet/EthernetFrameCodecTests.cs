using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Ethernet;

public class EthernetFrameCodecTests
{
    private const string Header = "020000000002 020000000001";
    private const string ArpRequest = "0001 0800 06 04 0001 020000000001 c0a86401 000000000000 c0a864fe";

    private static readonly MacAddress Destination = MacAddress.FromNumber(2);
    private static readonly MacAddress Source = MacAddress.FromNumber(1);

    private static readonly ArpPacket Request =
        ArpPacket.Request(Source, Ipv4Address.Parse("192.168.100.1"), Ipv4Address.Parse("192.168.100.254"));

    [Fact]
    public void A_frame_is_destination_source_type_payload_and_zeros_up_to_60_octets()   // IEEE 802.3-2022 §3.1.1, §4A.2.3.2.4
    {
        var frame = new EthernetFrame(Destination, Source, EtherType.Arp, Request);

        frame.WireLength.Should().Be(60);
        frame.ToArray().Should().Equal(Octets.Parse($"{Header} 0806 {ArpRequest} {Zeros(18)}"));
    }

    [Fact]
    public void Padding_overwrites_what_was_in_the_buffer()
    {
        var buffer = new byte[64];
        buffer.AsSpan().Fill(0xEE);

        new EthernetFrame(Destination, Source, EtherType.Arp, Request).Encode(buffer);

        buffer.Should().Equal(Octets.Parse($"{Header} 0806 {ArpRequest} {Zeros(18)} eeeeeeee"));
    }

    [Fact]
    public void Padding_is_dropped_and_put_back()
    {
        var octets = Octets.Parse($"{Header} 0806 {ArpRequest} {Zeros(18)}");

        var frame = Decode(octets);

        frame.Should().Be(new EthernetFrame(Destination, Source, EtherType.Arp, Request));
        frame.Trailer.IsEmpty.Should().BeTrue();
        frame.ToArray().Should().Equal(octets);
    }

    [Fact]
    public void A_frame_captured_before_it_was_padded_is_read_as_if_padded()
    {
        Decode(Octets.Parse($"{Header} 0806 {ArpRequest}"))
            .Should().Be(new EthernetFrame(Destination, Source, EtherType.Arp, Request));
    }

    [Theory]
    [InlineData("beef")]
    [InlineData("0000 00be ef00 0000")]
    [InlineData("ff00 0000 0000 0000 0000 0000 0000 0000 0001")]
    public void Octets_in_the_place_of_padding_are_kept_as_a_trailer(string trailer)
    {
        var octets = Octets.Parse($"{Header} 0806 {ArpRequest} {trailer}");
        Array.Resize(ref octets, 60);

        var frame = Decode(octets);

        frame.Payload.Should().Be(Request);
        frame.Trailer.IsEmpty.Should().BeFalse();
        frame.ToArray().Should().Equal(octets);
    }

    [Fact]
    public void Zeros_behind_the_minimum_length_are_no_padding_and_are_kept()
    {
        var octets = Octets.Parse($"{Header} 0806 {ArpRequest} {Zeros(19)}");

        var frame = Decode(octets);

        frame.Trailer.Should().Be(Payload.Zeros(19));
        frame.ToArray().Should().Equal(octets);
    }

    [Theory]
    [InlineData("88cc")]   // LLDP
    [InlineData("0026")]   // a length: IEEE 802.3-2022 §3.2.6
    [InlineData("05ff")]
    public void A_type_that_is_not_known_keeps_all_octets_as_payload(string type)
    {
        var octets = Octets.Parse($"{Header} {type} {string.Concat(Enumerable.Repeat("a5", 40))} {Zeros(6)}");

        var frame = Decode(octets);

        ((ushort)frame.EtherType).Should().Be(Convert.ToUInt16(type, 16));
        frame.Payload.Should().Be(Payload.Copy(octets.AsSpan(14)));
        frame.ToArray().Should().Equal(octets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void Fewer_octets_than_the_header_are_cut_short(int length)
    {
        EthernetFrame.TryDecode(new byte[length], out var frame, out var error).Should().BeFalse();

        frame.Should().BeNull();
        error.Should().Be(new DecodeError("Ethernet", DecodeFault.Truncated, length));
    }

    [Fact]
    public void A_buffer_that_is_too_short_is_refused()
    {
        var frame = new EthernetFrame(Destination, Source, EtherType.Arp, Request);

        frame.Invoking(f => f.Encode(new byte[59])).Should().Throw<ArgumentException>().WithMessage("*60 octets*59*");
    }

    [Fact]
    public void A_frame_describes_its_header_trailer_and_padding()
    {
        var frame = new EthernetFrame(Destination, Source, EtherType.Arp, Request) { Trailer = Payload.Copy([1, 2]) };

        Octets.Describe(frame).Should().Equal(
            new PduField("Destination", "02:00:00:00:00:02", 0, 48),
            new PduField("Source", "02:00:00:00:00:01", 48, 48),
            new PduField("EtherType", "0x0806 (ARP)", 96, 16),
            new PduField("Trailer", "2 octets", 336, 16),
            new PduField("Padding", "16 octets", 352, 128));
    }

    private static string Zeros(int count) => new('0', count * 2);

    private static EthernetFrame Decode(byte[] octets)
    {
        EthernetFrame.TryDecode(octets, out var frame, out var error).Should().BeTrue();
        error.Should().Be(default(DecodeError));
        return frame!;
    }
}
