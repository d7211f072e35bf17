using System.Runtime.CompilerServices;
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
    /// <param name="segment">What was kept with it.</param>
    /// <param name="octets">How many of its octets.</param>
    /// <param name="now">When.</param>
    /// <param name="newest">The one sent last of those that this acknowledgment delivers, or null before the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnDelivered(in SegmentDelivery segment, int octets, SimTime now, ref SegmentDelivery? newest)
    {
        Delivered += octets;
        _deliveredAt = now;
        if (newest is { } last && segment.SentAt < last.SentAt)
            return;
        newest = segment;
        _firstSentAt = segment.SentAt;
    }

    /// <summary>
    /// The sender waits for the application: less than a segment is unsent, nothing waits below TCP, cwnd has room, and what is lost is
    /// sent again (§3.4).
    /// </summary>
    /// <param name="flightSize">C.pipe, octets.</param>
    public void OnApplicationLimited(int flightSize) => _applicationLimitedTill = Math.Max(Delivered + flightSize, 1);

    /// <summary>After all segments that an acknowledgment covers: its sample, of no octets where it covers none (§3.3, GenerateRateSample).</summary>
    /// <param name="delivered">The one sent last of those segments.</param>
    /// <param name="minRtt">The least round-trip time; what took less has been delivered before and is no measure.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DeliveryRateSample Sample(in SegmentDelivery? delivered, Duration minRtt)
    {
        if (Delivered > _applicationLimitedTill)
            _applicationLimitedTill = 0;
        if (delivered is not { } newest)
            return default;
        var interval = Duration.Max(newest.SentAt - newest.FirstSentAt, _deliveredAt - newest.DeliveredAt);
        var octets = interval > Duration.Zero && interval >= minRtt ? Delivered - newest.Delivered : 0;
        return new DeliveryRateSample(newest.Delivered, interval, newest.IsApplicationLimited, octets);
    }
}
