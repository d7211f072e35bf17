using NetSim.Packets;
using NetSim.Packets.Dns;

namespace NetSim.Tests.Packets.Dns;

public class DnsCompressionTests
{
    private const string Header = "0000" + "0000" + "0000" + "0001" + "0000" + "0000";

    [Fact]
    public void The_names_of_the_standards_example_share_their_octets() // RFC 1035 §4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA, the root
    {
        var message = new DnsMessage
        {
            Id = 0,
            Questions =
            [
                .. new[] { "F.ISI.ARPA", "FOO.F.ISI.ARPA", "ARPA", "." }.Select(name => new DnsQuestion(DnsName.Parse(name), DnsType.A)),
            ],
        };

        var hex = Convert.ToHexStringLower(message.ToArray());

        hex.Should().Be("0000" + "0000" + "0004" + "000000000000"
            + "0146" + "03495349" + "0441525041" + "00" + "00010001" // at 12
            + "03464f4f" + "c00c" + "00010001"
            + "c012" + "00010001"                                    // ARPA begins at 12 + 2 + 4
            + "00" + "00010001");
        DnsMessageCodecTests.Decoded(hex).Should().Be(message);
    }

    [Fact]
    public void Names_of_another_case_are_not_pointed_to_and_keep_theirs() // RFC 4343 §4.1
    {
        var message = DnsMessage.Query(0, DnsName.Parse("wWw.Example.com"), DnsType.A)
            .Respond([new DnsRecord(DnsName.Parse("www.example.com"), 0, new NsRecordData(DnsName.Parse("Example.com")))]);

        var decoded = DnsMessageCodecTests.Decoded(Convert.ToHexString(message.ToArray()));

        decoded.Questions[0].Name.ToString().Should().Be("wWw.Example.com");
        decoded.Answers[0].Name.ToString().Should().Be("www.example.com");
        decoded.Answers[0].Data.ToString().Should().Be("NS Example.com");
    }

    [Fact]
    public void Names_too_far_back_for_14_bits_are_written_out()
    {
        var late = DnsName.Parse("late");
        var message = new DnsMessage
        {
            Id = 0,
            Answers =
            [
                new DnsRecord(DnsName.Root, 0, new UnknownRecordData(DnsType.Opt, Payload.Zeros(0x4000 - 12 - 11))),
                new DnsRecord(late, 0, new CnameRecordData(late)), // at 0x4000
            ],
        };

        message.WireLength.Should().Be(0x4000 + 6 + 10 + 6);
        DnsMessageCodecTests.Decoded(Convert.ToHexString(message.ToArray())).Should().Be(message);
    }

    [Fact]
    public void The_last_octet_within_14_bits_is_pointed_to()
    {
        var name = DnsName.Parse("edge");
        var message = new DnsMessage
        {
            Id = 0,
            Answers =
            [
                new DnsRecord(DnsName.Root, 0, new UnknownRecordData(DnsType.Opt, Payload.Zeros(0x3FFF - 12 - 11))),
                new DnsRecord(name, 0, new CnameRecordData(name)), // at 0x3FFF
            ],
        };

        message.WireLength.Should().Be(0x3FFF + 6 + 10 + 2);
        DnsMessageCodecTests.Decoded(Convert.ToHexString(message.ToArray())).Should().Be(message);
    }

    [Fact]
    public void A_pointer_to_a_pointer_leads_to_the_name()
    {
        var hex = "0000" + "0000" + "0003" + "000000000000" + "0161" + "00" + "00010001" + "c00c" + "00010001" + "c013" + "00010001";

        DnsMessageCodecTests.Decoded(hex).Questions.Should().HaveCount(3)
            .And.OnlyContain(question => question.Name == DnsName.Parse("a"));
    }

    [Theory]
    [InlineData("c00c", DecodeFault.BadPointer)]               // to itself
    [InlineData("c00e", DecodeFault.BadPointer)]               // forwards
    [InlineData("0161c00c", DecodeFault.BadPointer)]           // to the label that led to it
    [InlineData("0161c00e", DecodeFault.BadPointer)]           // to itself, behind a label
    [InlineData("c00b", DecodeFault.BadPointer)]               // into the header
    [InlineData("4161", DecodeFault.BadValue)]                 // 01: RFC 6891 §5
    [InlineData("8161", DecodeFault.BadValue)]                 // 10
    public void A_name_that_leads_nowhere_is_refused(string name, DecodeFault fault) // RFC 1035 §4.1.4
    {
        DnsMessageCodecTests.Fault(Header + name + "0000000000000000000000").Should().Be(fault);
    }

    [Theory]
    [InlineData("0161" + "0162" + "c0")]                       // half a pointer
    [InlineData("3f61616161")]                                 // a part of a label
    [InlineData("0461616161")]                                 // no end
    public void A_name_that_ends_with_the_octets_is_cut_short(string name)
    {
        DnsMessageCodecTests.Fault("0000" + "0000" + "0001" + "000000000000" + name).Should().Be(DecodeFault.Truncated);
    }

    [Fact]
    public void A_name_of_more_than_255_octets_by_pointers_is_refused() // RFC 1035 §2.3.4
    {
        var label = "3f" + string.Concat(Enumerable.Repeat("61", 63));
        var questions = $"{label}{label}{label}00" + "00010001"   // 193 octets at 12
            + $"{label}c00c" + "00010001";

        DnsMessageCodecTests.Fault("0000" + "0000" + "0002" + "000000000000" + questions).Should().Be(DecodeFault.BadLength);
    }

    [Fact]
    public void A_chain_of_pointers_longer_than_any_name_needs_is_refused()
    {
        // A record of an unknown type holds the chain: each pointer leads to the one before it, the first to the root.
        var data = new byte[1 + (2 * 200)];
        const int start = 12 + 11;
        for (var i = 0; i < 200; i++)
        {
            var target = i == 0 ? start : start + 1 + (2 * (i - 1));
            (data[1 + (2 * i)], data[2 + (2 * i)]) = ((byte)(0xC0 | (target >> 8)), (byte)target);
        }

        var first = "00" + "ff00" + "0001" + "00000000" + $"{data.Length:x4}" + Convert.ToHexString(data);
        string Message(int pointer) => "0000" + "0000" + "0000" + "0002" + "00000000" + first
            + $"{0xC000 | (start + 1 + (2 * pointer)):x4}" + "ff00" + "0001" + "00000000" + "0000";

        DnsMessageCodecTests.Decoded(Message(100)).Answers[1].Name.Should().Be(DnsName.Root);
        DnsMessageCodecTests.Fault(Message(199)).Should().Be(DecodeFault.BadPointer);
    }

    [Fact]
    public void A_name_in_data_of_an_unknown_type_is_not_compressed() // RFC 3597 §4
    {
        var octets = Payload.Copy(DnsName.Parse("a.b").Octets.Span);
        var message = DnsMessage.Query(0, DnsName.Parse("a.b"), DnsType.Srv)
            .Respond([new DnsRecord(DnsName.Parse("a.b"), 0, new UnknownRecordData(DnsType.Srv, octets))]);

        message.ToArray()[^5..].Should().Equal(octets.ToArray());
    }
}
