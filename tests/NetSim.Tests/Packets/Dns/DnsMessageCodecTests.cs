using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Ipv6;

namespace NetSim.Tests.Packets.Dns;

public class DnsMessageCodecTests
{
    private static readonly DnsName Ark = DnsName.Parse("ark-inflearn.com");

    private static DnsMessage Query => DnsMessage.Query(0x1a2b, Ark, DnsType.A);

    private const string QueryHex =
        "1a2b" + "0100" + "0001" + "0000" + "0000" + "0000" + "0c61726b2d696e666c6561726e03636f6d00" + "0001" + "0001";

    private const string ResponseHex =
        "1a2b" + "8500" + "0001" + "0001" + "0000" + "0000" + "0c61726b2d696e666c6561726e03636f6d00" + "0001" + "0001"
        + "c00c" + "0001" + "0001" + "00000e10" + "0004" + "c0a864fd";

    private static DnsMessage Response => Query.Respond(
        [new DnsRecord(Ark, 3600, new ARecordData(Ipv4Address.Parse("192.168.100.253")))], flags: DnsFlags.Authoritative);

    [Fact]
    public void A_query_encodes_to_the_octets_of_the_standard() // RFC 1035 §4.1.1, §4.1.2
    {
        Convert.ToHexStringLower(Query.ToArray()).Should().Be(QueryHex);
        Decoded(QueryHex).Should().Be(Query);
    }

    [Fact]
    public void A_response_points_to_the_name_in_its_question() // RFC 1035 §4.1.3, §4.1.4
    {
        Convert.ToHexStringLower(Response.ToArray()).Should().Be(ResponseHex);
        Response.WireLength.Should().Be(ResponseHex.Length / 2);
        Decoded(ResponseHex).Should().Be(Response);
    }

    [Fact]
    public void Each_bit_of_the_header_stands_in_its_place() // RFC 1035 §4.1.1, RFC 4035 §3
    {
        var message = new DnsMessage { Id = 1, Opcode = (DnsOpcode)15, ResponseCode = (DnsResponseCode)15 };

        Convert.ToHexStringLower(message.ToArray()).Should().Be("0001" + "780f" + "0000000000000000");
        foreach (var flag in Enum.GetValues<DnsFlags>())
        {
            var octets = (message with { Flags = flag }).ToArray();
            ((octets[2] << 8) | octets[3]).Should().Be(0x780f | (int)flag);
            Decoded(Convert.ToHexString(octets)).Flags.Should().Be(flag);
        }
    }

