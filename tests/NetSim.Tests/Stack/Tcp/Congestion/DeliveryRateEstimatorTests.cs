using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class DeliveryRateEstimatorTests
{
    private DeliveryRateEstimator _estimator;
    private SegmentDelivery? _newest;

    [Fact]
    public void The_rate_is_what_was_delivered_since_the_segment_was_sent() // draft-cheng §2.2
    {
        // Three segments at 0, 1 and 2 ms; acknowledged at 10, 12 and 14 ms.
        var segments = Send(0, 1, 2);

        Deliver(segments[0], 10).Rate!.Value.BitsPerSecond.Should().Be(800_000);        // 1,000 octets in the 10 ms since 0
        Deliver(segments[1], 12).Rate!.Value.BitsPerSecond.Should().Be(1_333_333);      // 2,000 in 12 ms
        var third = Deliver(segments[2], 14);
        third.Rate!.Value.BitsPerSecond.Should().Be(1_714_285);                                // 3,000 in 14 ms
        third.DeliveredWhenSent.Should().Be(0);
        third.Interval.Should().Be(14.Milliseconds);
    }

    [Fact]
    public void Acknowledgments_in_a_bunch_do_not_look_like_a_fast_network() // draft-cheng §2.2.1
    {
        // A steady segment a millisecond, acknowledged one by one 10 ms later, and then ten that come at once at 29 ms.
        var segments = Send([.. Enumerable.Range(0, 10)]).ToList();
        for (var i = 10; i < 20; i++)
        {
            Deliver(segments[i - 10], i);
            segments.Add(_estimator.OnSent(At(i), 9_000));
        }

        foreach (var segment in segments.Skip(10))
            _estimator.OnDelivered(segment, 1_000, At(29), ref _newest);

        // The newest was sent at 19 ms, when 10,000 octets were delivered; 10,000 more in 10 ms are 8 Mb/s, not ten segments in no time.
        _estimator.Sample(_newest, default).Rate!.Value.BitsPerSecond.Should().Be(8_000_000);
    }

    [Fact]
    public void Sending_slower_than_acknowledgments_come_is_the_rate() // draft-cheng §2.2.2
    {
        // The second goes 50 ms after the first, the first's acknowledgment is late, and both come within a millisecond.
        var first = _estimator.OnSent(At(0), 0);
        var second = _estimator.OnSent(At(50), 1_000);

        Deliver(first, 60);
        var sample = Deliver(second, 61);

        sample.Interval.Should().Be(61.Milliseconds, "of 50 ms of sending and 61 of acknowledging, the longer");
        sample.Rate!.Value.BitsPerSecond.Should().Be(262_295); // 2,000 octets
    }

    [Fact]
    public void Idle_time_is_no_time_of_sending() // draft-cheng §3.2
    {
        Deliver(_estimator.OnSent(At(0), 0), 10);

        var later = _estimator.OnSent(At(1_000), 0);

        Deliver(later, 1_010).Interval.Should().Be(10.Milliseconds);
    }

    [Fact]
    public void What_is_sent_while_the_application_has_no_more_is_marked_until_the_gap_is_delivered() // draft-cheng §3.4
    {
        var first = _estimator.OnSent(At(0), 0);
        _estimator.OnApplicationLimited(1_000);
        var second = _estimator.OnSent(At(1), 1_000);
        var third = _estimator.OnSent(At(2), 2_000);

        Deliver(first, 10).IsApplicationLimited.Should().BeFalse();
        _estimator.IsApplicationLimited.Should().BeTrue("1,000 are delivered, not more");
        Deliver(second, 11).IsApplicationLimited.Should().BeTrue();
        _estimator.IsApplicationLimited.Should().BeFalse();
        Deliver(third, 12).IsApplicationLimited.Should().BeTrue();
        Deliver(_estimator.OnSent(At(12), 0), 22).IsApplicationLimited.Should().BeFalse();
    }

    [Fact]
    public void An_interval_below_the_least_round_trip_time_is_no_sample() // draft-cheng §3.3
    {
        var segment = _estimator.OnSent(At(0), 0);
        _estimator.OnDelivered(segment, 1_000, At(5), ref _newest);

        _estimator.Sample(_newest, 10.Milliseconds).Rate.Should().BeNull();
    }

    [Fact]
    public void An_acknowledgment_of_nothing_new_has_no_sample() => _estimator.Sample(null, default).Octets.Should().Be(0);

    private static SimTime At(int milliseconds) => SimTime.At(milliseconds.Milliseconds);

    private SegmentDelivery[] Send(params int[] times) => [.. times.Select((time, i) => _estimator.OnSent(At(time), i * 1_000))];

    private DeliveryRateSample Deliver(SegmentDelivery segment, int milliseconds)
    {
        _newest = null;
        _estimator.OnDelivered(segment, 1_000, At(milliseconds), ref _newest);
        return _estimator.Sample(_newest, default);
    }
}
