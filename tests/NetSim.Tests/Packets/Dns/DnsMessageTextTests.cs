using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets.Dns;

public class DnsMessageTextTests
{
    private static readonly DnsName Ark = DnsName.Parse("ark-inflearn.com");
    private static readonly DnsRecord Address = new(Ark, 3600, new ARecordData(Ipv4Address.Parse("192.168.100.253")));
    private static readonly DnsMessage Query = DnsMessage.Query(0x1a2b, Ark, DnsType.A);

    [Fact]
    public void A_query_says_what_is_asked()
    {
        Query.ToString().Should().Be("DNS query 0x1a2b A ark-inflearn.com");
        DnsMessage.Query(1, DnsName.Root, (DnsType)65280).ToString().Should().Be("DNS query 0x0001 TYPE65280 ."); // RFC 3597 §5
        (Query with { Questions = [new DnsQuestion(Ark, DnsType.Txt, DnsClass.Chaos)], Opcode = DnsOpcode.Notify })
            .ToString().Should().Be("DNS query 0x1a2b Notify CH TXT ark-inflearn.com");
    }

    [Fact]
    public void A_response_says_what_it_answers()
    {
        Query.Respond([Address]).ToString().Should().Be("DNS response 0x1a2b A ark-inflearn.com: 192.168.100.253");
        Query.Respond([new DnsRecord(Ark, 1, new CnameRecordData(DnsName.Parse("web.example"))), Address])
            .ToString().Should().Be("DNS response 0x1a2b A ark-inflearn.com: CNAME web.example, 192.168.100.253");
        Query.Respond(responseCode: DnsResponseCode.NameError).ToString().Should().Be("DNS response 0x1a2b A ark-inflearn.com: NXDOMAIN");
        Query.Respond(responseCode: (DnsResponseCode)11).ToString().Should().Be("DNS response 0x1a2b A ark-inflearn.com: RCODE11");
        Query.Respond().ToString().Should().Be("DNS response 0x1a2b A ark-inflearn.com: no answer");
        Query.Respond([Address], flags: DnsFlags.Truncated).ToString()
            .Should().Be("DNS response 0x1a2b A ark-inflearn.com: 192.168.100.253, truncated");
    }

    [Fact]
    public void A_response_repeats_what_the_query_said() // RFC 1035 §4.1.1, RFC 4035 §3.2.2
    {
        var query = Query with
        {
            Flags = DnsFlags.RecursionDesired | DnsFlags.CheckingDisabled | DnsFlags.AuthenticData,
            Opcode = DnsOpcode.Status,
        };

        var response = query.Respond(flags: DnsFlags.Authoritative);

        response.Should().Be(new DnsMessage
        {
            Id = 0x1a2b,
            Opcode = DnsOpcode.Status,
            Flags = DnsFlags.Response | DnsFlags.RecursionDesired | DnsFlags.CheckingDisabled | DnsFlags.Authoritative,
            Questions = [new DnsQuestion(Ark, DnsType.A)],
        });
    }

    [Fact]
    public void A_record_reads_as_in_a_zone_file() // RFC 1035 §5.1
    {
        Address.ToString().Should().Be("ark-inflearn.com 3600 IN A 192.168.100.253");
        new DnsRecord(Ark, 60, new MxRecordData(10, DnsName.Parse("mail.example"))).ToString()
            .Should().Be("ark-inflearn.com 60 IN MX 10 mail.example");
        new DnsRecord(Ark, 60, new TxtRecordData([Payload.FromText("say \"hi\""), Payload.FromText("\n")])).ToString()
            .Should().Be("""ark-inflearn.com 60 IN TXT "say \"hi\"" "\010" """.TrimEnd());
        new DnsRecord(Ark, (DnsClass)32, 60, new UnknownRecordData((DnsType)731, Payload.Wrap(new byte[] { 0xab, 0xcd }))).ToString()
            .Should().Be(@"ark-inflearn.com 60 CLASS32 TYPE731 \# 2 abcd"); // RFC 3597 §5
    }
}
