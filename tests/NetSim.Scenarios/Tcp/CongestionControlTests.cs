using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Scenarios.Tcp;

/// <summary>The algorithms in the machine, over a network: what each is known for. The slow link carries 9.41 Mb/s of data, or ten times that.</summary>
public sealed class CongestionControlTests
{
    private static readonly double Limit = GoodputModel.Limit(new Bottleneck { RoundTrips = [] }.Rate);

    [Theory]
    [InlineData("reno")]
    [InlineData("cubic")]
    public void Two_flows_share_a_bottleneck_fairly(string algorithm) // Chiu and Jain 1989
    {
        var result = new Bottleneck
        {
            RoundTrips = [40.Milliseconds, 40.Milliseconds],
            QueueLimit = 40,
            CongestionControl = TcpCongestionControl.Find(algorithm)!,
        }.Run(40.Seconds);

        var (first, second) = (result.Flows[0].Goodput(10, 40), result.Flows[1].Goodput(10, 40));
        var index = (first + second) * (first + second) / (2 * ((first * first) + (second * second))); // Jain's
        index.Should().BeGreaterThan(0.98, "over some tens of losses each has had about the same; 0.5 is one that has all");
        (first + second).Should().BeGreaterThan(0.95 * Limit, "a queue of more than the bandwidth-delay product bridges each halving");
    }

    [Fact]
    public void Dctcp_keeps_the_queue_near_the_threshold_and_the_link_full() // RFC 8257 §3, §1
    {
        var result = new Bottleneck
        {
            Rate = DataRate.FastEthernet,
            RoundTrips = [4.Milliseconds, 4.Milliseconds],
            QueueManagement = new ThresholdMarking(20),
            CongestionControl = TcpCongestionControl.Dctcp,
            Tcp = TcpProfile.Rfc with { Ecn = EcnMode.Request },
        }.Run(4.Seconds);

        result.Counters.OutboundDrops.Should().Be(0);
        result.Counters.OutboundMarks.Should().BePositive();
        result.Queue.Max(1).Should().BeLessThan(30, "each flow adds a segment in the round trip before it hears of the marks, and some come in a burst");
        result.Queue.Mean(1).Should().BeInRange(10, 22, "the queue swings below K by what the windows lose, alpha/2 of them");
        (result.Flows[0].Goodput(1, 4) + result.Flows[1].Goodput(1, 4)).Should().BeGreaterThan(0.93 * 10 * Limit, "K is more than a seventh of the path's 32 frames");
    }

    [Fact]
    public void Vegas_keeps_a_few_segments_in_the_queue_where_NewReno_fills_it() // Brakmo and Peterson 1995, §IV.B
    {
        var path = new Bottleneck { RoundTrips = [50.Milliseconds], QueueLimit = 100 };

        var vegas = (path with { CongestionControl = TcpCongestionControl.Vegas }).Run(20.Seconds);
        var reno = (path with { CongestionControl = TcpCongestionControl.NewReno }).Run(20.Seconds);

        vegas.Queue.Max(5).Should().BeLessThanOrEqualTo(6, "beta is 4, and a segment is being sent, and one may have come early");
        vegas.Counters.OutboundDrops.Should().Be(0);
        vegas.Flows[0].Goodput(5, 20).Should().BeGreaterThan(0.98 * Limit);
        reno.Queue.Max(5).Should().BeGreaterThan(90);
        reno.Counters.OutboundDrops.Should().BePositive();
    }

    [Fact]
    public void Bbr_fills_a_path_with_losses_that_NewReno_cannot_fill() // draft-cardwell-iccrg-bbr-congestion-control-00 §1
    {
        var path = new Bottleneck { RoundTrips = [40.Milliseconds], QueueLimit = 100, Impairments = new LinkImpairments { Loss = 0.01 } };

        var bbr = (path with { CongestionControl = TcpCongestionControl.Bbr }).Run(20.Seconds);
        var reno = (path with { CongestionControl = TcpCongestionControl.NewReno }).Run(20.Seconds);

        bbr.Flows[0].Goodput(5, 20).Should().BeGreaterThan(0.9 * Limit, "it loses a hundredth, and two per cent to ProbeRTT");
        bbr.Queue.Mean(5).Should().BeLessThan(16, "half a bandwidth-delay product: it probes with a quarter more, one round trip in eight");
        reno.Flows[0].Goodput(5, 20).Should().BeInRange(0.7 * GoodputModel.NewReno(0.0412, 0.01), 1.3 * GoodputModel.NewReno(0.0412, 0.01));
    }

    [Fact]
    public void With_RED_and_ECN_nothing_is_dropped_and_nothing_sent_again() // RFC 3168 §5, Floyd 1994
    {
        var result = new Bottleneck
        {
            RoundTrips = [40.Milliseconds, 50.Milliseconds],
            QueueManagement = new RandomEarlyDetection(),
            Tcp = TcpProfile.Rfc with { Ecn = EcnMode.Request },
        }.Run(20.Seconds);

        result.Counters.OutboundDrops.Should().Be(0);
        result.Counters.OutboundMarks.Should().BeGreaterThan(100);
        result.Flows.Should().OnlyContain(flow => flow.Socket!.GetInfo().TotalRetransmissions == 0);
        result.Queue.Mean(5).Should().BeInRange(3, 15, "RED aims at an average between its thresholds, 5 and 15, which NewReno swings below");
        (result.Flows[0].Goodput(5, 20) + result.Flows[1].Goodput(5, 20)).Should().BeGreaterThan(0.7 * Limit, "the thresholds are a fraction of what the path holds");
    }
}
