using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Icmp;
using NetSim.Tests.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Icmp;

/// <summary>What a router tells of, and what it must not tell of.</summary>
public sealed class IcmpErrorSendingTests
{
    private readonly RouterBench _bench = new();

    [Fact]
    public void Without_a_route_the_net_is_unreachable() // RFC 1812 §5.2.7.1
    {
        _bench.Send(RouterBench.Datagram(destination: "192.0.2.1"));

        _bench.ToldLeft.Should().StartWith("ICMP net 192.0.2.1 unreachable");
        _bench.AtLeft[0].Source.Should().Be(Ipv4Address.Parse("10.0.1.1"));
        _bench.AtLeft[0].Dscp.Should().Be(48); // RFC 1812 §4.3.2.5: internetwork control
        _bench.Dropped.Should().Equal(DropReason.RouterHasNoRoute);
    }

    [Fact]
    public void A_last_hop_that_does_not_answer_ARP_is_a_host_unreachable() // RFC 1812 §5.2.7.1
    {
        _bench.Send(RouterBench.Datagram(destination: "10.0.2.99"));

        _bench.ToldLeft.Should().StartWith("ICMP host 10.0.2.99 unreachable");
        (_bench.Left.Received.Last().Time - _bench.Started).TotalSeconds.Should().BeApproximately(3, 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_TTL_that_is_used_up_ends_the_packet(byte timeToLive) // RFC 1812 §5.3.1
    {
        _bench.Send(RouterBench.Datagram() with { TimeToLive = timeToLive });

        _bench.ToldLeft.Should().StartWith("ICMP time exceeded in-transit");
        _bench.AtRight.Should().BeEmpty();
        _bench.Dropped.Should().Equal(DropReason.TtlExpired);
    }

    [Fact]
    public void A_packet_that_must_not_be_cut_is_refused_with_the_MTU() // RFC 1191 §4
    {
        var bench = new RouterBench(right: new LinkOptions { Mtu = 600 });

        bench.Send(RouterBench.Datagram(length: 572) with { DontFragment = true }, RouterBench.Datagram(length: 573) with { DontFragment = true });

        bench.AtRight.Single().WireLength.Should().Be(600);
        bench.ToldLeft.Should().StartWith("ICMP 10.0.2.2 unreachable - need to frag (mtu 600)");
    }

    [Theory]
    [InlineData("10.0.2.2", new byte[] { 131, 7, 4, 10, 0, 2, 9, 0 })]
    [InlineData("10.0.2.2", new byte[] { 1, 137, 7, 4, 10, 0, 2, 9 })]
    [InlineData("10.0.1.1", new byte[] { 131, 7, 4, 10, 0, 2, 9, 0 })] // the router is on the way, not at its end
    public void A_source_route_is_refused(string destination, byte[] options) // RFC 7126 §4.3.5
    {
        _bench.Send(RouterBench.Datagram(destination: destination) with { Options = Payload.Wrap(options) });

        _bench.ToldLeft.Should().StartWith($"ICMP {destination} unreachable - source route failed");
        _bench.AtRight.Should().BeEmpty();
    }

    [Fact]
    public void A_packet_at_the_end_of_its_source_route_is_taken()
    {
        _bench.Send(RouterBench.Datagram(destination: "10.0.1.1") with { Options = Payload.Copy([131, 7, 8, 10, 0, 1, 9, 0]) });

        _bench.ToldLeft.Should().StartWith("ICMP 10.0.1.1 udp port 2000 unreachable");
    }

    [Theory]
    [InlineData("10.0.2.2", new byte[] { 7, 2, 0, 0 }, 21)]
    [InlineData("10.0.2.2", new byte[] { 1, 7, 60, 4 }, 22)]
    [InlineData("10.0.2.2", new byte[] { 7, 7, 3, 0, 0, 0, 0, 0 }, 22)]
    [InlineData("10.0.1.1", new byte[] { 1, 1, 1, 68 }, 23)]
    public void Malformed_options_are_pointed_at(string destination, byte[] options, int pointer) // RFC 792, RFC 1122 §3.2.2.5
    {
        _bench.Send(RouterBench.Datagram(destination: destination) with { Options = Payload.Wrap(options) });

        _bench.ToldLeft.Should().StartWith($"ICMP parameter problem - octet {pointer}");
        ((IcmpMessage)_bench.AtLeft[0].Payload).Pointer.Should().Be((byte)pointer);
    }

    [Fact]
    public void The_packet_is_quoted_up_to_576_octets() // RFC 1812 §4.3.2.3
    {
        var large = RouterBench.Datagram(length: 1400) with { TimeToLive = 1, Identification = 7 };

        _bench.Send(large);

        var error = _bench.AtLeft.Single();
        error.WireLength.Should().Be(576);
        ((IcmpMessage)error.Payload).Data.ToMemory().ToArray().Should().Equal(large.ToArray()[..548]);
    }

    [Fact]
    public void No_error_is_told_about_an_error() // RFC 1122 §3.2.2
    {
        var error = IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.PortUnreachable, RouterBench.Datagram("10.0.2.2", "10.0.1.2"));
        var packet = RouterBench.Datagram() with { Protocol = IpProtocol.Icmp, Payload = error, TimeToLive = 1 };

        _bench.Send(packet, packet with { Payload = Payload.Wrap(error.ToArray()), MoreFragments = true });

        _bench.AtLeft.Should().BeEmpty();
        Rules().Should().Equal(Reason.IcmpNotAboutErrors, Reason.IcmpNotAboutErrors);
    }

    [Fact]
    public void An_echo_request_is_no_error()
    {
        _bench.Send(RouterBench.Datagram() with { Protocol = IpProtocol.Icmp, Payload = IcmpMessage.EchoRequest(1, 1, Payload.Empty), TimeToLive = 1 });

        _bench.ToldLeft.Should().StartWith("ICMP time exceeded");
    }

    [Fact]
    public void No_error_is_told_about_a_later_fragment() // RFC 1122 §3.2.2
    {
        var fragment = RouterBench.Datagram() with { Payload = Payload.Zeros(64), MoreFragments = true, TimeToLive = 1 };

        _bench.Send(fragment, fragment with { FragmentOffset = 64 });

        _bench.ToldLeft.Should().StartWith("ICMP time exceeded");
        Rules().Should().Equal(Reason.IcmpNotAboutLaterFragments);
    }

    [Theory]
    [InlineData("10.0.1.2", "10.0.1.255", nameof(Reason.IcmpNotAboutBroadcasts))]
    [InlineData("10.0.1.2", "255.255.255.255", nameof(Reason.IcmpNotAboutBroadcasts))]
    [InlineData("10.0.2.255", "192.0.2.1", nameof(Reason.IcmpNotToNobody))]
    [InlineData("0.0.0.0", "10.0.1.1", nameof(Reason.IcmpNotToNobody))]
    public void No_error_is_told_about_a_group_or_to_nobody(string source, string destination, string rule) // RFC 1122 §3.2.2
    {
        _bench.Send(RouterBench.Datagram(source, destination));

        _bench.AtLeft.Should().BeEmpty();
        _bench.AtRight.Should().BeEmpty();
        Rules().Select(reason => reason.Name).Should().Equal(rule);
    }

    [Fact]
    public void After_a_burst_of_50_errors_the_rest_waits_for_the_rate() // RFC 1812 §4.3.2.8
    {
        var expired = RouterBench.Datagram(length: 0) with { TimeToLive = 1 };

        _bench.Send([.. Enumerable.Repeat(expired, 60)]);

        _bench.AtLeft.Should().HaveCount(50);
        Rules().Should().HaveCount(10).And.OnlyContain(reason => reason == Reason.IcmpRateLimited);
    }

    [Fact]
    public void The_token_bucket_is_exact()
    {
        var simulation = new Simulation();
        var limit = new IcmpRateLimit(simulation, new IcmpOptions { ErrorsPerSecond = 10, ErrorBurst = 3 });

        Take(4).Should().Be(3);
        simulation.RunFor(99_999_999.Nanoseconds);
        Take(1).Should().Be(0);
        simulation.RunFor(1.Nanoseconds);
        Take(2).Should().Be(1);
        simulation.RunFor(250.Milliseconds);
        Take(3).Should().Be(2);
        simulation.RunFor(50.Milliseconds);
        Take(2).Should().Be(1, "half an error was left");
        simulation.RunFor(10_000.Hours);
        Take(9).Should().Be(3);

        int Take(int tries) => Enumerable.Range(0, tries).Count(_ => limit.TryTake());
    }

    [Fact]
    public void A_rate_of_zero_tells_nothing_and_a_great_one_does_not_overflow()
    {
        var simulation = new Simulation();
        new IcmpRateLimit(simulation, new IcmpOptions { ErrorsPerSecond = 0 }).TryTake().Should().BeFalse();
        var fast = new IcmpRateLimit(simulation, new IcmpOptions { ErrorsPerSecond = int.MaxValue, ErrorBurst = int.MaxValue });

        simulation.RunFor(100_000.Hours);

        fast.TryTake().Should().BeTrue();
    }

    private IEnumerable<Reason> Rules() => _bench.Network.Trace.PduEvents.SelectMany(traced => traced.Steps).Select(step => step.Reason)
        .Where(reason => reason.Name.StartsWith("IcmpNot", StringComparison.Ordinal) || reason == Reason.IcmpRateLimited);
}
