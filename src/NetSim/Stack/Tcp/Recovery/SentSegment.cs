using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp.Recovery;

/// <summary>A segment that is sent and not acknowledged, as the scoreboard keeps it.</summary>
internal struct SentSegment
{
    /// <summary>Its first number.</summary>
    public SequenceNumber Sequence;

    /// <summary>The numbers it takes: its data, and one more for a FIN.</summary>
    public int Length;

    public SegmentStatus Status;

    /// <summary>When it was sent last.</summary>
    public SimTime SentAt;

    private long _delivered;
    private SimTime _deliveredAt;
    private SimTime _firstSentAt;

    /// <summary>The event in which it was sent first, or null without a trace.</summary>
    public PduEvent? Event;

    /// <summary>When it was sent last, and what had been delivered then.</summary>
    public SegmentDelivery Delivery
    {
        readonly get => new(_delivered, _deliveredAt, _firstSentAt, SentAt, Has(SegmentStatus.ApplicationLimited));
        set
        {
            (_delivered, _deliveredAt, _firstSentAt, SentAt) = (value.Delivered, value.DeliveredAt, value.FirstSentAt, value.SentAt);
            Status = value.IsApplicationLimited ? Status | SegmentStatus.ApplicationLimited : Status & ~SegmentStatus.ApplicationLimited;
        }
    }

    /// <summary>The number after its last.</summary>
    public readonly SequenceNumber End => Sequence + Length;

    public readonly bool Has(SegmentStatus status) => (Status & status) == status;
}

/// <summary>What is known of a segment in flight.</summary>
[Flags]
internal enum SegmentStatus : byte
{
    None = 0,

    /// <summary>The peer has acknowledged it selectively.</summary>
    Sacked = 1,

    /// <summary>It is held for lost; when it has been sent again since, <see cref="InFlightAgain"/> says so too.</summary>
    Lost = 2,

    /// <summary>It was sent again, and that transmission is not held for lost.</summary>
    InFlightAgain = 4,

    /// <summary>It was sent more than once: its acknowledgment measures no round trip (Karn's algorithm).</summary>
    SentAgain = 8,

    /// <summary>It ends with the FIN.</summary>
    Fin = 16,

    /// <summary>Its last octet was pushed.</summary>
    Pushed = 32,

    /// <summary>It was sent, the last time, because the application had no more (P.is_app_limited).</summary>
    ApplicationLimited = 64,
}