    public static TheoryData<DnsRecordData, string> Data => new()
    {
        { new ARecordData(new Ipv4Address(0x0A000001)), "0001" + "0001" + "0000003c" + "0004" + "0a000001" },
        { new AaaaRecordData(Ipv6Address.Parse("2001:db8::1")), "001c" + "0001" + "0000003c" + "0010" + "20010db8000000000000000000000001" },
        { new CnameRecordData(DnsName.Parse("b")), "0005" + "0001" + "0000003c" + "0003" + "016200" },
        { new NsRecordData(DnsName.Root), "0002" + "0001" + "0000003c" + "0001" + "00" },
        { new PtrRecordData(DnsName.Parse("b.a")), "000c" + "0001" + "0000003c" + "0004" + "0162c00c" },
        { new MxRecordData(10, DnsName.Parse("a")), "000f" + "0001" + "0000003c" + "0004" + "000ac00c" },
        { new TxtRecordData([Payload.FromText("hi"), Payload.Empty]), "0010" + "0001" + "0000003c" + "0004" + "02686900" },
        {
            new SoaRecordData(DnsName.Parse("n.a"), DnsName.Parse("m.n.a"), 1, 2, 3, 4, 5),
            "0006" + "0001" + "0000003c" + "001c" + "016ec00c" + "016dc019" + "0000000100000002000000030000000400000005"
        },
        { new UnknownRecordData(DnsType.Srv, Payload.Wrap(new byte[] { 1, 97, 0 })), "0021" + "0001" + "0000003c" + "0003" + "016100" },
        { new UnknownRecordData(DnsType.A, Payload.Empty), "0001" + "0001" + "0000003c" + "0000" }, // RFC 2136 §2.4
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Record_data_is_these_octets_and_back(DnsRecordData data, string hex) // the record's name, a, stands at octet 12
    {
        var message = new DnsMessage { Id = 0, Answers = [new DnsRecord(DnsName.Parse("a"), 60, data)] };

        var octets = message.ToArray();

        Convert.ToHexStringLower(octets).Should().Be("000000000000000100000000" + "016100" + hex);
        Decoded(Convert.ToHexString(octets)).Should().Be(message);
    }

    [Fact]
    public void All_sections_and_octets_behind_them_are_kept()
    {
        var record = new DnsRecord(Ark, DnsClass.Chaos, 0xFFFF_FFFF, new UnknownRecordData(DnsType.A, Payload.Zeros(5)));
        var message = Query with
        {
            Questions = [new DnsQuestion(Ark, DnsType.Any, DnsClass.Any), new DnsQuestion(DnsName.Root, (DnsType)65280)],
            Answers = [record, record],
            Authorities = [new DnsRecord(DnsName.Parse("com"), 1, new NsRecordData(Ark))],
            Additionals = [new DnsRecord(DnsName.Root, (DnsClass)1232, 0x8000, new UnknownRecordData(DnsType.Opt, Payload.Empty))],
            Trailer = Payload.FromText("more"),
        };

        Decoded(Convert.ToHexString(message.ToArray())).Should().Be(message);
    }

    [Theory]
    [InlineData(DnsType.Soa, "00000000000000000000", DecodeFault.Truncated)]  // ends before its numbers
    [InlineData(DnsType.A, "0a00", DecodeFault.Truncated)]
    [InlineData(DnsType.A, "0a00000100", DecodeFault.BadLength)]
    [InlineData(DnsType.Aaaa, "00000000000000000000000000000000ff", DecodeFault.BadLength)]
    [InlineData(DnsType.Cname, "0000", DecodeFault.BadLength)]
    [InlineData(DnsType.Txt, "0361", DecodeFault.BadLength)]
    public void Data_that_contradicts_its_length_is_refused(DnsType type, string data, DecodeFault fault)
    {
        var hex = $"000000000000000100000000" + "00" + $"{(int)type:x4}" + "0001" + "00000000" + $"{data.Length / 2:x4}" + data;

        Fault(hex).Should().Be(fault);
    }

    [Fact]
    public void A_message_cut_anywhere_is_cut_short_and_never_anything_else()
    {
        for (var length = 0; length < ResponseHex.Length / 2; length++)
            Fault(ResponseHex[..(length * 2)]).Should().Be(DecodeFault.Truncated, $"{length} octets are left");
    }

    [Fact]
    public void Counts_without_their_records_take_no_memory()
    {
        var octets = Convert.FromHexString("0000" + "0000" + "ffff" + "ffff" + "ffff" + "ffff");
        DnsMessage.TryDecode(octets, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        DnsMessage.TryDecode(octets, out _, out var error).Should().BeFalse();

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        error.Should().Be(new DecodeError("DNS", DecodeFault.Truncated, 12));
        allocated.Should().BeLessThan(10_000);
    }

    [Fact]
    public void The_fields_cover_every_bit_once_and_name_every_record()
    {
        var fields = new List<PduField>();
        Response.Describe(Response.ToArray(), fields);

        var next = 0;
        foreach (var field in fields)
        {
            field.BitOffset.Should().Be(next, field.Name);
            next += field.BitLength;
        }

        next.Should().Be(Response.WireLength * 8);
        fields.Should().Contain(new PduField("Answer", "ark-inflearn.com 3600 IN A 192.168.100.253", 34 * 8, 16 * 8));
    }

    [Fact]
    public void What_could_not_be_read_back_cannot_be_made()
    {
        FluentActions.Invoking(() => new DnsRecord(Ark, 1, new UnknownRecordData(DnsType.A, Payload.Zeros(4))))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new DnsRecord(Ark, DnsClass.Chaos, 1, new ARecordData(default))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new TxtRecordData([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new TxtRecordData([Payload.Zeros(256)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new UnknownRecordData(DnsType.Opt, Payload.Zeros(65_536))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Query with { Flags = (DnsFlags)1 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Query with { Opcode = (DnsOpcode)16 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Query with { ResponseCode = (DnsResponseCode)16 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Query with { Questions = [.. new DnsQuestion[65_536]] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Response.Encode(new byte[Response.WireLength - 1])).Should().Throw<ArgumentException>();
    }

    internal static DnsMessage Decoded(string hex)
    {
        DnsMessage.TryDecode(Convert.FromHexString(hex), out var message, out var error).Should().BeTrue(error.ToString());
        return message!;
    }

    internal static DecodeFault Fault(string hex)
    {
        DnsMessage.TryDecode(Convert.FromHexString(hex), out var message, out var error).Should().BeFalse();
        message.Should().BeNull();
        error.Protocol.Should().Be("DNS");
        return error.Fault;
    }
}
