using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class BbrCongestionControlTests
{
    private const int Mss = PathModel.Mss;
    private static readonly DataRate Rate = DataRate.FromMegabitsPerSecond(8); // 1,000 segments a second
    private static readonly Duration Rtt = 40.Milliseconds;                    // 41 with the serialization: a bandwidth-delay product of 41 segments

    [Fact]
    public void The_model_is_the_paths_own()
    {
        var control = new BbrCongestionControl();
        var path = Path(control);

        path.RunFor(5.Seconds);

        // Each sample is a whole number of segments over their time: exact, but for the nanoseconds of rounding.
        control.BottleneckRate!.Value.BitsPerSecond.Should().BeCloseTo(Rate.BitsPerSecond, 8_000); // 0.1 %
        control.MinRtt.Should().Be(Rtt + 1.Milliseconds);
    }

    [Fact]
    public void It_goes_through_Startup_and_Drain_to_ProbeBW()
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        var states = new List<BbrState>();
        path.OnAcknowledgment = () =>
        {
            if (states.Count == 0 || states[^1] != control.State)
                states.Add(control.State);
        };

        path.RunFor(5.Seconds);

        states.Should().Equal(BbrState.Startup, BbrState.Drain, BbrState.ProbeBandwidth);
    }

    [Fact]
    public void The_link_is_full_and_what_is_in_flight_is_bounded_by_the_window_gain() // §4.2.3.2, §4.3.4.1
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        path.RunFor(2.Seconds);

        var before = path.Delivered;
        double greatest = 0;
        var queue = path.Average(8.Seconds, () =>
        {
            greatest = Math.Max(greatest, path.Flight);
            return path.Queue;
        });

        // ProbeBW's gains average 1; the three quarters of phase 1 only drain what phase 0 has queued. 2 % are the seams of the phases.
        (path.Delivered - before).Should().BeInRange(7_840, 8_001);
        greatest.Should().BeLessThanOrEqualTo((2 * 41) + 6, "cwnd_gain is 2, with three quanta of two segments");
        // Phase 1 drains until in flight is the product and three quanta, 6 segments, which therefore stand in the queue; phase 0 adds up to a
        // quarter of 41 segments, a triangle of 10 over two of the eight phases, 1.3 on average; and one segment is in service.
        queue.Should().BeLessThan(6 + 1.3 + 1);
    }

    [Fact]
    public void The_pacing_rate_cycles_through_its_gains() // §4.3.4.1
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        path.RunFor(2.Seconds);

        var gains = new List<double>();
        path.OnAcknowledgment = () =>
        {
            var gain = Math.Round((double)control.PacingRate!.Value.BitsPerSecond / control.BottleneckRate!.Value.BitsPerSecond, 2);
            if (gains.Count == 0 || gains[^1] != gain)
                gains.Add(gain);
        };
        path.RunFor(1.Seconds); // three cycles of eight round trips

        gains.Distinct().Should().BeEquivalentTo([1.25, 0.75, 1]);
        for (var i = 0; i + 2 < gains.Count; i++)
        {
            if (gains[i] == 1.25)
                gains.Skip(i).Take(3).Should().Equal(1.25, 0.75, 1);
        }
    }

    [Fact]
    public void Every_ten_seconds_it_sends_four_segments_for_200_ms() // §4.3.5
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        var entries = new List<double>();
        var lengths = new List<double>();
        var last = BbrState.Startup;
        path.OnAcknowledgment = () =>
        {
            if (control.State == BbrState.ProbeRtt && last != BbrState.ProbeRtt)
                entries.Add(path.Now.TotalSeconds);
            if (control.State != BbrState.ProbeRtt && last == BbrState.ProbeRtt)
                lengths.Add(path.Now.TotalSeconds - entries[^1]);
            if (control.State == BbrState.ProbeRtt)
                control.Window.Should().BeLessThanOrEqualTo(4 * Mss);
            last = control.State;
        };

        path.RunFor(35.Seconds);

        // Without another flow, an empty queue is seen now and then, and RTprop_stamp is then renewed without ProbeRTT: so at most three in 35 s, no
        // two of them closer than ten seconds.
        entries.Should().NotBeEmpty();
        for (var i = 1; i < entries.Count; i++)
            (entries[i] - entries[i - 1]).Should().BeGreaterThan(10);
        // 200 ms from when four segments are in flight, which takes a round trip, and the acknowledgment after that.
        lengths.Should().AllSatisfy(length => length.Should().BeInRange(0.2, 0.3));
    }

    [Fact]
    public void Losses_do_not_slow_it_down()
    {
        // 1 %, at which Reno would have a window of √150 = 12 of the 41 segments.
        var path = new PathModel(new BbrCongestionControl()) { Rtt = Rtt, Rate = Rate, IsLost = i => i % 100 == 0 };
        path.RunFor(2.Seconds);

        var before = path.Delivered;
        path.RunFor(7.Seconds);

        // What is lost before the bottleneck leaves it idle unless something waits: 1 %, and what packet conservation in the first round trip of
        // each recovery holds back. The paper shows full use up to 5 % (figure 8); 5 % bound both here.
        (path.Delivered - before).Should().BeGreaterThan(6_650);
    }

    [Fact]
    public void A_shorter_round_trip_counts_at_once() // §4.1.2.3
    {
        var control = new BbrCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 10 * Mss, Rtt = 80.Milliseconds });
        control.OnAcknowledged(Acks.Of(Mss) with { Rtt = 40.Milliseconds });

        control.MinRtt.Should().Be(40.Milliseconds);
    }

    [Fact]
    public void The_first_rate_is_the_initial_window_in_a_round_trip_times_the_high_gain() // §4.2.1
    {
        var control = new BbrCongestionControl();

        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 10 * Mss, Rtt = 100.Milliseconds });

        control.PacingRate!.Value.BitsPerSecond.Should().Be(800_000 * 2_885L / 1_000);
    }

    [Fact]
    public void A_timeout_leaves_one_segment_and_recovery_brings_the_window_back() // §4.2.3.4
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        path.RunFor(2.Seconds);
        var window = control.Window;

        control.OnTimeout(window, isFirst: true, path.Now);
        control.Window.Should().Be(Mss);

        control.OnRecovered(path.Now);
        control.Window.Should().Be(window);
    }

    [Fact]
    public void After_idleness_it_sends_at_the_bottlenecks_rate_and_has_no_need_of_ProbeRTT() // §4.3.4.4, §4.3.5
    {
        var control = new BbrCongestionControl();
        var path = Path(control);
        path.RunFor(2.Seconds);
        while (control.PacingRate == control.BottleneckRate)
            path.RunFor(10.Milliseconds);

        control.OnRestart(60.Seconds, path.Now + 60.Seconds);
        control.PacingRate.Should().Be(control.BottleneckRate);

        control.OnAcknowledged(Acks.Of(Mss, path.Now + 60.Seconds) with { Rtt = 50.Milliseconds });
        control.State.Should().Be(BbrState.ProbeBandwidth);
        control.MinRtt.Should().Be(50.Milliseconds, "what was measured a minute ago has expired");
    }

    private static PathModel Path(BbrCongestionControl control) => new(control) { Rtt = Rtt, Rate = Rate };
}
