using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What one acknowledgment tells of the rate of delivery (draft-cheng-iccrg-delivery-rate-estimation §3.1.3).</summary>
/// <param name="DeliveredWhenSent">rs.prior_delivered.</param>
/// <param name="Interval">rs.interval.</param>
/// <param name="IsApplicationLimited">rs.is_app_limited.</param>
/// <param name="Octets">rs.delivered: what was delivered in the interval; 0 where that is too short to measure.</param>
internal readonly record struct DeliveryRateSample(long DeliveredWhenSent, Duration Interval, bool IsApplicationLimited, long Octets)
{
    /// <summary>rs.delivery_rate; <see langword="null"/> where the interval is too short to measure.</summary>
    public DataRate? Rate => Octets == 0
        ? null
        : new DataRate((long)Int128.Min(long.MaxValue, (Int128)Octets * 8_000_000_000 / Interval.Nanoseconds));
}
