using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What one acknowledgment tells a congestion control. Amounts are octets.</summary>
public readonly record struct AckSample
{
    /// <summary>When the acknowledgment came.</summary>
    public required SimTime Now { get; init; }

    /// <summary>By how much SND.UNA advanced.</summary>
    public required int AcknowledgedOctets { get; init; }

    /// <summary>What arrived and was not known to have arrived, told cumulatively or by SACK.</summary>
    public int DeliveredOctets { get; init; }

    /// <summary>What this acknowledgment made the sender take for lost.</summary>
    public int LostOctets { get; init; }

    /// <summary>The estimate of what was in the network before this acknowledgment: pipe (RFC 6675 §4).</summary>
    public int FlightSizeBefore { get; init; }

    /// <summary>The same after it.</summary>
    public int FlightSize { get; init; }

    /// <summary>Whether cwnd held the sender back in the last round trip, not the application or the peer's window (RFC 9438 §5.8, RFC 7661).</summary>
    public bool IsWindowLimited { get; init; }

    /// <summary>Whether the window may grow: not in fast recovery, nor while it is brought down because of ECN.</summary>
    public bool MayGrow { get; init; }

    /// <summary>Whether something lost is under repair: in fast recovery, and after a timeout until what was in flight then is acknowledged.</summary>
    public bool IsInRecovery { get; init; }

    /// <summary>The round-trip time that this acknowledgment measured; <see langword="null"/> where it measured none.</summary>
    public Duration? Rtt { get; init; }

    /// <summary>SRTT (RFC 6298 §2); zero while there is none.</summary>
    public Duration SmoothedRtt { get; init; }

    /// <summary>The least round-trip time of the connection; zero while there is none.</summary>
    public Duration MinRtt { get; init; }

    /// <summary>Whether the segment carried ECE: the receiver saw a mark (RFC 3168 §6.1).</summary>
    public bool HasEcnEcho { get; init; }

    /// <summary>SND.MAX as a count of 64 bits since the start, for counting round trips.</summary>
    public long TotalSent { get; init; }

    /// <summary>SND.UNA, this acknowledgment included, as a count of 64 bits since the same start.</summary>
    public long TotalAcknowledged { get; init; }

    /// <summary>C.delivered: what has arrived since the start (draft-cheng-iccrg-delivery-rate-estimation).</summary>
    public long TotalDelivered { get; init; }

    /// <summary>P.delivered: what <see cref="TotalDelivered"/> was when the newest segment that this acknowledgment delivers was sent.</summary>
    public long DeliveredWhenSent { get; init; }

    /// <summary>rs.interval: over how long <see cref="DeliveryRate"/> was measured.</summary>
    public Duration DeliveryInterval { get; init; }

    /// <summary>rs.is_app_limited: whether the rate was measured while the application, not the network, was the limit.</summary>
    public bool IsApplicationLimited { get; init; }

    /// <summary>rs.delivered: what was delivered in <see cref="DeliveryInterval"/>; 0 where this acknowledgment gives no valid sample.</summary>
    public long IntervalOctets { get; init; }

    /// <summary>rs.delivery_rate: how fast octets arrived lately; <see langword="null"/> where this acknowledgment gives no valid sample.</summary>
    public DataRate? DeliveryRate => new DeliveryRateSample(DeliveredWhenSent, DeliveryInterval, IsApplicationLimited, IntervalOctets).Rate;
}
