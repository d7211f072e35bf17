using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Services.Dns;
using NetSim.Tracing;

namespace NetSim.Tests.Services.Dns;

public sealed class DnsClientTests
{
    private static readonly Ipv4Address Address = Ipv4Address.Parse("192.168.100.10");

    private readonly DnsNetwork _network = new();

    [Fact]
    public void A_name_is_resolved_with_one_query()
    {
        _network.Serve();

        _network.Resolve("example.com").Should().Be(Address);

        _network.Lan.DnsMessages.Select(message => $"{message.From} {(message.Pdu.IsResponse ? "response" : "query")}")
            .Should().Equal("Client query", "Server response");
        _network.Lan.ReasonsOf("Client").Should().Equal("DnsCacheMiss", "DnsAsks", "DnsTakesAnswer");
        _network.Lan.SentencesOf("Client")[^1].Should().Be(
            "192.168.100.254 answers A example.com: 192.168.100.10. The DNS client keeps the answer for 300 s.");
    }

    [Fact]
    public void The_answer_is_kept_as_long_as_its_TTL() // RFC 1035 §7.4
    {
        _network.Serve();
        _network.Resolve("example.com");

        _network.Simulation.RunFor(299.Seconds);
        _network.Resolve("example.com");
        _network.Lan.DnsMessages.Should().HaveCount(2);
        _network.Simulation.RunFor(2.Seconds);
        _network.Client.Cache.Should().BeEmpty();
        _network.Resolve("example.com");
        _network.Lan.DnsMessages.Should().HaveCount(4);

        _network.Lan.Trace.Events.OfType<StateChange>().Where(change => change.Table == StateTable.DnsCache)
            .Select(change => change.Value?.ToString()).Should().Equal(Address.ToString(), null, Address.ToString());
    }

    [Fact]
    public void An_alias_is_kept_as_long_as_its_shortest_TTL()
    {
        _network.Serve();

        _network.Resolve("www.example.com").Should().Be(Address);

        (_network.Client.Cache.Single().ExpiresAt - _network.Simulation.Now).Should().Be(60.Seconds);
    }

    [Fact]
    public void An_alias_whose_name_is_not_in_the_answer_is_asked_for_itself()
    {
        _network.Script((query, _) => query.Question!.Name == DnsName.Parse("a.test")
            ? query.Respond([new DnsRecord(DnsName.Parse("a.test"), 60, new CnameRecordData(DnsName.Parse("b.test")))])
            : query.Respond([new DnsRecord(DnsName.Parse("b.test"), 60, new ARecordData(Address))]));

        _network.Resolve("a.test").Should().Be(Address);

        _network.Lan.DnsMessages.Should().HaveCount(4);
        _network.Lan.ReasonsOf("Client").Should().Contain("DnsIsToldAlias");
    }

    [Fact]
    public void A_name_that_does_not_exist_is_an_error_and_kept() // RFC 2308 §5
    {
        _network.Serve();
        var act = () => _network.Resolve("nothing.example.com");

        act.Should().Throw<SocketException>().WithMessage("*no name nothing.example.com*").Which.SocketErrorCode.Should().Be(SocketError.HostNotFound);
        act.Should().Throw<SocketException>();

        _network.Lan.DnsMessages.Should().HaveCount(2);
        _network.Client.Cache.Single().ToString().Should().Be("NXDOMAIN");
    }

