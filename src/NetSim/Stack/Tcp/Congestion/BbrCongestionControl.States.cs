using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <content>BBR's states (draft-cardwell-iccrg-bbr-congestion-control-00 §4.3).</content>
public sealed partial class BbrCongestionControl
{
    private const int UnitGain = 1_000;   // gains are thousandths
    private const int HighGain = 2_885;   // BBRHighGain, 2/ln 2
    private const int DrainGain = 346;    // its inverse
    private const int FullPipeRounds = 3; // without a quarter more

    private static readonly int[] GainCycle = [1_250, 750, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000]; // pacing_gain_cycle
    private static readonly Duration MinRttFilterLength = new(10_000_000_000); // RTpropFilterLen, and ProbeRTTInterval
    private static readonly Duration ProbeRttDuration = new(200_000_000);      // ProbeRTTDuration

    private int _pacingGain;
    private int _windowGain;
    private bool _isPipeFilled;           // BBR.filled_pipe
    private long _fullRate;               // BBR.full_bw
    private int _fullRateRounds;          // BBR.full_bw_count
    private int _cycleIndex;
    private SimTime _cycleAt;             // BBR.cycle_stamp
    private bool _isIdleRestart;
    private SimTime? _probeRttDoneAt;     // BBR.probe_rtt_done_stamp
    private bool _isProbeRttRoundDone;
    private long? _probeRttFrom;          // what is delivered between these two is no measure of the rate
    private long _probeRttTill;

    private void EnterStartup()
    {
        State = BbrState.Startup;
        _pacingGain = HighGain;
        _windowGain = HighGain;
    }

    /// <summary>BBRCheckFullPipe (§4.3.2.2): once a round trip.</summary>
    private void CheckFullPipe(in AckSample ack)
    {
        if (_isPipeFilled || !_isRoundStart || IsApplicationLimited(ack))
            return;
        if (_bottleneckRate.Value >= Gained(_fullRate, 1_250))
        {
            _fullRate = _bottleneckRate.Value;
            _fullRateRounds = 0;
            return;
        }

        _isPipeFilled = ++_fullRateRounds >= FullPipeRounds;
    }

    /// <summary>BBRCheckDrain (§4.3.3).</summary>
    private void CheckDrain(in AckSample ack)
    {
        if (State == BbrState.Startup && _isPipeFilled)
        {
            State = BbrState.Drain;
            _pacingGain = DrainGain;
            _windowGain = HighGain;
        }

        if (State == BbrState.Drain && ack.FlightSize <= Inflight(UnitGain))
            EnterProbeBandwidth(ack.Now);
    }

    /// <summary>BBREnterProbeBW (§4.3.4.3): at a phase drawn from all but the second, which would drain where there is nothing to drain.</summary>
    private void EnterProbeBandwidth(SimTime now)
    {
        State = BbrState.ProbeBandwidth;
        _windowGain = 2 * UnitGain;
        _cycleIndex = GainCycle.Length - 1 - (int)(_draw % (uint)(GainCycle.Length - 1));
        // The next entry has another phase: a linear congruential step of the draw (Numerical Recipes' constants).
        _draw = unchecked((_draw * 1_664_525) + 1_013_904_223);
        AdvanceCyclePhase(now);
    }

    /// <summary>BBRCheckCyclePhase and BBRIsNextCyclePhase (§4.3.4.3).</summary>
    private void CheckCyclePhase(in AckSample ack)
    {
        if (State != BbrState.ProbeBandwidth)
            return;
        var isFullLength = _minRtt != Duration.MaxValue && ack.Now - _cycleAt > _minRtt;
        var isNext = _pacingGain switch
        {
            UnitGain => isFullLength,
            > UnitGain => isFullLength && (ack.LostOctets > 0 || ack.FlightSizeBefore >= Inflight(_pacingGain)),
            _ => isFullLength || ack.FlightSizeBefore <= Inflight(UnitGain),
        };
        if (isNext)
            AdvanceCyclePhase(ack.Now);
    }

    private void AdvanceCyclePhase(SimTime now)
    {
        _cycleAt = now;
        _cycleIndex = (_cycleIndex + 1) % GainCycle.Length;
        _pacingGain = GainCycle[_cycleIndex];
    }

    /// <summary>BBRCheckProbeRTT (§4.3.5).</summary>
    private void CheckProbeRtt(in AckSample ack)
    {
        if (State != BbrState.ProbeRtt && _isMinRttExpired && !_isIdleRestart)
        {
            _priorWindow = SavedWindow();
            State = BbrState.ProbeRtt;
            _pacingGain = UnitGain;
            _windowGain = UnitGain;
            _probeRttDoneAt = null;
            _probeRttFrom = ack.TotalDelivered;
        }

        if (State == BbrState.ProbeRtt)
            HandleProbeRtt(ack);
        _isIdleRestart = false;
    }

    /// <summary>BBRHandleProbeRTT: four segments in flight, for 200 ms and a round trip.</summary>
    private void HandleProbeRtt(in AckSample ack)
    {
        _probeRttTill = ack.TotalDelivered + ack.FlightSize;
        if (_probeRttDoneAt is not { } doneAt)
        {
            if (ack.FlightSize > MinPipeSegments * _segmentSize)
                return;
            _probeRttDoneAt = ack.Now + ProbeRttDuration;
            _isProbeRttRoundDone = false;
            _nextRoundDelivered = ack.TotalDelivered;
            return;
        }

        _isProbeRttRoundDone |= _isRoundStart;
        if (!_isProbeRttRoundDone || ack.Now <= doneAt)
            return;
        _minRttAt = ack.Now;
        RestoreWindow();
        if (_isPipeFilled)
            EnterProbeBandwidth(ack.Now);
        else
            EnterStartup();
    }

    /// <summary>Whether the sample says nothing of the network: the application was the limit, or BBR itself in ProbeRTT (§4.3.5).</summary>
    private bool IsApplicationLimited(in AckSample ack) =>
        ack.IsApplicationLimited || (ack.DeliveredWhenSent >= _probeRttFrom && ack.DeliveredWhenSent <= _probeRttTill);
}
