using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class VegasCongestionControlTests
{
    private const int Mss = PathModel.Mss;

    [Theory]
    [InlineData(10, 20)]
    [InlineData(10, 100)]
    [InlineData(100, 50)]
    public void It_keeps_between_alpha_and_beta_segments_in_the_queue_and_loses_none(int megabits, int milliseconds) // Brakmo and Peterson 1995, §IV.B
    {
        var path = new PathModel(new VegasCongestionControl())
        {
            Rtt = milliseconds.Milliseconds, Rate = DataRate.FromMegabitsPerSecond(megabits), QueueLimit = 1_000,
        };
        path.RunFor(40.Seconds); // one segment a round trip, up to the 625 segments of the largest path

        double least = double.MaxValue, greatest = 0;
        path.Average(20.Seconds, () =>
        {
            least = Math.Min(least, path.Queue);
            greatest = Math.Max(greatest, path.Queue);
            return 0;
        });

        path.Losses.Should().Be(0);
        // 2 and 4, of which one segment may be in service rather than waiting, and one may be the acknowledgment's reply on its way.
        least.Should().BeGreaterThanOrEqualTo(1);
        greatest.Should().BeLessThanOrEqualTo(5);
    }

    [Fact]
    public void The_link_is_full()
    {
        var path = new PathModel(new VegasCongestionControl()) { Rate = DataRate.FromMegabitsPerSecond(8) }; // 1,000 segments a second
        path.RunFor(20.Seconds);

        var before = path.Delivered;
        path.RunFor(20.Seconds);

        (path.Delivered - before).Should().BeInRange(19_999, 20_001);
    }

    [Fact]
    public void Slow_start_doubles_the_window_every_other_round_trip() // §IV.C
    {
        var path = new PathModel(new VegasCongestionControl());
        path.RunFor(50.Milliseconds);

        var windows = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            path.RunFor(100.Milliseconds);
            windows.Add(path.Window);
        }

        windows.Should().Equal(20, 20, 40, 40, 80);
    }

    [Fact]
    public void Slow_start_ends_when_more_than_gamma_segments_wait() // §IV.C
    {
        // 100 segments in 100 ms: slow start ends in the round trip in which the window has passed them, and gives the queue back.
        var control = new VegasCongestionControl();
        var path = new PathModel(control) { Rate = DataRate.FromMegabitsPerSecond(8) };

        path.RunFor(1_500.Milliseconds);

        control.SlowStartThreshold.Should().BeLessThan(int.MaxValue);
        // The path and one segment of serialization hold 101; up to beta more may wait, and one round trip's segment is under way.
        path.Window.Should().BeInRange(100, 106);
    }

    [Theory]
    [InlineData(100, 11)] // no queue
    [InlineData(124, 11)] // 10 (1 - 100/124) = 1.94
    [InlineData(125, 10)] // 2
    [InlineData(166, 10)] // 3.98
    [InlineData(200, 9)]  // 5
    public void The_window_moves_by_one_segment_a_round_trip(int milliseconds, int segments) // §IV.B: Diff against alpha and beta
    {
        var control = new VegasCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 10 * Mss, Rtt = 100.Milliseconds });
        control.SlowStartThreshold = 5 * Mss;

        for (var i = 1; i <= 11; i++) // a window, and the segment that was sent after its first acknowledgment
        {
            control.OnAcknowledged(Acks.Of(Mss) with
            {
                Rtt = milliseconds.Milliseconds, TotalAcknowledged = i * Mss, TotalSent = (9 + i) * Mss,
            });
        }

        control.Window.Should().Be(segments * Mss);
    }
}
