using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class NewRenoCongestionControlTests
{
    private const int Mss = PathModel.Mss;

    [Theory]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void With_one_loss_in_N_segments_the_window_averages_the_root_of_three_halves_N(int n) // Mathis et al. 1997, deterministic model
    {
        var path = new PathModel(new NewRenoCongestionControl()) { IsLost = i => i % n == 0, Rtt = 100.Milliseconds };
        path.RunFor(200.Seconds);

        var before = path.Delivered;
        path.RunFor(1_000.Seconds);

        // The model's sawtooth is continuous and knows no round trip of recovery: a segment in the window and a round trip in the cycle of
        // W/2 round trips, with W = 1.33 times the average; at the smallest window, 17, that is 1 in 11. 5 % bound the mean of all three.
        var average = (path.Delivered - before) / 10_000.0;
        average.Should().BeApproximately(Math.Sqrt(1.5 * n), Math.Sqrt(1.5 * n) * 0.05);
    }

    [Fact]
    public void Slow_start_doubles_the_window_each_round_trip() // RFC 5681 §3.1 (2)
    {
        var path = new PathModel(new NewRenoCongestionControl());

        path.RunFor(350.Milliseconds);

        path.Window.Should().Be(80); // 10, three round trips later
    }

    [Fact]
    public void Congestion_avoidance_adds_one_segment_each_round_trip() // RFC 5681 §3.1
    {
        var path = new PathModel(new NewRenoCongestionControl { SlowStartThreshold = 10 * Mss });

        path.RunFor(2_050.Milliseconds);

        path.Window.Should().Be(30); // 10, twenty round trips later
    }

    [Theory]
    [InlineData(1, 1)]            // RFC 5681 §3.1: at most SMSS
    [InlineData(2, 2)]            // RFC 3465 §2.3
    [InlineData(int.MaxValue, 6)]
    public void In_slow_start_an_acknowledgment_adds_at_most_L_segments(int limit, int segments)
    {
        var control = Established(slowStartLimit: limit);

        control.OnAcknowledged(Acks.Of(6 * Mss));

        control.Window.Should().Be((10 + segments) * Mss);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(int.MaxValue, 6)]
    public void After_a_timeout_a_limit_is_one_segment(int limit, int segments) // RFC 3465 §2.3
    {
        var control = Established(slowStartLimit: limit);

        control.OnTimeout(40 * Mss, isFirst: true, default);
        control.OnAcknowledged(Acks.Of(6 * Mss) with { IsInRecovery = true });

        control.Window.Should().Be((1 + segments) * Mss);
    }

    [Fact]
    public void Slow_start_stops_at_ssthresh_and_the_rest_counts_for_congestion_avoidance()
    {
        var control = Established(slowStartLimit: int.MaxValue);
        control.SlowStartThreshold = 12 * Mss;

        control.OnAcknowledged(Acks.Of(9 * Mss));
        control.Window.Should().Be(12 * Mss);

        control.OnAcknowledged(Acks.Of(5 * Mss)); // 7 + 5 are the window
        control.Window.Should().Be(13 * Mss);
    }

    [Theory]
    [InlineData(20, 10)]
    [InlineData(3, 2)] // no less than two segments
    public void A_loss_makes_ssthresh_half_of_what_is_in_flight(int flight, int threshold) // RFC 5681 §3.1 (4)
    {
        var control = Established();

        control.OnCongestion(new CongestionSignal { Cause = CongestionCause.Loss, FlightSize = flight * Mss });

        control.SlowStartThreshold.Should().Be(threshold * Mss);
        control.Window.Should().Be(10 * Mss, "the connection brings it down");
    }

    [Fact]
    public void A_timeout_leaves_one_segment_and_a_second_one_leaves_ssthresh() // RFC 5681 §3.1
    {
        var control = Established();

        control.OnTimeout(10 * Mss, isFirst: true, default);
        control.OnTimeout(1 * Mss, isFirst: false, default);

        control.Window.Should().Be(Mss);
        control.SlowStartThreshold.Should().Be(5 * Mss);
    }

    [Fact]
    public void The_window_grows_neither_in_recovery_nor_while_the_application_is_the_limit() // RFC 7661 §4.3
    {
        var control = Established();

        control.OnAcknowledged(Acks.Of(Mss) with { MayGrow = false });
        control.OnAcknowledged(Acks.Of(Mss) with { IsWindowLimited = false });

        control.Window.Should().Be(10 * Mss);
    }

    [Fact]
    public void The_window_never_overflows()
    {
        var control = Established(slowStartLimit: int.MaxValue);
        control.Window = int.MaxValue - 10;

        control.OnAcknowledged(Acks.Of(int.MaxValue));
        control.OnAcknowledged(Acks.Of(int.MaxValue));

        control.Window.Should().Be(int.MaxValue);
    }

    private static NewRenoCongestionControl Established(int slowStartLimit = 1)
    {
        var control = new NewRenoCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 10 * Mss, SlowStartLimit = slowStartLimit });
        return control;
    }
}
