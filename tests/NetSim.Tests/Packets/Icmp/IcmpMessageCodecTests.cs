using NetSim.Packets;
using NetSim.Packets.Icmp;

namespace NetSim.Tests.Packets.Icmp;

public class IcmpMessageCodecTests
{
    // 0800 + 0001 + 0002 + 6162 + 6300 = cc65, complemented 339a.
    private const string Echo = "08 00 339a 0001 0002 616263";

    private static readonly IcmpMessage Request = IcmpMessage.EchoRequest(1, 2, Payload.FromText("abc"));

    [Fact]
    public void An_echo_request_has_the_octets_of_the_standard() => Request.ToArray().Should().Equal(Octets.Parse(Echo));   // RFC 792

    [Fact]
    public void An_echo_request_is_read()
    {
        IcmpMessage.TryDecode(Octets.Parse(Echo), out var message, out var error).Should().BeTrue();

        message.Should().Be(Request);
        error.Should().Be(default(DecodeError));
    }

    [Fact]
    public void A_type_that_is_not_known_keeps_all_its_octets()
    {
        // 0d00 + f2ff + 0000 + 0000 = ffff: a Timestamp message cut to its header.
        var octets = Octets.Parse("0d00 f2ff 00000000");

        IcmpMessage.TryDecode(octets, out var message, out _).Should().BeTrue();

        message.Should().Be(new IcmpMessage((IcmpType)13, 0, 0, Payload.Empty));
        message!.ToArray().Should().Equal(octets);
    }

    [Theory]
    [InlineData("08 00 339b 0001 0002 616263", DecodeFault.BadChecksum, 2)]   // RFC 1122 §3.2.2
    [InlineData("08 00 f7fd 0001 00", DecodeFault.Truncated, 7)]
    public void A_message_with_a_wrong_checksum_or_length_is_refused(string octets, DecodeFault fault, int offset)
    {
        IcmpMessage.TryDecode(Octets.Parse(octets), out _, out var error).Should().BeFalse();

        error.Should().Be(new DecodeError("ICMP", fault, offset));
    }

    [Fact]
    public void An_echo_describes_its_identifier_and_sequence_number()
    {
        Octets.Describe(Request).Should().Equal(
            new PduField("Type", "8 (Echo)", 0, 8),
            new PduField("Code", "0", 8, 8),
            new PduField("Checksum", "0x339a", 16, 16),
            new PduField("Identifier", "1", 32, 16),
            new PduField("Sequence Number", "2", 48, 16));
    }
}
