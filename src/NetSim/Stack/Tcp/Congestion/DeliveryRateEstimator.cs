using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>How fast the network delivers, measured on each acknowledgment (draft-cheng-iccrg-delivery-rate-estimation).</summary>
/// <remarks>
/// A sample spans from the delivery before a segment was sent to the segment's own. The slower of the rates of sending and of acknowledging
/// counts, so that acknowledgments that come in a bunch tell of no rate that the network does not have.
/// </remarks>
internal struct DeliveryRateEstimator
{
    private SimTime _deliveredAt;         // C.delivered_time
    private SimTime _firstSentAt;         // C.first_sent_time
    private long _applicationLimitedTill; // C.app_limited: until so much is delivered; 0: not
    private SegmentDelivery? _newest;     // of those that this acknowledgment delivers

    /// <summary>C.delivered: octets that have arrived, each counted once.</summary>
    public long Delivered { get; private set; }

    /// <summary>Whether what is sent now is sent because the application has no more.</summary>
    public bool IsApplicationLimited => _applicationLimitedTill > 0;

    /// <summary>A segment is sent, or sent again: what is to be kept with it (§3.2).</summary>
    /// <param name="now">When.</param>
    /// <param name="flightSize">C.pipe: what is in the network without it, octets.</param>
    public SegmentDelivery OnSent(SimTime now, int flightSize)
    {
        if (flightSize == 0)
            _firstSentAt = _deliveredAt = now; // idle time is no time of sending
        return new SegmentDelivery(Delivered, _deliveredAt, _firstSentAt, now, IsApplicationLimited);
    }

    /// <summary>An acknowledgment covers a segment that none covered before, cumulatively or by SACK (§3.3, UpdateRateSample).</summary>
    public void OnDelivered(in SegmentDelivery segment, int octets, SimTime now)
    {
        Delivered += octets;
        _deliveredAt = now;
        if (_newest is { } newest && segment.SentAt < newest.SentAt)
            return;
        _newest = segment;
        _firstSentAt = segment.SentAt;
    }

    /// <summary>
    /// The sender waits for the application: less than a segment is unsent, nothing waits below TCP, cwnd has room, and what is lost is
    /// sent again (§3.4).
    /// </summary>
    /// <param name="flightSize">C.pipe, octets.</param>
    public void OnApplicationLimited(int flightSize) => _applicationLimitedTill = Math.Max(Delivered + flightSize, 1);

    /// <summary>After all segments that an acknowledgment covers: its sample, or <see langword="null"/> where it covers none (§3.3, GenerateRateSample).</summary>
    /// <param name="minRtt">The least round-trip time; what took less has been delivered before and is no measure.</param>
    public DeliveryRateSample? Sample(Duration minRtt)
    {
        if (Delivered > _applicationLimitedTill)
            _applicationLimitedTill = 0;
        if (_newest is not { } newest)
            return null;
        _newest = null;
        var interval = Duration.Max(newest.SentAt - newest.FirstSentAt, _deliveredAt - newest.DeliveredAt);
        var octets = interval > Duration.Zero && interval >= minRtt ? Delivered - newest.Delivered : 0;
        return new DeliveryRateSample(newest.Delivered, interval, newest.IsApplicationLimited, octets);
    }
}
