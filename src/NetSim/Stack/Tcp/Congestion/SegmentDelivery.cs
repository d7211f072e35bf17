using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What was delivered when a segment was sent (draft-cheng-iccrg-delivery-rate-estimation §3.1.2).</summary>
/// <param name="Delivered">P.delivered: octets delivered until then.</param>
/// <param name="DeliveredAt">P.delivered_time: when the last of them were.</param>
/// <param name="FirstSentAt">P.first_sent_time: when the segment that was delivered last had been sent.</param>
/// <param name="SentAt">P.sent_time.</param>
/// <param name="IsApplicationLimited">P.is_app_limited.</param>
internal readonly record struct SegmentDelivery(
    long Delivered, SimTime DeliveredAt, SimTime FirstSentAt, SimTime SentAt, bool IsApplicationLimited);
