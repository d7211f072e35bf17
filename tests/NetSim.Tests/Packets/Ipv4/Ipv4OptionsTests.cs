using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Ipv4;

public class Ipv4OptionsTests
{
    private const string RecordRoute = "07 07 04 00000000";
    private const string LooseSourceRoute = "83 07 04 0a000001";
    private const string RouterAlert = "94 04 0000";

    [Fact]
    public void Options_are_read_in_order_up_to_the_end_of_the_list()   // RFC 791 §3.1
    {
        var options = Read(RecordRoute + "01" + RouterAlert + "00 ffffff", out var malformedAt);

        malformedAt.Should().BeNull();
        options.Should().Equal(
            new Ipv4Option(Ipv4Option.RecordRoute, Payload.Copy([4, 0, 0, 0, 0]), 0),
            new Ipv4Option(Ipv4Option.NoOperation, Payload.Empty, 7),
            new Ipv4Option(Ipv4Option.RouterAlert, Payload.Zeros(2), 8));
        options.Select(option => option.WireLength).Should().Equal(7, 1, 4);
    }

    [Theory]
    [InlineData(1, false, 0, 1, "No Operation")]
    [InlineData(7, false, 0, 7, "Record Route")]
    [InlineData(68, false, 2, 4, "Time Stamp")]
    [InlineData(131, true, 0, 3, "Loose Source Route")]
    [InlineData(137, true, 0, 9, "Strict Source Route")]
    [InlineData(148, true, 0, 20, "Router Alert")]
    [InlineData(222, true, 2, 30, "222")]
    public void A_kind_is_a_copied_flag_a_class_and_a_number(byte kind, bool isCopied, int optionClass, int number, string name)   // RFC 791 §3.1
    {
        var option = new Ipv4Option(kind, Payload.Empty, 0);

        (option.IsCopied, option.Class, option.Number, option.Name).Should().Be((isCopied, optionClass, number, name));
    }

    [Theory]
    [InlineData("07 01 0400", 1, 0)]                    // a length below the option's own header
    [InlineData("01 07 00 00", 2, 1)]
    [InlineData("07 08 04 00000000", 1, 0)]             // past the end
    [InlineData("01 01 01 07", 3, 3)]                   // no length at all
    [InlineData(RecordRoute + "83 07 03 0a000001", 9, 1)]   // a pointer into the option's own header
    [InlineData("44 05 04 00 00 000000", 2, 0)]
    [InlineData("07 02 0000", 1, 0)]                    // no pointer
    [InlineData("94 03 0000", 1, 0)]                    // a Router Alert without its value
    public void A_malformed_option_is_found_at_its_octet_and_ends_the_reading(string octets, int at, int read)   // RFC 792, Parameter Problem
    {
        var options = Read(octets, out var malformedAt);

        malformedAt.Should().Be(at);
        options.Should().HaveCount(read);
    }

    [Theory]
    [InlineData(RecordRoute + "01", "")]
    [InlineData(RecordRoute + LooseSourceRoute + "0000", LooseSourceRoute + "00")]
    [InlineData(RouterAlert + RecordRoute + "01" + LooseSourceRoute + "00", RouterAlert + LooseSourceRoute + "00")]
    [InlineData("01 01 01 00", "")]
    [InlineData("", "")]
    [InlineData(RouterAlert + "83 09 0400", RouterAlert)]   // behind a length that is wrong, nothing
    [InlineData("00" + RouterAlert + "000000", "")]         // behind the end of the list, nothing
    public void Only_options_with_the_copied_flag_are_copied_and_padded_to_32_bits(string octets, string copied) =>   // RFC 791 §3.2
        Ipv4Options.CopiedOnly(Payload.Copy(Octets.Parse(octets))).ToArray().Should().Equal(Octets.Parse(copied));

    [Fact]
    public void No_octets_make_the_reading_throw_or_take_more_than_there_is()
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var octets = new byte[random.Next(41)];
            random.NextBytes(octets);
            for (var small = random.Next(octets.Length + 1); small > 0; small--)
                octets[random.Next(octets.Length)] %= 9;
            var payload = Payload.Copy(octets);

            var options = Ipv4Options.Read(payload, out var malformedAt);
            var copied = Ipv4Options.CopiedOnly(payload);

            if (options.Sum(option => option.WireLength) > octets.Length || malformedAt >= octets.Length
                || copied.Length > ((octets.Length + 3) & ~3) || copied.Length % 4 != 0 || Ipv4Options.CopiedOnly(copied) != copied)
                Assert.Fail(Convert.ToHexString(octets));
        }
    }

    private static PduList<Ipv4Option> Read(string octets, out int? malformedAt) =>
        Ipv4Options.Read(Payload.Copy(Octets.Parse(octets)), out malformedAt);
}
