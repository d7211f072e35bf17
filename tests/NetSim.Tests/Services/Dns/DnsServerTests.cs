using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;

namespace NetSim.Tests.Services.Dns;

public sealed class DnsServerTests
{
    private readonly DnsNetwork _network = new();

    [Theory]
    [InlineData("example.com")]
    [InlineData("EXAMPLE.com")] // RFC 4343
    public void An_address_is_answered_with_authority(string name)
    {
        _network.Serve();

        var response = _network.Query(name);

        response.Flags.Should().Be(DnsFlags.Response | DnsFlags.Authoritative | DnsFlags.RecursionDesired);
        response.Answers.Should().ContainSingle().Which.Data.Should().Be(new ARecordData(Ipv4Address.Parse("192.168.100.10")));
        response.Answers[0].TimeToLive.Should().Be(300);
        _network.Lan.ReasonsOf("Server").Should().Equal("DnsFinds", "DnsResponds");
    }

    [Fact]
    public void An_alias_is_followed_within_the_zones() // RFC 1034 §4.3.2 step 3a
    {
        _network.Serve(DnsNetwork.Example, new DnsZone("example.org").AddAddress("web.example.org", "192.168.100.20"));

        _network.Query("www.example.com").Answers.Select(record => $"{record}").Should().Equal(
            "www.example.com 60 IN CNAME example.com", "example.com 300 IN A 192.168.100.10");
        _network.Query("out.example.com").Answers.Select(record => record.Type).Should().Equal(DnsType.Cname, DnsType.A);
        _network.Query("away.example.com").Answers.Select(record => record.Type).Should().Equal(DnsType.Cname);
        _network.Query("www.example.com", DnsType.Cname).Answers.Should().ContainSingle();
    }

    [Fact]
    public void A_loop_of_aliases_ends()
    {
        _network.Serve();

        _network.Query("loop.example.com").Answers.Should().HaveCount(2);
    }

    [Fact]
    public void A_name_that_is_not_there_is_NXDOMAIN_with_the_SOA() // RFC 2308 §2.1, §3
    {
        _network.Serve();

        var response = _network.Query("nothing.example.com");

        response.ResponseCode.Should().Be(DnsResponseCode.NameError);
        response.Has(DnsFlags.Authoritative).Should().BeTrue();
        response.Authorities.Should().ContainSingle().Which.Type.Should().Be(DnsType.Soa);
        _network.Lan.SentencesOf("Server")[0].Should().Be("The zone example.com has no name nothing.example.com (NXDOMAIN). That may be kept for 3600 s.");
    }

    [Theory]
    [InlineData("example.com", DnsType.Mx)]
    [InlineData("deep.example.com", DnsType.A)] // RFC 4592 §2.2.2: a name between others exists
    public void A_name_without_such_records_is_NODATA(string name, DnsType type) // RFC 2308 §2.2
    {
        _network.Serve();

        var response = _network.Query(name, type);

        response.ResponseCode.Should().Be(DnsResponseCode.NoError);
        response.Answers.Should().BeEmpty();
        response.Authorities.Should().ContainSingle().Which.Type.Should().Be(DnsType.Soa);
    }

    [Theory]
    [InlineData("sub.example.com")]
    [InlineData("www.sub.example.com")]
    public void A_delegated_name_is_referred_to_its_server_with_glue(string name) // RFC 1034 §4.3.2 step 3b
    {
        _network.Serve();

        var response = _network.Query(name);

        response.Has(DnsFlags.Authoritative).Should().BeFalse();
        response.Answers.Should().BeEmpty();
        response.Authorities.Select(record => $"{record}").Should().Equal("sub.example.com 3600 IN NS ns.sub.example.com");
        response.Additionals.Select(record => $"{record}").Should().Equal("ns.sub.example.com 3600 IN A 192.168.100.53");
    }

    [Fact]
    public void The_zone_with_the_longest_origin_answers()
    {
        _network.Serve(DnsNetwork.Example, new DnsZone("sub.example.com").AddAddress("www.sub.example.com", "192.168.100.99"));

        _network.Query("www.sub.example.com").Answers.Should().ContainSingle();
    }

    [Fact]
    public void Other_zones_are_refused()
    {
        _network.Serve();

        var response = _network.Query("example.net");

        response.ResponseCode.Should().Be(DnsResponseCode.Refused);
        _network.Lan.ReasonsOf("Server")[0].Should().Be("DnsRefusesZone");
    }

