using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// Vegas (Brakmo and Peterson, "TCP Vegas: End to End Congestion Avoidance on a Global Internet", IEEE JSAC 13(8), 1995): keeps a few segments
/// in the bottleneck's queue, which it reads off the round-trip time, and so avoids losses rather than causes them.
/// </summary>
public sealed class VegasCongestionControl : CongestionControl
{
    private const int Alpha = 2; // segments in the queue below which the window grows
    private const int Beta = 4;  // above which it shrinks
    private const int Gamma = 1; // above which slow start ends

    private Duration? _baseRtt;  // BaseRTT: the least ever
    private long? _roundEnd;     // what is sent then is measured: the "distinguished segment", of which a round trip is
    private bool _growsThisRound = true; // slow start doubles the window every other round trip

    /// <inheritdoc/>
    public override string Name => "vegas";

    /// <inheritdoc/>
    public override void OnEstablished(in CongestionStart start)
    {
        base.OnEstablished(start with { UsesHyStart = false }); // it has an end of slow start of its own
        _baseRtt = start.Rtt;
    }

    /// <summary>The path may be another after a pause without acknowledgments: the round starts anew.</summary>
    public override void OnRestart(Duration idle, SimTime now) => _roundEnd = null;

    /// <inheritdoc/>
    protected override void Observe(in AckSample ack)
    {
        if (ack.Rtt is { } sample)
            _baseRtt = _baseRtt is { } least ? Duration.Min(least, sample) : sample;
        _roundEnd ??= ack.TotalSent;
        if (ack.TotalAcknowledged <= _roundEnd)
            return;
        if (ack.MayGrow && ack.IsWindowLimited && _baseRtt is { } baseRtt && ack.Rtt is { Nanoseconds: > 0 } rtt)
            AdjustOnceARound(baseRtt, rtt);
        _roundEnd = ack.TotalSent;
    }

    /// <inheritdoc/>
    protected override int SlowStart(in AckSample ack)
    {
        if (_growsThisRound)
            base.SlowStart(ack);
        return 0;
    }

    /// <summary>Nothing: the window changes once in a round trip.</summary>
    protected override void AvoidCongestion(in AckSample ack, int octets)
    {
    }

    private void AdjustOnceARound(Duration baseRtt, Duration rtt)
    {
        // Expected = cwnd / BaseRTT, Actual = cwnd / RTT; Diff = (Expected - Actual) BaseRTT is what stands in the queue.
        var target = (long)((Int128)Window * baseRtt.Nanoseconds / rtt.Nanoseconds);
        var difference = Window - target;
        if (IsInSlowStart)
        {
            // Only what is sent while the window stands still meets the queue that the window makes.
            _growsThisRound = !_growsThisRound;
            if (!_growsThisRound || difference <= (long)Gamma * MaximumSegmentSize)
                return;
            // What the queue holds is given back at once, but for a segment.
            Window = AtLeastTwoSegments(Math.Min(Window, target + MaximumSegmentSize));
            SlowStartThreshold = Window;
        }
        else if (difference < (long)Alpha * MaximumSegmentSize)
        {
            Grow(MaximumSegmentSize);
        }
        else if (difference > (long)Beta * MaximumSegmentSize)
        {
            Window = AtLeastTwoSegments(Window - MaximumSegmentSize);
            SlowStartThreshold = Math.Min(SlowStartThreshold, Window); // else this would be slow start
        }
    }
}
