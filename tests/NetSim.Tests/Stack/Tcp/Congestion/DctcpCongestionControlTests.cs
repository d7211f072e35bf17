using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class DctcpCongestionControlTests
{
    private const int Mss = PathModel.Mss;

    [Theory]
    [InlineData(100, 40)]
    [InlineData(400, 100)]
    public void Alpha_and_the_queue_are_those_of_the_papers_sawtooth(int product, int threshold) // Alizadeh et al., SIGCOMM 2010, §3.3
    {
        // A bandwidth-delay product of so many segments in 10 ms.
        var control = new DctcpCongestionControl();
        var path = new PathModel(control)
        {
            Rtt = 10.Milliseconds, Rate = new DataRate(product * Mss * 8 * 100L), MarkingThreshold = threshold,
        };
        path.RunFor(5.Seconds);

        double least = double.MaxValue, greatest = 0;
        var alpha = path.Average(10.Seconds, () =>
        {
            least = Math.Min(least, path.Queue);
            greatest = Math.Max(greatest, path.Queue);
            return control.Alpha;
        });

        // W* = C RTT + K; alpha² (1 - alpha/4) = (2 W* + 1) / (W* + 1)². The model marks for exactly one round trip in a cycle, W* to W* + 1;
        // here the window stands still while it is brought down, and the estimate trails by a window: a fifth of alpha.
        var star = product + threshold;
        var model = Solve(((2.0 * star) + 1) / ((star + 1.0) * (star + 1)));
        alpha.Should().BeApproximately(model, model * 0.2);

        // Q_max = K + 1 and its amplitude (W* + 1) alpha / 2. The queue is read ten times a round trip, and alpha is as above: a fifth and two.
        greatest.Should().BeApproximately(threshold + 1, 2);
        var amplitude = (star + 1) * model / 2;
        (greatest - least).Should().BeApproximately(amplitude, (amplitude * 0.2) + 2);
        least.Should().BeGreaterThan(0, "K is above a seventh of the bandwidth-delay product, so that the link is never idle");
    }

    [Fact]
    public void The_first_mark_halves_the_window_because_alpha_is_one_at_first() // RFC 8257 §3.3, §4.2
    {
        var control = Established();

        control.OnCongestion(new CongestionSignal { Cause = CongestionCause.EcnEcho, FlightSize = 100 * Mss });

        control.SlowStartThreshold.Should().Be(50 * Mss);
    }

    [Fact]
    public void Alpha_moves_by_a_sixteenth_of_the_share_once_a_window() // RFC 8257 §3.3
    {
        var control = Established();
        var total = 0L;
        void Window(int marked)
        {
            var sent = total + (100 * Mss);
            for (var i = 0; i < 100; i++)
            {
                total += Mss;
                control.OnAcknowledged(Acks.Of(Mss) with { TotalAcknowledged = total, TotalSent = sent + Mss, HasEcnEcho = i < marked, MayGrow = false });
            }
        }

        Window(0);      // ends with the first acknowledgment of the next
        Window(0);
        control.Alpha.Should().BeApproximately(15.0 / 16, 1e-4);
        Window(0);
        control.Alpha.Should().BeApproximately(15.0 / 16 * 15 / 16, 1e-4); // 2⁻²⁰ each: fixed point
        Window(50);
        Window(0);
        // Two windows more, one of them with a share of a half (less or more one of the 100 to each side of its end).
        control.Alpha.Should().BeApproximately((Math.Pow(15.0 / 16, 3) * 15 / 16) + (0.5 / 16), 0.02 / 16);
    }

    [Fact]
    public void Without_marks_alpha_comes_down_to_zero() // RFC 8257 §4.2
    {
        var control = Established();
        for (var total = 0L; total < 500 * Mss; total += Mss)
            control.OnAcknowledged(Acks.Of(Mss) with { TotalAcknowledged = total + Mss, TotalSent = total + Mss, MayGrow = false });

        control.Alpha.Should().Be(0);
        control.OnCongestion(new CongestionSignal { Cause = CongestionCause.EcnEcho, FlightSize = 100 * Mss });
        control.SlowStartThreshold.Should().Be(100 * Mss);
    }

    [Fact]
    public void A_loss_halves_what_is_in_flight() // RFC 8257 §3.5
    {
        var control = Established();

        control.OnCongestion(new CongestionSignal { Cause = CongestionCause.Loss, FlightSize = 80 * Mss });

        control.SlowStartThreshold.Should().Be(40 * Mss);
        control.EchoesEachMark.Should().BeTrue();
    }

    private static DctcpCongestionControl Established()
    {
        var control = new DctcpCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 100 * Mss });
        return control;
    }

    /// <summary>alpha² (1 - alpha/4) = value, by halving the interval.</summary>
    private static double Solve(double value)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = middle * middle * (1 - (middle / 4)) < value ? (middle, high) : (low, middle);
        }

        return low;
    }
}
