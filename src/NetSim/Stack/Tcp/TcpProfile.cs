using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Stack.Tcp;

/// <summary>How the TCPs of well-known systems behave. Each value's source is in docs/protocols/tcp-profiles.md.</summary>
public static class TcpProfile
{
    /// <summary>What the RFCs say, with what they recommend switched on. A host's default.</summary>
    public static TcpOptions Rfc { get; } = new();

    /// <summary>Linux 6: CUBIC, quick acknowledgments at the start, a floor of 200 ms on the variation's part of the RTO.</summary>
    public static TcpOptions Linux { get; } = new()
    {
        OptionLayout = TcpOptionLayout.Linux,
        MinimumSegmentSize = 48,
        CongestionControl = TcpCongestionControl.Cubic,
        SlowStartLimit = int.MaxValue,
        CongestionWindowValidation = CongestionWindowValidationMode.DecayWhenIdle,
        ForwardRtoAtFirstAck = true,
        TailProbeSlack = 2.Milliseconds,
        ReducesFromWindow = true,
        ReceiveBufferSize = 64_240,                    // 44 segments, half of tcp_rmem's default
        MaxReceiveBufferSize = 6 * 1024 * 1024,
        SendBufferSize = 87_040,
        MaxSendBufferSize = 4 * 1024 * 1024,
        InitialRto = 1.Seconds,
        MinRto = 200.Milliseconds,
        MinRtoBoundsVariation = true,
        MaxRto = 120.Seconds,
        ForgetsBackOff = true,
        SynRetries = 6,
        LinearSynRetries = 4,
        SynAckRetries = 5,
        RetransmissionTimeout = Duration.FromSeconds(924.6), // 15 doublings of 200 ms
        ResetsOnTimeout = false,
        DelayedAckTimeout = 40.Milliseconds,
        DelayedAckRule = DelayedAckRule.MoreThanOneSegment,
        QuickAckSegments = 16,
        NagleWaitsForSmallOnly = true,
        ToleratesMissingTimestamps = true,
        ResendsSynAck = true,
        ResetBreaksPipe = true,
        SoftErrorsEndHandshake = true,
        PushesByWrite = true,
        WindowProbe = TcpProbeForm.OldNumber,
        MaximumSegmentLifetime = 30.Seconds,           // TIME-WAIT lasts 60 s
        ChallengeLimit = int.MaxValue,
        TimeToLive = 64,
    };

    /// <summary>FreeBSD 14: CUBIC, recovery by RFC 6675, acknowledgments put off for 40 ms, 200 ms on top of each RTO.</summary>
    public static TcpOptions FreeBsd { get; } = new()
    {
        OptionLayout = TcpOptionLayout.FreeBsd,
        SegmentChecks = TcpSegmentChecks.Berkeley,
        OffersAllRoom = true,
        ChallengeInterval = 1.Seconds,
        ChallengesPerInterval = 5,
        ChallengeLimit = int.MaxValue,
        MinimumSegmentSize = 216,
        EcnSynRetries = 1,
        ToleratesMissingTimestamps = true,
        MinPersistTimeout = 5.Seconds,
        CongestionControl = TcpCongestionControl.Cubic,
        SlowStartLimit = 2,
        ReducesFromWindow = true,
        Rack = false,
        TailLossProbe = false,
        ForwardRtoRecovery = false,
        UndoesSpuriousRetransmission = false,
        ReceiveBufferSize = 65_536,
        MaxReceiveBufferSize = 2 * 1024 * 1024,
        SendBufferSize = 32_768,
        MaxSendBufferSize = 2 * 1024 * 1024,
        WindowScale = 6,
        InitialRto = 1.Seconds,
        MinRto = 30.Milliseconds,
        RtoSlop = 200.Milliseconds,
        MaxRto = 64.Seconds,
        SynTimeout = 75.Seconds,
        SynAckRetries = 3,
        DataRetries = 12,
        DelayedAckTimeout = 40.Milliseconds,
        DelayedAckRule = DelayedAckRule.SecondSegment,
        ResetsUnread = false,
        ResetsWithoutWindow = true,
        IgnoresResetsInTimeWait = true,
        ResendsSynAck = true,
        RoundsReceiveBuffer = true,
        KeepAlive = true,
        KeepAliveRetryCount = 8,
        MaximumSegmentLifetime = 30.Seconds,
        FinWait2Timeout = 675.Seconds,
        TimeToLive = 64,
    };

    /// <summary>Windows 10 and 11 with the template "Internet": CUBIC, no timestamps, TTL 128.</summary>
    public static TcpOptions Windows { get; } = new()
    {
        OptionLayout = TcpOptionLayout.Windows,
        Timestamps = false,
        CongestionControl = TcpCongestionControl.Cubic,
        HyStart = true,
        ReceiveBufferSize = 65_535,
        MaxReceiveBufferSize = 16 * 1024 * 1024,
        WindowScale = 8,
        InitialRto = 1.Seconds,
        MinRto = 300.Milliseconds,
        MaxRto = 60.Seconds,
        SynRetries = 4,
        SynAckRetries = 2,
        DataRetries = 5,
        DelayedAckTimeout = 40.Milliseconds,
        DelayedAckRule = DelayedAckRule.SecondSegment,
        ResetsWithoutWindow = true,
        KeepAliveInterval = 1.Seconds,
        KeepAliveRetryCount = 10,
        FinWait2Timeout = 120.Seconds,
        MaximumSegmentLifetime = 60.Seconds,           // TIME-WAIT lasts 120 s
        CongestionWindowValidation = CongestionWindowValidationMode.Off,
        TimeToLive = 128,
    };
}
