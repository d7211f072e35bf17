using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets;

public class MalformedPduTests
{
    private const string Ethernet = "020000000002 020000000001 0800";
    private const string Ipv4 = "4500 002e 0000 0000 4006 307b c0a86401 c0a864fd";

    [Fact]
    public void A_wrong_segment_stays_in_a_right_packet_in_a_right_frame_with_the_reason()
    {
        // A header of 20 octets, whose checksum is wrong, and data up to the minimum of a frame.
        var segment = Octets.Parse("c000 0050 00000001 00000002 5018 0400 beef 0000 474554202f0d");
        byte[] octets = [.. Octets.Parse(Ethernet), .. Octets.Parse(Ipv4), .. segment];

        EthernetFrame.TryDecode(octets, out var frame, out _).Should().BeTrue();

        var packet = frame!.Payload.Should().BeOfType<Ipv4Packet>().Subject;
        packet.Payload.Should().Be(new MalformedPdu(Payload.Copy(segment), new DecodeError("TCP", DecodeFault.BadChecksum, 16)));
        packet.Payload.ProtocolName.Should().Be("TCP");
        frame.ToArray().Should().Equal(octets);
    }

    [Theory]
    [InlineData(1, "ICMP", DecodeFault.BadChecksum)]
    [InlineData(6, "TCP", DecodeFault.BadLength)]
    [InlineData(17, "UDP", DecodeFault.BadLength)]
    public void Each_protocol_over_IPv4_says_what_is_wrong_with_it(byte protocol, string name, DecodeFault fault)
    {
        var sent = new Ipv4Packet(default, default, (IpProtocol)protocol, Payload.Copy([1, .. new byte[25]]));

        Ipv4Packet.TryDecode(sent.ToArray(), out var packet, out _).Should().BeTrue();

        var malformed = packet!.Payload.Should().BeOfType<MalformedPdu>().Subject;
        (malformed.Error.Protocol, malformed.Error.Fault).Should().Be((name, fault));
        packet.ToArray().Should().Equal(sent.ToArray());
    }

    [Theory]
    [InlineData("0800", "IPv4", DecodeFault.BadVersion)]
    [InlineData("0806", "ARP", DecodeFault.BadValue)]
    public void A_wrong_header_leaves_all_the_octets_of_the_frame_in_its_payload(string type, string name, DecodeFault fault)
    {
        byte[] octets = [.. Octets.Parse($"020000000002 020000000001 {type} 7777"), .. new byte[50]];

        EthernetFrame.TryDecode(octets, out var frame, out _).Should().BeTrue();

        frame!.Payload.Should().Be(new MalformedPdu(Payload.Copy(octets.AsSpan(14)), new DecodeError(name, fault, 0)));
        frame.Trailer.IsEmpty.Should().BeTrue();
        frame.ToArray().Should().Equal(octets);
    }
}