    [Fact]
    public void ANY_is_answered_with_one_set() // RFC 8482 §4.1
    {
        _network.Serve();

        _network.Query("example.com", DnsType.Any).Answers.Select(record => record.Type).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void What_cannot_be_read_is_FORMERR()
    {
        _network.Serve();

        var response = _network.Ask(Payload.Wrap(new byte[] { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 99 }));

        response.Id.Should().Be(0x1234);
        response.ResponseCode.Should().Be(DnsResponseCode.FormatError);
    }

    [Fact]
    public void Another_opcode_is_NOTIMP_and_two_questions_are_FORMERR()
    {
        _network.Serve();
        var query = DnsMessage.Query(1, DnsName.Parse("example.com"), DnsType.A);

        Ask(query with { Opcode = DnsOpcode.Status }).ResponseCode.Should().Be(DnsResponseCode.NotImplemented);
        Ask(query with { Questions = [query.Questions[0], query.Questions[0]] }).ResponseCode.Should().Be(DnsResponseCode.FormatError);
    }

    [Fact]
    public void EDNS_is_FORMERR() // RFC 6891 §7
    {
        _network.Serve();
        var option = new DnsRecord(DnsName.Root, (DnsClass)4096, 0, new UnknownRecordData(DnsType.Opt, Payload.Empty));

        Ask(DnsMessage.Query(1, DnsName.Parse("example.com"), DnsType.A) with { Additionals = [option] })
            .ResponseCode.Should().Be(DnsResponseCode.FormatError);
    }

    [Fact]
    public void A_response_is_not_answered()
    {
        _network.Serve();
        _network.Simulation.Run(() =>
        {
            using var socket = _network.ClientHost.Sockets.BindUdp();
            var response = DnsMessage.Query(1, DnsName.Parse("example.com"), DnsType.A).Respond();
            socket.Send(response.ToArray(), Ipv4EndPoint.Parse("192.168.100.254:53"));
            return _network.Simulation.Delay(TimeSpan.FromSeconds(1));
        });

        _network.Lan.DnsMessages.Should().ContainSingle();
        _network.Lan.ReasonsOf("Server").Should().Equal("DnsNotAQuery");
    }

    [Fact]
    public void More_than_512_octets_are_truncated() // RFC 1035 §4.2.1, RFC 2181 §9
    {
        var zone = new DnsZone("example.com");
        for (var i = 1; i <= 40; i++)
            zone.AddAddress("many.example.com", $"10.0.0.{i}");
        _network.Serve(zone);

        var response = Ask(DnsMessage.Query(7, DnsName.Parse("many.example.com"), DnsType.A));

        response.Has(DnsFlags.Truncated).Should().BeTrue();
        response.Answers.Should().BeEmpty();
        _network.Lan.ReasonsOf("Server").Should().Contain("DnsTruncates");
    }

    [Fact]
    public void Names_and_addresses_make_zones_of_their_own()
    {
        var server = new DnsServer(_network.ServerHost.Sockets);
        server.Add("ark-inflearn.com", "192.168.100.253");
        server.Add("www.ark-inflearn.com", "192.168.100.253");
        server.Add("example.org", "192.168.100.20");

        server.Zones.Select(zone => zone.Origin.ToString()).Should().Equal("ark-inflearn.com", "example.org");
        _network.Resolve("www.ark-inflearn.com").Should().Be(Ipv4Address.Parse("192.168.100.253"));
        _network.Query("ark-inflearn.com", DnsType.Ns).Answers.Select(record => $"{record.Data}").Should().Equal("NS ns.ark-inflearn.com");
        _network.Resolve("ns.ark-inflearn.com").Should().Be(Ipv4Address.Parse("192.168.100.254"));
    }

    [Fact]
    public void A_zone_refuses_what_does_not_belong_into_it()
    {
        var zone = DnsNetwork.Example;

        zone.Invoking(other => other.AddAddress("example.org", "10.0.0.1")).Should().Throw<ArgumentException>().WithMessage("*not in the zone*");
        zone.Invoking(other => other.AddAddress("www.example.com", "10.0.0.1")).Should().Throw<ArgumentException>().WithMessage("*alias*");
        zone.Invoking(other => other.AddAlias("example.com", "example.org")).Should().Throw<ArgumentException>().WithMessage("*alias*");
        zone.Invoking(other => other.AddAddress("example.com", "192.168.100.10")).Should().Throw<ArgumentException>().WithMessage("*already*");
    }

    private DnsMessage Ask(DnsMessage query) => _network.Ask(Payload.Wrap(query.ToArray()));
}
