using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// HyStart++ (RFC 9406): ends slow start where the round-trip time rises, before a loss would, by way of conservative slow start (CSS), from
/// which it goes back when the rise was but jitter.
/// </summary>
internal sealed class HyStart(bool isPaced)
{
    private const int SamplesPerRound = 8;                                          // N_RTT_SAMPLE (§4.3)
    private const int GrowthDivisor = 4;                                            // CSS_GROWTH_DIVISOR
    private const int ConservativeRounds = 5;                                       // CSS_ROUNDS
    private const int RttDivisor = 8;                                               // MIN_RTT_DIVISOR
    private const int SegmentsWithoutPacing = 8;                                    // L
    private static readonly Duration MinRttThreshold = new(4_000_000);              // MIN_RTT_THRESH
    private static readonly Duration MaxRttThreshold = new(16_000_000);             // MAX_RTT_THRESH

    private long? _windowEnd;
    private Duration? _lastRoundMinRtt;
    private Duration? _currentRoundMinRtt;
    private Duration? _baselineMinRtt; // cssBaselineMinRtt: present in CSS
    private int _rttSampleCount;
    private int _conservativeRounds;

    /// <summary>Whether conservative slow start is on.</summary>
    public bool IsConservative => _baselineMinRtt is not null;

    /// <summary>By how many octets an acknowledgment in slow start may widen the window (§4.2).</summary>
    public long Growth(int acknowledged, int maximumSegmentSize)
    {
        var octets = isPaced ? acknowledged : Math.Min(acknowledged, (long)SegmentsWithoutPacing * maximumSegmentSize);
        return IsConservative ? octets / GrowthDivisor : octets;
    }

    /// <summary>Sees an acknowledgment in slow start; returns whether slow start is over (§4.2).</summary>
    public bool IsOverAfter(in AckSample ack)
    {
        _windowEnd ??= ack.TotalSent;
        var isOver = ack.TotalAcknowledged > _windowEnd && StartsRound(ack.TotalSent);
        if (ack.Rtt is { } rtt)
            AddSample(rtt);
        return isOver;
    }

    /// <summary>What is sent after the last round began is acknowledged: a round is over, and maybe the last one of CSS; a part of one counts.</summary>
    private bool StartsRound(long totalSent)
    {
        _windowEnd = totalSent;
        _lastRoundMinRtt = _currentRoundMinRtt;
        _currentRoundMinRtt = null;
        _rttSampleCount = 0;
        return IsConservative && ++_conservativeRounds >= ConservativeRounds;
    }

    private void AddSample(Duration rtt)
    {
        var least = _currentRoundMinRtt is { } current ? Duration.Min(current, rtt) : rtt;
        _currentRoundMinRtt = least;
        if (++_rttSampleCount < SamplesPerRound)
            return;
        if (_baselineMinRtt is { } baseline)
        {
            if (least < baseline)
                _baselineMinRtt = null; // the rise was spurious: slow start goes on
        }
        else if (_lastRoundMinRtt is { } last && least >= last + Threshold(last))
        {
            _baselineMinRtt = least;
            _conservativeRounds = 0;
        }
    }

    private static Duration Threshold(Duration lastRoundMinRtt) =>
        Duration.Max(MinRttThreshold, Duration.Min(lastRoundMinRtt / RttDivisor, MaxRttThreshold)); // RttThresh
}
