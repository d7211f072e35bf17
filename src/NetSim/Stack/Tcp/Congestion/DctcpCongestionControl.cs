using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// DCTCP (RFC 8257): the window shrinks in proportion to the share of octets that met a marking queue. For networks under one
/// administration: the queues mark at a low threshold, and the receiver echoes each mark.
/// </summary>
public sealed class DctcpCongestionControl : CongestionControl
{
    private const int GainShift = 4;      // g = 1/16 (§4.2)
    private const int One = 1 << 20;      // of the fixed-point fraction

    private long _acknowledged;           // DCTCP.BytesAcked
    private long _marked;                 // DCTCP.BytesMarked
    private long? _windowEnd;             // DCTCP.WindowEnd
    private int _alpha = One;             // DCTCP.Alpha, 1 at first (§4.2)
    private long _sinceGrowth;            // in congestion avoidance (RFC 5681 §3.1)

    /// <inheritdoc/>
    public override string Name => "dctcp";

    /// <inheritdoc/>
    public override bool EchoesEachMark => true;

    /// <summary>DCTCP.Alpha: the estimate of the share of octets that are marked, from 0 to 1.</summary>
    public double Alpha => (double)_alpha / One;

    /// <summary>To marks in proportion to alpha (§3.3); to a loss as any TCP (§3.5).</summary>
    public override void OnCongestion(in CongestionSignal signal)
    {
        _sinceGrowth = 0;
        if (signal.Cause == CongestionCause.EcnEcho)
            SlowStartThreshold = AtLeastTwoSegments(Window - ((long)Window * _alpha / (2 * One)));
        else
            base.OnCongestion(signal);
    }

    /// <inheritdoc/>
    public override void OnTimeout(int flightSize, bool isFirst, SimTime now)
    {
        base.OnTimeout(flightSize, isFirst, now);
        _sinceGrowth = 0;
    }

    /// <summary>Once a window: M, the share that was marked, goes into alpha (§3.3, steps 1 to 8). SACK is left out of account.</summary>
    protected override void Observe(in AckSample ack)
    {
        _windowEnd ??= ack.TotalSent;
        _acknowledged += ack.AcknowledgedOctets;
        if (ack.HasEcnEcho)
            _marked += ack.AcknowledgedOctets;
        if (ack.TotalAcknowledged <= _windowEnd || _acknowledged == 0)
            return;
        var share = (int)(_marked * One / _acknowledged); // M
        // Rounded up, or alpha would never come down to zero (§4.2).
        _alpha = _alpha - RoundUp(_alpha) + (share >> GainShift);
        _windowEnd = ack.TotalSent;
        _acknowledged = 0;
        _marked = 0;
    }

    /// <summary>As NewReno.</summary>
    protected override void AvoidCongestion(in AckSample ack, int octets) => GrowByOneSegmentAWindow(octets, ref _sinceGrowth);

    private static int RoundUp(int alpha) => (alpha + (1 << GainShift) - 1) >> GainShift;
}
