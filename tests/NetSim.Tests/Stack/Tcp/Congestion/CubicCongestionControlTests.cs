using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class CubicCongestionControlTests
{
    private const int Mss = PathModel.Mss;
    private static readonly Duration Rtt = 100.Milliseconds;

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void After_a_loss_the_window_follows_W_cubic(int windowMax) // RFC 9438 §4.2, figures 1 and 2
    {
        var control = new CubicCongestionControl();
        var lossAt = Duration.Zero;
        var path = new PathModel(control) { Rtt = Rtt, InitialWindow = windowMax, IsLost = i => i == 2L * windowMax };
        control.SlowStartThreshold = windowMax * Mss;
        path.OnAcknowledgment = () => lossAt = path.Losses == 0 ? path.Now.SinceStart : lossAt;
        path.RunFor(400.Milliseconds); // the loss, and one round trip to repair it
        path.Losses.Should().Be(1);

        var epoch = lossAt.TotalSeconds + 0.1;
        var max = control.SlowStartThreshold / 0.7 / Mss;
        var k = Math.Pow(max * 0.3 / 0.4, 1.0 / 3); // figure 2

        for (var i = 0; i < 120; i++)
        {
            path.RunFor(Rtt);
            var t = path.Now.TotalSeconds - epoch;
            var cubic = (0.4 * Math.Pow(t - k, 3)) + max;
            var reno = (max * 0.7) + (9.0 / 17 * t / 0.1); // W_est, with alpha_cubic of 9/17 below cwnd_prior, and 1 above
            reno = reno < max ? reno : max + ((reno - max) * 17 / 9);
            if (cubic < reno)
                break; // the Reno-friendly region begins

            // cwnd aims at W_cubic a round trip ahead and reaches it a round trip later, in bursts of a round trip: two round trips of growth,
            // by the curve's slope there; and a segment of rounding.
            var slope = 1.2 * Math.Pow(Math.Abs(t - k) + 0.2, 2);
            path.Window.Should().BeApproximately(cubic, (0.2 * slope) + 1, $"t = {t:0.0} s, K = {k:0.00} s");
        }

        path.Now.TotalSeconds.Should().BeGreaterThan(1, "the comparison has taken place");
    }

    [Theory]
    [InlineData(10_000, 187)]    // RFC 9438 table 1: RTT 0.1 s, C = 0.4
    [InlineData(100_000, 1_054)]
    public void With_one_loss_in_N_segments_the_window_averages_that_of_table_1(int n, int expected) // RFC 9438 §5.1
    {
        // The model's cycle begins at W_max, of which its average is (3 + beta) / 4, and comes back to it. As the curve is flat there, a start from
        // elsewhere would take hundreds of cycles to come near.
        var windowMax = (int)(expected * 4 / 3.7);
        var control = new CubicCongestionControl { SlowStartThreshold = windowMax * Mss, UsesFastConvergence = false };
        var path = new PathModel(control) { Rtt = Rtt, InitialWindow = windowMax, IsLost = i => i % n == windowMax / 2 };
        while (path.Losses < 3)
            path.RunFor(Rtt);

        var (start, before) = (path.Now, path.Delivered);
        while (path.Losses < 9)
            path.RunFor(Rtt);

        // The model has no round trip of recovery and does not know that cwnd runs up to a round trip ahead: each is 1 round trip of the 53 or
        // 95 in a cycle. 5 % bound both.
        var average = (path.Delivered - before) / ((path.Now - start).TotalSeconds / Rtt.TotalSeconds);
        average.Should().BeApproximately(expected, expected * 0.05);
    }

    [Theory]
    [InlineData(1_000, 38)] // RFC 9438 table 1
    [InlineData(200, 17)]   // Reno's √(3/2p)
    public void With_many_losses_CUBIC_is_as_fast_as_Reno(int n, int expected) // RFC 9438 §4.3
    {
        var control = new CubicCongestionControl { SlowStartThreshold = expected * Mss };
        var path = new PathModel(control) { Rtt = Rtt, IsLost = i => i % n == 0 };
        path.RunFor(200.Seconds);

        var before = path.Delivered;
        path.RunFor(1_000.Seconds);

        // alpha_cubic is chosen for the same average as Reno's; alpha_cubic = 1 beyond cwnd_prior and whole segments add to it: 10 %.
        var average = (path.Delivered - before) / 10_000.0;
        average.Should().BeApproximately(expected, expected * 0.1);
    }

    [Fact]
    public void A_loss_takes_three_tenths_of_what_is_in_flight() // RFC 9438 §4.6
    {
        var control = Established(100);

        control.OnCongestion(Loss(100));
        control.SlowStartThreshold.Should().Be(70 * Mss);

        control.OnCongestion(Loss(2));
        control.SlowStartThreshold.Should().Be(2 * Mss);
    }

    [Fact]
    public void A_second_loss_below_W_max_gives_way_to_others() // RFC 9438 §4.7
    {
        var control = Established(100);
        Lose(control, 100, default);
        Lose(control, 70, default); // W_max = 70 (1 + 0.7) / 2 = 59.5; the window is 49

        var k = Math.Pow((59.5 - 49) / 0.4, 1.0 / 3); // 2.97 s
        GrowTo(control, SimTime.At(4.Seconds), 1.Seconds);

        // A long round trip, so that Reno's window, 49 + 9/17 a round trip, stays below the curve. The last acknowledgments came at 3 s and aimed
        // at 4 s. A window of acknowledgments, each of which closes 1/cwnd of a gap, leaves 1/e of it: of the four rises of 7.4, 2.7, 0.4 and
        // 0.4 segments 7.4/e⁴ + 2.7/e³ + 0.4/e² + 0.4/e = 0.5; that the acknowledgments are whole ones leaves up to half as much again.
        (control.Window / (double)Mss).Should().BeApproximately(59.5 + (0.4 * Math.Pow(4 - k, 3)), 0.75);
    }

    [Fact]
    public void After_a_timeout_the_curve_starts_at_its_plateau() // RFC 9438 §4.8
    {
        var control = Established(100);
        control.OnTimeout(100 * Mss, isFirst: true, default);
        control.Window.Should().Be(Mss);
        control.SlowStartThreshold.Should().Be(70 * Mss);

        control.Window = 70 * Mss; // slow start is over
        var rtt = 1.Seconds;
        GrowTo(control, SimTime.At(10.Seconds), rtt);

        // W_cubic(t) = 70 + 0.4 t³ with K = 0: 470 after ten round trips, towards which the window has been heading since one round trip before;
        // between the curve a round trip earlier and a round trip later, 361.6 and 602.4.
        (control.Window / (double)Mss).Should().BeInRange(361.6, 602.4);
    }

    [Fact]
    public void The_window_never_grows_by_more_than_half_in_a_round_trip() // RFC 9438 §4.2: target at most 1.5 cwnd
    {
        var control = Established(100);
        control.SlowStartThreshold = 100 * Mss;
        control.OnAcknowledged(Acks.Of(Mss)); // the epoch starts
        var before = control.Window;

        var late = SimTime.At(1_000.Seconds); // where W_cubic is 4 * 10⁸ segments
        for (var i = 0; i < before / Mss; i++)
            control.OnAcknowledged(Acks.Of(Mss, late) with { SmoothedRtt = Rtt });

        // Each acknowledgment adds half of its segment, whatever the window is.
        control.Window.Should().Be(before + (before / Mss * Mss / 2));
    }

    [Fact]
    public void A_spurious_reduction_leaves_no_trace() // RFC 9438 §4.9
    {
        var (disturbed, other) = (Established(100), Established(100));
        foreach (var control in (CubicCongestionControl[])[disturbed, other])
        {
            Lose(control, 100, default);
            GrowTo(control, SimTime.At(2.Seconds), Rtt);
        }

        var (window, threshold) = (disturbed.Window, disturbed.SlowStartThreshold);
        disturbed.OnTimeout(window, isFirst: true, SimTime.At(2.Seconds));
        (disturbed.Window, disturbed.SlowStartThreshold) = (window, threshold); // the connection's part
        disturbed.OnUndo(SimTime.At(2.Seconds));
        foreach (var control in (CubicCongestionControl[])[disturbed, other])
            GrowFrom(control, SimTime.At(2.Seconds), SimTime.At(8.Seconds), Rtt);

        disturbed.Window.Should().Be(other.Window);
    }

    [Fact]
    public void Idle_time_does_not_count() // RFC 9438 §4.2, §5.8
    {
        var (idle, other) = (Established(100), Established(100));
        foreach (var control in (CubicCongestionControl[])[idle, other])
        {
            Lose(control, 100, default);
            GrowTo(control, SimTime.At(2.Seconds), Rtt);
        }

        var last = SimTime.At(2.Seconds) - Rtt; // the last acknowledgment
        idle.OnRestart(60.Seconds, last + 60.Seconds);
        GrowFrom(idle, SimTime.At(62.Seconds), SimTime.At(68.Seconds), Rtt);
        GrowFrom(other, SimTime.At(2.Seconds), SimTime.At(8.Seconds), Rtt);

        idle.Window.Should().Be(other.Window);
    }

    [Fact]
    public void Time_in_which_the_application_is_the_limit_does_not_count() // RFC 9438 §5.8
    {
        var (limited, other) = (Established(100), Established(100));
        foreach (var control in (CubicCongestionControl[])[limited, other])
        {
            Lose(control, 100, default);
            GrowTo(control, SimTime.At(2.Seconds), Rtt);
        }

        for (var time = SimTime.At(2.Seconds) - Rtt; time <= SimTime.At(62.Seconds) - Rtt; time += Rtt)
            limited.OnAcknowledged(Acks.Of(Mss, time) with { IsWindowLimited = false, SmoothedRtt = Rtt });
        GrowFrom(limited, SimTime.At(62.Seconds), SimTime.At(68.Seconds), Rtt);
        GrowFrom(other, SimTime.At(2.Seconds), SimTime.At(8.Seconds), Rtt);

        limited.Window.Should().Be(other.Window);
    }

    private static CubicCongestionControl Established(int window)
    {
        var control = new CubicCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = window * Mss });
        return control;
    }

    private static CongestionSignal Loss(int flight) => new() { Cause = CongestionCause.Loss, FlightSize = flight * Mss };

    private static void Lose(CubicCongestionControl control, int flight, SimTime now)
    {
        control.OnCongestion(Loss(flight) with { Now = now });
        control.Window = control.SlowStartThreshold;
        control.OnRecovered(now);
    }

    private static void GrowTo(CubicCongestionControl control, SimTime end, Duration rtt) => GrowFrom(control, default, end, rtt);

    /// <summary>A window of acknowledgments each round trip, up to but without the end.</summary>
    private static void GrowFrom(CubicCongestionControl control, SimTime start, SimTime end, Duration rtt)
    {
        for (var time = start; time < end; time += rtt)
        {
            for (var i = control.Window / Mss; i > 0; i--)
                control.OnAcknowledged(Acks.Of(Mss, time) with { SmoothedRtt = rtt });
        }
    }
}