    [Fact]
    public void A_name_without_an_address_is_another_error()
    {
        _network.Serve();
        var act = () => _network.Resolve("deep.example.com");

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.NoData);
    }

    [Fact]
    public void Without_a_server_to_ask_the_network_is_unreachable()
    {
        _network.Client.Servers = [];
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.NetworkUnreachable);
    }

    [Fact]
    public void A_silent_server_is_asked_three_times_five_seconds_apart() // RFC 1035 §4.2.1
    {
        _network.Script((_, _) => null);
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.TryAgain);

        var queries = _network.Lan.DnsMessages;
        queries.Select(message => Math.Round(message.At.TotalSeconds)).Should().Equal(0, 5, 10);
        queries.Select(message => message.Pdu.Id).Distinct().Should().HaveCount(3);
        queries.Select(message => ((UdpDatagram)((Ipv4Packet)message.Frame.Payload).Payload).SourcePort).Distinct().Should().HaveCount(3);
        _network.Simulation.Now.TotalSeconds.Should().BeApproximately(15, 0.1);
        _network.Lan.ReasonsOf("Client")[^1].Should().Be("DnsNobodyAnswers");
    }

    [Fact]
    public void Servers_are_asked_in_turn()
    {
        _network.Serve();
        using var silent = _network.Lan.Add("Silent", "192.168.100.200/24").Sockets.BindUdp(DnsMessage.Port);
        _network.Client.Servers = [Ipv4Address.Parse("192.168.100.200"), Ipv4Address.Parse("192.168.100.254")];

        _network.Resolve("example.com").Should().Be(Address);

        _network.Simulation.Now.TotalSeconds.Should().BeApproximately(5, 0.1);
    }

    [Fact]
    public void A_host_without_a_DNS_server_refuses_and_the_next_server_is_asked_at_once() // RFC 1122 §4.1.3.3
    {
        _network.Serve();
        _network.Lan.Add("Closed", "192.168.100.200/24");
        _network.Client.Servers = [Ipv4Address.Parse("192.168.100.200"), Ipv4Address.Parse("192.168.100.254")];

        _network.Resolve("example.com").Should().Be(Address);

        _network.Simulation.Now.Should().BeLessThan(SimTime.At(100.Milliseconds));
    }

    [Fact]
    public void A_host_without_a_DNS_server_alone_is_asked_again_when_its_time_is_up()
    {
        var act = () => _network.Resolve("example.com"); // nobody holds port 53 of the server

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.TryAgain);

        _network.Simulation.Now.TotalSeconds.Should().BeApproximately(10, 0.1); // tries at 0, 5 and 10 s, the last refused at once
        _network.Lan.ReasonsOf("Client").Where(reason => reason is "DnsAsks" or "DnsAsksAgain").Should().HaveCount(3);
    }

    [Fact]
    public void A_server_out_of_reach_is_asked_again_no_sooner_than_one_that_is_silent()
    {
        _network.Client.Servers = [Ipv4Address.Parse("192.168.100.222")];
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.TryAgain);

        // ARP gives up after 3 s: the tries begin at 0, 5 and 10 s, and the last ends at 13 s.
        _network.Simulation.Now.TotalSeconds.Should().BeApproximately(13, 0.1);
        _network.Lan.ReasonsOf("Client").Where(reason => reason is "DnsAsks" or "DnsAsksAgain").Should().HaveCount(3);
    }

    [Fact]
    public void A_server_that_fails_is_asked_no_more_but_the_next_is()
    {
        _network.Script((query, _) => query.Respond(responseCode: DnsResponseCode.ServerFailure));
        var second = _network.Lan.Add("Second", "192.168.100.200/24");
        var server = new DnsServer(second.Sockets, DnsNetwork.Example);
        _network.Client.Servers = [Ipv4Address.Parse("192.168.100.254"), Ipv4Address.Parse("192.168.100.200")];

        _network.Resolve("example.com").Should().Be(Address);

        _network.Simulation.Now.Should().BeLessThan(SimTime.At(1.Seconds));
        _network.Lan.ReasonsOf("Client").Should().Contain("DnsIsToldFailure");
        server.Dispose();
    }

    [Fact]
    public void A_server_that_fails_alone_is_an_error_to_try_again()
    {
        _network.Script((query, _) => query.Respond(responseCode: DnsResponseCode.ServerFailure));
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>().WithMessage("*SERVFAIL*").Which.SocketErrorCode.Should().Be(SocketError.TryAgain);
        _network.Lan.DnsMessages.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false, "DnsOtherId")]
    [InlineData(true, "DnsOtherQuestion")]
    public void A_response_that_does_not_fit_the_query_is_ignored(bool otherQuestion, string reason) // RFC 5452 §9.1
    {
        _network.Script((query, _) =>
        {
            var response = query.Respond([new DnsRecord(query.Question!.Name, 60, new ARecordData(Address))]);
            return otherQuestion
                ? response with { Questions = [new DnsQuestion(DnsName.Parse("evil.test"), DnsType.A)] }
                : response with { Id = (ushort)(query.Id + 1) };
        });
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>();
        _network.Lan.ReasonsOf("Client").Should().Contain(reason);
    }

    [Fact]
    public void A_literal_and_a_host_of_the_own_table_are_not_asked_for()
    {
        _network.Client.Hosts[DnsName.Parse("printer")] = Ipv4Address.Parse("192.168.100.9");

        _network.Resolve("192.168.100.77").Should().Be(Ipv4Address.Parse("192.168.100.77"));
        _network.Resolve("PRINTER").Should().Be(Ipv4Address.Parse("192.168.100.9"));
        _network.Resolve("localhost").Should().Be(Ipv4Address.Loopback);

        _network.Lan.Packets.Should().BeEmpty();
    }

    [Fact]
    public void The_cache_is_bounded()
    {
        var client = new DnsClient(_network.ClientHost.Sockets, new DnsClientOptions { CacheLimit = 2 })
        {
            Servers = [Ipv4Address.Parse("192.168.100.254")],
        };
        _network.Serve();

        foreach (var name in (string[])["example.com", "ns.example.com", "a.deep.example.com"])
            _network.Simulation.Run(() => client.ResolveAsync(name));

        client.Cache.Select(entry => entry.Question.Name.ToString()).Should().Equal("ns.example.com", "a.deep.example.com");
    }

    [Fact]
    public void A_truncated_answer_is_asked_for_by_TCP() // RFC 7766 §5
    {
        var zone = new DnsZone("example.com");
        for (var i = 1; i <= 40; i++)
            zone.AddAddress("many.example.com", $"10.0.0.{i}");
        _network.Serve(zone);

        _network.Query("many.example.com").Answers.Should().HaveCount(40);

        _network.Lan.ReasonsOf("Client").Should().Equal("DnsAsks", "DnsIsToldTruncated", "DnsAsksByTcp", "DnsTakesAnswer");
        _network.Simulation.Run();
        _network.Lan.Segments.Where(segment => segment.Pdu.Flags.HasFlag(TcpFlags.Fin)).Select(segment => segment.From).Should().Equal("Client", "Server");
        _network.Lan.ReasonsOf("Server")[^1].Should().Be("DnsServerCloses");
    }

    [Fact]
    public void A_truncated_answer_that_TCP_does_not_bring_either_is_no_answer()
    {
        _network.Script((query, _) => query.Respond(flags: DnsFlags.Truncated));
        var act = () => _network.Resolve("example.com");

        act.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.TryAgain);
    }

    [Fact]
    public void A_resolution_can_be_cancelled()
    {
        _network.Script((_, _) => null);
        using var source = new CancellationTokenSource();
        _network.Simulation.Schedule(1.Seconds, source.Cancel);
        var act = () => _network.Simulation.Run(() => _network.Client.ResolveAsync("example.com", source.Token));

        act.Should().Throw<OperationCanceledException>();
        _network.Simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }
}
