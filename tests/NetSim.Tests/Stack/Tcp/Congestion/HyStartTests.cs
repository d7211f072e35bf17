using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class HyStartTests
{
    private const int Mss = 1000;
    private const int Round = 20; // acknowledgments in a round trip
    private long _acknowledged;

    [Theory]
    [InlineData(80, 90)]   // an eighth
    [InlineData(20, 24)]   // no less than 4 ms
    [InlineData(400, 416)] // no more than 16 ms
    public void A_rise_to_the_threshold_ends_slow_start_and_one_of_a_nanosecond_less_does_not(int before, int after) // RFC 9406 §4.2
    {
        foreach (var (rise, isConservative) in new[] { (after.Milliseconds, true), (after.Milliseconds - new Duration(1), false) })
        {
            var hyStart = new HyStart(isPaced: false);
            Feed(hyStart, Round, before.Milliseconds);

            Feed(hyStart, 8, rise);

            hyStart.IsConservative.Should().Be(isConservative);
        }
    }

    [Fact]
    public void Seven_samples_are_not_enough() // RFC 9406 §4.2: N_RTT_SAMPLE
    {
        var hyStart = new HyStart(isPaced: false);
        Feed(hyStart, Round, 80.Milliseconds);

        Feed(hyStart, 7, 200.Milliseconds);
        hyStart.IsConservative.Should().BeFalse();

        Feed(hyStart, 1, 200.Milliseconds);
        hyStart.IsConservative.Should().BeTrue();
    }

    [Fact]
    public void One_low_sample_in_the_round_denies_the_rise() // RFC 9406 §4.2: the least counts
    {
        var hyStart = new HyStart(isPaced: false);
        Feed(hyStart, Round, 80.Milliseconds);

        Feed(hyStart, 1, 81.Milliseconds);
        Feed(hyStart, Round - 1, 200.Milliseconds);

        hyStart.IsConservative.Should().BeFalse();
    }

    [Fact]
    public void In_conservative_slow_start_the_window_grows_a_quarter_as_fast() // RFC 9406 §4.2
    {
        var hyStart = new HyStart(isPaced: false);
        hyStart.Growth(2 * Mss, Mss).Should().Be(2 * Mss);

        Feed(hyStart, Round, 80.Milliseconds);
        Feed(hyStart, 8, 90.Milliseconds);

        hyStart.Growth(2 * Mss, Mss).Should().Be(Mss / 2);
    }

    [Fact]
    public void An_acknowledgment_adds_eight_segments_at_most_unless_they_are_paced() // RFC 9406 §4.3: L
    {
        new HyStart(isPaced: false).Growth(20 * Mss, Mss).Should().Be(8 * Mss);
        new HyStart(isPaced: true).Growth(20 * Mss, Mss).Should().Be(20 * Mss);
    }

    [Fact]
    public void Five_conservative_rounds_end_slow_start_the_one_begun_in_the_middle_included() // RFC 9406 §4.2: CSS_ROUNDS
    {
        var hyStart = new HyStart(isPaced: false);
        Feed(hyStart, Round, 80.Milliseconds);
        Feed(hyStart, Round, 90.Milliseconds).Should().Be(0); // the first, from its eighth acknowledgment on

        Feed(hyStart, 4 * Round, 90.Milliseconds).Should().Be(0);

        Feed(hyStart, 1, 90.Milliseconds).Should().Be(1, "what was sent after the fifth had begun is acknowledged");
    }

    [Fact]
    public void Slow_start_goes_on_where_the_round_trip_time_comes_down_again() // RFC 9406 §4.2
    {
        var hyStart = new HyStart(isPaced: false);
        Feed(hyStart, Round, 80.Milliseconds);
        Feed(hyStart, Round, 95.Milliseconds);
        Feed(hyStart, 8, 95.Milliseconds);
        hyStart.IsConservative.Should().BeTrue("as high as the baseline is not below it");

        Feed(hyStart, 1, 95.Milliseconds - new Duration(1));

        hyStart.IsConservative.Should().BeFalse();
    }

    [Fact]
    public void A_queue_ends_slow_start_before_it_overflows()
    {
        // 3 Mb/s and 100 ms hold 37 segments; the queue takes 500 more. Up to 80 segments, the first of a flight finds the queue that the flight
        // before left below the threshold, 5 segments; from 160 on it does not, which the eighth acknowledgment tells. A quarter more in each of
        // five rounds makes 168 * 1.25⁵ = 513 of it, where doubling goes on to 640.
        PathModel Path(bool usesHyStart) => new(new NewRenoCongestionControl())
        {
            Rate = new DataRate(3_000_000), QueueLimit = 500, UsesHyStart = usesHyStart,
        };
        var (without, with) = (Path(false), Path(true));

        without.RunFor(10.Seconds);
        with.RunFor(10.Seconds);

        without.Losses.Should().BePositive();
        with.Losses.Should().Be(0);
        with.Window.Should().BeInRange(168, 513 + 12); // and a segment a round trip since, which now is 1.3 s
    }

    [Fact]
    public void A_later_slow_start_is_the_standard_one() // RFC 9406 §4.3
    {
        var control = new NewRenoCongestionControl();
        control.OnEstablished(new CongestionStart { MaximumSegmentSize = Mss, InitialWindow = 10 * Mss, UsesHyStart = true });
        control.OnAcknowledged(Acks.Of(4 * Mss));
        control.Window.Should().Be(14 * Mss);

        control.OnTimeout(40 * Mss, isFirst: true, default);
        control.OnAcknowledged(Acks.Of(4 * Mss));

        control.Window.Should().Be(2 * Mss);
    }

    /// <summary>So many acknowledgments of a segment each, with a round of segments in flight; returns how many said that slow start is over.</summary>
    private int Feed(HyStart hyStart, int count, Duration rtt)
    {
        var over = 0;
        for (var i = 0; i < count; i++)
        {
            _acknowledged += Mss;
            var sent = _acknowledged + ((Round - 1) * Mss); // each acknowledgment sends one more
            var ack = Acks.Of(Mss) with { Rtt = rtt, TotalAcknowledged = _acknowledged, TotalSent = sent };
            over += hyStart.IsOverAfter(ack) ? 1 : 0;
        }

        return over;
    }
}
