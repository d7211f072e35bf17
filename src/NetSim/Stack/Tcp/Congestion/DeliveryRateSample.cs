using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What one acknowledgment tells of the rate of delivery (draft-cheng-iccrg-delivery-rate-estimation §3.1.3).</summary>
/// <param name="DeliveredWhenSent">rs.prior_delivered.</param>
/// <param name="Interval">rs.interval.</param>
/// <param name="IsApplicationLimited">rs.is_app_limited.</param>
/// <param name="Rate">rs.delivery_rate; <see langword="null"/> where the interval is too short to measure.</param>
internal readonly record struct DeliveryRateSample(long DeliveredWhenSent, Duration Interval, bool IsApplicationLimited, DataRate? Rate);
