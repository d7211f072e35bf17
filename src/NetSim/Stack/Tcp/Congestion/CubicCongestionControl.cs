using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>CUBIC (RFC 9438): the window grows as a cubic function of the time since the last reduction, and at least as fast as Reno's.</summary>
/// <remarks>All arithmetic is on integers, so that a run is the same on every machine. Windows are octets, not segments as in the RFC.</remarks>
public sealed class CubicCongestionControl : CongestionControl
{
    // beta_cubic = 0.7; alpha_cubic = 3 (1 - beta) / (1 + beta) = 9/17 (§4.3).
    private const int BetaNumerator = 7;
    private const int BetaDenominator = 10;
    private const int AlphaNumerator = 9;
    private const int AlphaDenominator = 17;

    private State _state;
    private State _saved; // before the last reduction, for when it was spurious (§4.9)
    private SimTime _lastAcknowledgment;

    /// <inheritdoc/>
    public override string Name => "cubic";

    /// <summary>Whether a second loss below W_max gives way to other connections: fast convergence, on unless said otherwise; for one connection alone it only costs (§4.7).</summary>
    public bool UsesFastConvergence { get; init; } = true;

    /// <summary>A congestion event: multiplicative decrease and fast convergence (§4.6, §4.7).</summary>
    public override void OnCongestion(in CongestionSignal signal)
    {
        Reduce(signal.FlightSize);
        _state.StartsFlat = false;
    }

    /// <summary>A timeout (§4.8): ssthresh by beta_cubic; the next congestion avoidance starts with K = 0.</summary>
    public override void OnTimeout(int flightSize, bool isFirst, SimTime now)
    {
        if (isFirst)
            Reduce(flightSize);
        _state.EpochStart = null;
        _state.StartsFlat = true;
        Window = MaximumSegmentSize; // LW (RFC 5681 §3.1)
    }

    /// <summary>A spurious event (§4.9): the epoch goes on where it was.</summary>
    public override void OnUndo(SimTime now) => _state = _saved;

    /// <summary>Idle time is no time in congestion avoidance (§4.2, §5.8).</summary>
    public override void OnRestart(Duration idle, SimTime now) => LeaveOut(now);

    /// <inheritdoc/>
    protected override void Observe(in AckSample ack)
    {
        if (ack.IsWindowLimited)
            _lastAcknowledgment = ack.Now;
        else
            LeaveOut(ack.Now);
    }

    /// <inheritdoc/>
    protected override void AvoidCongestion(in AckSample ack, int octets)
    {
        if (_state.EpochStart is not { } epochStart)
        {
            epochStart = ack.Now;
            StartEpoch(ack.Now);
        }

        var elapsed = ack.Now - epochStart; // t
        GrowEstimate(octets);
        if (CubicWindow(elapsed) < _state.Estimate)
        {
            Window = Math.Max(Window, (int)Math.Min(_state.Estimate, int.MaxValue)); // Reno-friendly region (§4.3)
            return;
        }

        // Concave and convex region (§4.4, §4.5): cwnd += (target - cwnd) / cwnd for each segment, here for each octet.
        var target = Math.Clamp(CubicWindow(elapsed + ack.SmoothedRtt), Window, Window + (Window / 2L)); // §4.2
        _state.Credit += (target - Window) * Math.Min(octets, Window);
        var (whole, rest) = Math.DivRem(_state.Credit, Window);
        _state.Credit = rest;
        Grow(whole);
    }

    private void Reduce(int flightSize)
    {
        _saved = _state;
        _state.WindowMax = UsesFastConvergence && Window < _state.WindowMax
            ? (long)Window * (BetaDenominator + BetaNumerator) / (2 * BetaDenominator)
            : Window;
        _state.PriorWindow = Window; // cwnd_prior
        _state.EpochStart = null;
        SlowStartThreshold = AtLeastTwoSegments((long)flightSize * BetaNumerator / BetaDenominator); // §4.6
    }

    private void StartEpoch(SimTime now)
    {
        // After a timeout, and where slow start ended without congestion, W_max is where congestion avoidance starts (§4.8, §4.10).
        if (_state.StartsFlat || _state.WindowMax < Window)
            _state.WindowMax = Window;
        _state.EpochStart = now;
        _state.TimeToMax = CubicFunction.TimeToMax(_state.WindowMax - Window, MaximumSegmentSize);
        _state.Estimate = Window;
        _state.EstimateCredit = 0;
        _state.Credit = 0;
    }

    /// <summary>W_cubic(t) (§4.2, figure 1).</summary>
    private long CubicWindow(Duration elapsed) =>
        Math.Clamp(_state.WindowMax + CubicFunction.Offset(elapsed - _state.TimeToMax, MaximumSegmentSize), 0, int.MaxValue);

    /// <summary>W_est, the window that Reno would have (§4.3, figure 4).</summary>
    private void GrowEstimate(int octets)
    {
        var alpha = _state.Estimate >= _state.PriorWindow ? AlphaDenominator : AlphaNumerator;
        _state.EstimateCredit += (long)octets * MaximumSegmentSize * alpha;
        var (whole, rest) = Math.DivRem(_state.EstimateCredit, (long)Window * AlphaDenominator);
        _state.EstimateCredit = rest;
        _state.Estimate += whole;
    }

    private void LeaveOut(SimTime now)
    {
        if (_state.EpochStart is { } start)
            _state.EpochStart = start + (now - SimTime.Max(start, _lastAcknowledgment));
        _lastAcknowledgment = now;
    }

    /// <summary>What a spurious event brings back.</summary>
    private struct State
    {
        public long WindowMax;       // W_max
        public long PriorWindow;     // cwnd_prior
        public long Estimate;        // W_est
        public long EstimateCredit;  // its fraction
        public long Credit;          // cwnd's fraction
        public SimTime? EpochStart;  // epoch_start; none before congestion avoidance
        public Duration TimeToMax;   // K
        public bool StartsFlat;      // the next epoch has K = 0
    }
}
