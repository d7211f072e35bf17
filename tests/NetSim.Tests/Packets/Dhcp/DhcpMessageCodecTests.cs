using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Dhcp;

public class DhcpMessageCodecTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("02:00:00:00:00:01");

    private static DhcpMessage Discover => new()
    {
        Operation = DhcpOperation.BootRequest,
        TransactionId = 0x12345678,
        IsBroadcast = true,
        ClientMac = Mac,
        Options =
        [
            new MessageTypeOption(DhcpMessageType.Discover),
            ClientIdentifierOption.ForMac(Mac),
            new ParameterRequestListOption([DhcpOptionCode.SubnetMask, DhcpOptionCode.Router, DhcpOptionCode.DomainNameServer]),
        ],
    };

    private static DhcpMessage Offer => new()
    {
        Operation = DhcpOperation.BootReply,
        TransactionId = 0x12345678,
        YourAddress = Ipv4Address.Parse("192.168.100.1"),
        ClientMac = Mac,
        Options =
        [
            new MessageTypeOption(DhcpMessageType.Offer),
            new ServerIdentifierOption(Ipv4Address.Parse("192.168.100.252")),
            new LeaseTimeOption(86_400),
            new SubnetMaskOption(Ipv4Address.Parse("255.255.255.0")),
            new DomainNameServerOption([Ipv4Address.Parse("192.168.100.254")]),
        ],
    };

    [Fact]
    public void A_discover_encodes_to_the_octets_of_the_standard() // RFC 2131 §2, figure 1
    {
        var expected = new byte[300];
        Convert.FromHexString("01010600" + "12345678" + "00008000").CopyTo(expected, 0);
        Convert.FromHexString("020000000001").CopyTo(expected, 28);
        Convert.FromHexString("63825363" + "350101" + "3d0701020000000001" + "3703010306" + "ff").CopyTo(expected, 236);

        Discover.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void An_offer_encodes_to_the_octets_of_the_standard() // RFC 2132 §3.3, §3.8, §9.2, §9.7
    {
        var expected = new byte[300];
        Convert.FromHexString("02010600" + "12345678" + "00000000" + "00000000" + "c0a86401").CopyTo(expected, 0);
        Convert.FromHexString("020000000001").CopyTo(expected, 28);
        Convert.FromHexString("63825363" + "350102" + "3604c0a864fc" + "330400015180" + "0104ffffff00" + "0604c0a864fe" + "ff")
            .CopyTo(expected, 236);

        Offer.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void Every_field_of_the_header_stands_in_its_place()
    {
        var octets = new byte[300];
        for (var i = 0; i < 236; i++)
            octets[i] = (byte)(i + 1);
        octets[0] = 2;
        octets[2] = 16;
        Convert.FromHexString("63825363" + "ff").CopyTo(octets, 236);

        Decoded(octets).Should().BeEquivalentTo(new
        {
            Operation = DhcpOperation.BootReply,
            HardwareType = (byte)2,
            HardwareAddressLength = (byte)16,
            Hops = (byte)4,
            TransactionId = 0x05060708u,
            Seconds = (ushort)0x090A,
            IsBroadcast = false,
            ReservedFlags = (ushort)0x0B0C,
            ClientAddress = Ipv4Address.Parse("13.14.15.16"),
            YourAddress = Ipv4Address.Parse("17.18.19.20"),
            NextServerAddress = Ipv4Address.Parse("21.22.23.24"),
            RelayAddress = Ipv4Address.Parse("25.26.27.28"),
            ClientMac = MacAddress.Parse("1d:1e:1f:20:21:22"),
        }, options => options.ComparingByValue<Ipv4Address>().ComparingByValue<MacAddress>());
        Decoded(octets).ClientMacPadding.Should().Be(Payload.Copy(octets.AsSpan(34, 10)));
        Decoded(octets).ServerName.Should().Be(Payload.Copy(octets.AsSpan(44, 64)));
        Decoded(octets).BootFile.Should().Be(Payload.Copy(octets.AsSpan(108, 128)));
        Decoded(octets).ToArray().Should().Equal(octets);
    }

    [Fact]
    public void A_message_decodes_to_what_was_encoded()
    {
        Decoded(Discover.ToArray()).Should().Be(Discover);
        Decoded(Offer.ToArray()).Should().Be(Offer);
    }

    [Fact]
    public void A_short_message_is_padded_to_300_octets_and_a_long_one_is_not() // RFC 1542 §2.1
    {
        var large = Offer with { Options = [new HostNameOption(new string('a', 200))] };

        Offer.WireLength.Should().Be(300);
        large.WireLength.Should().Be(236 + 4 + 202 + 1);
        Decoded(large.ToArray()).Should().Be(large);
    }

    [Fact]
    public void Zeros_behind_the_end_are_padding_and_anything_else_is_kept()
    {
        var octets = new byte[320];
        Offer.ToArray().CopyTo(octets, 0);
        Decoded(octets).Should().Be(Offer);

        octets[310] = 7;
        var decoded = Decoded(octets);
        decoded.Trailer.Length.Should().BeGreaterThan(0);
        decoded.ToArray().Should().Equal(octets[..311]);
        Decoded(decoded.ToArray()).Should().Be(decoded);
    }

    [Fact]
    public void Server_name_and_boot_file_are_equal_with_and_without_zeros_behind_them()
    {
        var message = Offer with { ServerName = Payload.FromText("boot\0\0"), BootFile = Payload.FromText("a\0b") };

        message.ServerName.Should().Be(Payload.FromText("boot"));
        message.BootFile.Should().Be(Payload.FromText("a\0b"));
        Decoded(message.ToArray()).Should().Be(message);
    }

    [Theory]
    [InlineData(0, 0x03, DecodeFault.BadValue, 0)]    // op
    [InlineData(2, 17, DecodeFault.BadLength, 2)]     // hlen
    [InlineData(236, 0x62, DecodeFault.BadValue, 236)] // cookie
    public void A_field_with_a_value_that_cannot_be_is_refused(int offset, byte value, DecodeFault fault, int errorOffset)
    {
        var octets = Discover.ToArray();
        octets[offset] = value;

        DhcpMessage.TryDecode(octets, out var message, out var error).Should().BeFalse();
        message.Should().BeNull();
        error.Should().Be(new DecodeError("DHCP", fault, errorOffset));
    }

    [Fact]
    public void Options_without_an_end_are_cut_short() // RFC 2131 §4.1
    {
        var octets = Discover.ToArray().AsSpan(0, 240 + 3 + 9 + 5).ToArray(); // all options, without End

        for (var length = 0; length <= octets.Length; length++)
        {
            DhcpMessage.TryDecode(octets.AsSpan(0, length), out _, out var error).Should().BeFalse();
            error.Should().Be(new DecodeError("DHCP", DecodeFault.Truncated, length));
        }
    }

    [Fact]
    public void The_line_says_the_message_the_address_and_the_client()
    {
        Discover.ToString().Should().Be("DHCP Discover, xid 0x12345678, client 02:00:00:00:00:01");
        Offer.ToString().Should().Be("DHCP Offer 192.168.100.1, xid 0x12345678, client 02:00:00:00:00:01");
        (Discover with { Options = [new MessageTypeOption(DhcpMessageType.Request), new RequestedAddressOption(new Ipv4Address(0x0A000001))] })
            .ToString().Should().Be("DHCP Request 10.0.0.1, xid 0x12345678, client 02:00:00:00:00:01");
        (Discover with { Options = [new MessageTypeOption(DhcpMessageType.Release)], ClientAddress = new Ipv4Address(0x0A000002) })
            .ToString().Should().Be("DHCP Release 10.0.0.2, xid 0x12345678, client 02:00:00:00:00:01");
        (Discover with { Options = [] }).ToString().Should().Be("BOOTP request, xid 0x12345678, client 02:00:00:00:00:01");
    }

    [Fact]
    public void The_fields_cover_every_bit_once()
    {
        var fields = new List<PduField>();
        Offer.Describe(Offer.ToArray(), fields);

        var next = 0;
        foreach (var field in fields)
        {
            field.BitOffset.Should().Be(next, field.Name);
            next += field.BitLength;
        }

        next.Should().Be(300 * 8);
        fields.Should().Contain(new PduField("Option 51 (LeaseTime)", "86400 s", 249 * 8, 48));
    }

    [Fact]
    public void A_value_that_does_not_fit_its_field_is_refused()
    {
        FluentActions.Invoking(() => Offer with { ServerName = Payload.FromText(new string('x', 65)) }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Offer with { ReservedFlags = 0x8000 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Offer with { HardwareAddressLength = 17 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Offer with { ClientMacPadding = Payload.Empty }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Offer with { Operation = (DhcpOperation)3 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Offer.Encode(new byte[299])).Should().Throw<ArgumentException>();
    }

    internal static DhcpMessage Decoded(ReadOnlySpan<byte> octets)
    {
        DhcpMessage.TryDecode(octets, out var message, out var error).Should().BeTrue(error.ToString());
        return message!;
    }
}
