using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Dhcp;

public class DhcpOptionTests
{
    public static TheoryData<DhcpOption, string> KnownOptions => new()
    {
        { new SubnetMaskOption(Ipv4Address.Parse("255.255.255.0")), "0104ffffff00" },                          // RFC 2132 §3.3
        { new RouterOption([new Ipv4Address(0x0A000001), new Ipv4Address(0x0A000002)]), "03080a0000010a000002" }, // RFC 2132 §3.5
        { new DomainNameServerOption([new Ipv4Address(0x0A000003)]), "06040a000003" },                         // RFC 2132 §3.8
        { new HostNameOption("pc-1"), "0c0470632d31" },                                                        // RFC 2132 §3.14
        { new RequestedAddressOption(new Ipv4Address(0x0A000004)), "32040a000004" },                           // RFC 2132 §9.1
        { new LeaseTimeOption(3_600), "330400000e10" },                                                        // RFC 2132 §9.2
        { new MessageTypeOption(DhcpMessageType.Inform), "350108" },                                           // RFC 2132 §9.6
        { new ServerIdentifierOption(new Ipv4Address(0x0A000005)), "36040a000005" },                           // RFC 2132 §9.7
        { new ParameterRequestListOption([DhcpOptionCode.Router, (DhcpOptionCode)119]), "37020377" },          // RFC 2132 §9.8
        { new MessageTextOption("no"), "38026e6f" },                                                           // RFC 2132 §9.9
        { new RenewalTimeOption(1_800), "3a0400000708" },                                                      // RFC 2132 §9.11
        { new RebindingTimeOption(DhcpTimeOption.Infinity), "3b04ffffffff" },                                  // RFC 2132 §9.12
        { new ClientIdentifierOption(0, Payload.FromText("x")), "3d020078" },                                  // RFC 2132 §9.14
        { PadOption.Instance, "00" },                                                                          // RFC 2132 §3.1
        { new UnknownDhcpOption((DhcpOptionCode)15, Payload.FromText("lan")), "0f036c616e" },
        { new UnknownDhcpOption((DhcpOptionCode)80, Payload.Empty), "5000" },
    };

    [Theory]
    [MemberData(nameof(KnownOptions))]
    public void An_option_is_these_octets_and_back(DhcpOption option, string hex)
    {
        var octets = With(option).ToArray();

        Convert.ToHexStringLower(octets.AsSpan(240, option.WireLength + 1)).Should().Be(hex + "ff");
        DhcpMessageCodecTests.Decoded(octets).Options.Should().Equal(option);
    }

    [Theory]
    [InlineData("0103ffffff")]       // three octets are no mask
    [InlineData("0300")]             // no router
    [InlineData("03050a00000100")]   // a router and an octet
    [InlineData("0c00")]             // no name
    [InlineData("0c03706300")]       // a NUL in the name
    [InlineData("33020e10")]         // two octets of lease time
    [InlineData("35020101")]         // two message types
    [InlineData("3d0101")]           // a client identifier without an identifier
    [InlineData("340101")]           // option overload
    public void An_option_that_is_not_as_its_standard_says_is_kept_as_octets(string hex)
    {
        var octets = With([]).ToArray();
        Convert.FromHexString(hex + "ff").CopyTo(octets, 240);

        var decoded = DhcpMessageCodecTests.Decoded(octets);

        decoded.Options.Should().ContainSingle().Which.Should().BeOfType<UnknownDhcpOption>()
            .Which.Data.Should().Be(Payload.Wrap(Convert.FromHexString(hex[4..])));
        decoded.ToArray().Should().Equal(octets);
    }

    [Fact]
    public void Pads_between_options_and_their_order_are_kept()
    {
        var octets = With([]).ToArray();
        Convert.FromHexString("0000" + "350105" + "00" + "330400000001" + "350106" + "00" + "ff").CopyTo(octets, 240);

        var decoded = DhcpMessageCodecTests.Decoded(octets);

        decoded.Options.Should().HaveCount(7);
        decoded.MessageType.Should().Be(DhcpMessageType.Ack);
        decoded.ToArray().Should().Equal(octets);
    }

    [Fact]
    public void Each_option_that_a_message_lacks_is_null()
    {
        With([]).MessageType.Should().BeNull();
        With(new LeaseTimeOption(1)).FindOption<RouterOption>().Should().BeNull();
        With(new LeaseTimeOption(1)).FindOption<LeaseTimeOption>().Should().Be(new LeaseTimeOption(1));
    }

    [Fact]
    public void An_option_that_could_not_be_read_back_cannot_be_made()
    {
        Refuses(() => new UnknownDhcpOption(DhcpOptionCode.SubnetMask, Payload.Zeros(4)));
        Refuses(() => new UnknownDhcpOption(DhcpOptionCode.Pad, Payload.Empty));
        Refuses(() => new UnknownDhcpOption(DhcpOptionCode.End, Payload.Empty));
        Refuses(() => new UnknownDhcpOption((DhcpOptionCode)200, Payload.Zeros(256)));
        Refuses(() => new RouterOption([]));
        Refuses(() => new RouterOption([.. new Ipv4Address[64]]));
        Refuses(() => new HostNameOption(""));
        Refuses(() => new HostNameOption("a\nb"));
        Refuses(() => new HostNameOption("a") with { Name = "é" });
        Refuses(() => new MessageTextOption(new string('x', 256)));
        Refuses(() => new ParameterRequestListOption([]));
        Refuses(() => new ClientIdentifierOption(1, Payload.Empty));
        Refuses(() => new ClientIdentifierOption(1, Payload.Zeros(255)));
    }

    [Fact]
    public void The_line_of_an_option_says_its_value()
    {
        new LeaseTimeOption(60).ToString().Should().Be("LeaseTime 60 s");
        new LeaseTimeOption(DhcpTimeOption.Infinity).ToString().Should().Be("LeaseTime infinite"); // RFC 2131 §3.3
        new ClientIdentifierOption(0, Payload.FromText("x")).ToString().Should().Be("ClientIdentifier 0:78");
        PadOption.Instance.ToString().Should().Be("Pad");
    }

    private static void Refuses(Func<DhcpOption> make) => make.Should().Throw<ArgumentException>();

    private static DhcpMessage With(params ReadOnlySpan<DhcpOption> options) => new()
    {
        Operation = DhcpOperation.BootRequest,
        TransactionId = 1,
        ClientMac = default,
        Options = PduList.Create(options),
    };
}
