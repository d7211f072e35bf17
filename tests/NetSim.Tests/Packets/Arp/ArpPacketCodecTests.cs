using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Arp;

public class ArpPacketCodecTests
{
    private const string Octets28 = "0001 0800 06 04 0002 0200000000fe c0a864fe 020000000001 c0a86401";

    private static readonly ArpPacket Reply = ArpPacket
        .Request(MacAddress.FromNumber(1), Ipv4Address.Parse("192.168.100.1"), Ipv4Address.Parse("192.168.100.254"))
        .Reply(MacAddress.FromNumber(0xFE));

    [Fact]
    public void A_reply_has_the_octets_of_the_standard() => Reply.ToArray().Should().Equal(Octets.Parse(Octets28));   // RFC 826

    [Fact]
    public void A_reply_is_read_and_octets_behind_it_are_not()
    {
        ArpPacket.TryDecode(Octets.Parse($"{Octets28} ffff"), out var packet, out _).Should().BeTrue();

        packet.Should().Be(Reply);
    }

    [Theory]
    [InlineData(1, DecodeFault.BadValue, 0)]    // hardware type
    [InlineData(3, DecodeFault.BadValue, 2)]    // protocol type
    [InlineData(4, DecodeFault.BadLength, 4)]
    [InlineData(5, DecodeFault.BadLength, 5)]
    public void Other_hardware_or_protocols_are_refused(int changed, DecodeFault fault, int offset)
    {
        var octets = Octets.Parse(Octets28);
        octets[changed]++;

        ArpPacket.TryDecode(octets, out _, out var error).Should().BeFalse();

        error.Should().Be(new DecodeError("ARP", fault, offset));
    }
}
