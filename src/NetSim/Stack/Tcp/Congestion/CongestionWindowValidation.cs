using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// Congestion window validation (RFC 7661): a window that the application does not use says little about the network. It is kept for five
/// minutes, but a loss meanwhile reduces it to what was in use.
/// </summary>
/// <param name="initialWindow">IW, octets: the least window after the non-validated period.</param>
internal sealed class CongestionWindowValidation(int initialWindow)
{
    private const int Periods = 4; // measurement periods in a sampling period (§4.5.1)

    /// <summary>NVP, the longest non-validated period: 5 minutes (§4.4).</summary>
    public static readonly Duration NonValidatedPeriod = new(300_000_000_000);

    private static readonly Duration MinSamplingPeriod = new(1_000_000_000);

    private readonly (SimTime Start, int Octets)[] _maxima = new (SimTime, int)[Periods]; // the newest first
    private int _count;
    private bool _isDefined;
    private long? _sampleStart;  // SND.UNA when the round trip began
    private long? _sampleEnd;    // what is acknowledged when it ends
    private int _lossFlightSize; // LossFlightSize
    private SimTime _validatedAt;

    /// <summary>pipeACK: the most that was acknowledged in a round trip lately, octets; <see langword="null"/> while it is undefined (§4.2).</summary>
    public int? PipeAck { get; private set; }

    /// <summary>Whether the window is in the validated phase: pipeACK is undefined, or at least half the window (§4.3).</summary>
    public bool IsValidated(int window) => PipeAck is not { } pipeAck || 2L * pipeAck >= window;

    /// <summary>Whether the window may grow: in the non-validated phase only where all of it is used (§4.4).</summary>
    public bool MayGrow(int window, int flightSize) => IsValidated(window) || flightSize >= window;

    /// <summary>An acknowledgment outside recovery: takes a pipeACK sample at the end of each round trip (§4.2, §4.5.1).</summary>
    public void OnAcknowledged(in AckSample ack, int window)
    {
        if (ack.IsInRecovery)
            return;
        if (ack.AcknowledgedOctets > 0)
            TakeSample(ack);
        Age(ack.Now, ack.SmoothedRtt);
        if (IsValidated(window))
            _validatedAt = ack.Now;
    }

    /// <summary>
    /// Before a transmission: brings the window down where the non-validated phase has lasted for its period, and raises ssthresh to what was
    /// sustained (§4.4.3). Several periods without a transmission count each.
    /// </summary>
    public void OnSending(ICongestionControl congestion, Duration smoothedRtt, SimTime now)
    {
        Age(now, smoothedRtt);
        if (IsValidated(congestion.Window))
            return;
        while (now - _validatedAt >= NonValidatedPeriod)
        {
            _validatedAt += NonValidatedPeriod; // the phase is entered again
            congestion.SlowStartThreshold = Math.Max(congestion.SlowStartThreshold, (int)(congestion.Window * 3L / 4));
            var window = Math.Max(congestion.Window / 2, initialWindow);
            if (window >= congestion.Window)
            {
                _validatedAt = now;
                return;
            }

            congestion.Window = window;
        }
    }

    /// <summary>
    /// Congestion, before the algorithm's own response: the window to recover with, (max(pipeACK, LossFlightSize)) / 2, in the non-validated
    /// phase, or <see langword="null"/> where the algorithm decides (§4.4.1).
    /// </summary>
    public int? OnCongestion(int flightSize, int window)
    {
        if (IsValidated(window))
        {
            _lossFlightSize = 0;
            return null;
        }

        _lossFlightSize = flightSize;
        return Math.Max(PipeAck ?? 0, flightSize) / 2;
    }

    /// <summary>
    /// Recovery is over: the window, (max(pipeACK, LossFlightSize) - R) / 2 and at least a segment, which is ssthresh too, where recovery began in
    /// the non-validated phase; else <see langword="null"/>. pipeACK is undefined until the next sample (§4.4.1).
    /// </summary>
    /// <param name="retransmitted">R: what was sent again, each octet counted once, with what was marked as congested.</param>
    /// <param name="maximumSegmentSize">SMSS, octets.</param>
    public int? OnRecovered(int retransmitted, int maximumSegmentSize)
    {
        int? window = _lossFlightSize > 0
            ? Math.Max((Math.Max(PipeAck ?? 0, _lossFlightSize) - retransmitted) / 2, maximumSegmentSize)
            : null;
        Reset();
        return window;
    }

    /// <summary>After a timeout nothing measured holds: pipeACK is undefined.</summary>
    public void Reset()
    {
        _isDefined = false;
        PipeAck = null;
        _count = 0;
        _sampleStart = _sampleEnd = null;
        _lossFlightSize = 0;
    }

    private void TakeSample(in AckSample ack)
    {
        _sampleStart ??= ack.TotalAcknowledged - ack.AcknowledgedOctets;
        _sampleEnd ??= ack.TotalSent;
        if (ack.TotalAcknowledged < _sampleEnd)
            return;
        AddSample(ack.Now, (int)Math.Min(ack.TotalAcknowledged - _sampleStart.Value, int.MaxValue), SamplingPeriod(ack.SmoothedRtt));
        // Where nothing is in flight, the next round trip begins with what is sent next.
        _sampleStart = ack.TotalAcknowledged;
        _sampleEnd = ack.TotalSent > ack.TotalAcknowledged ? ack.TotalSent : null;
    }

    private void AddSample(SimTime now, int octets, Duration samplingPeriod)
    {
        _isDefined = true;
        if (_count > 0 && now - _maxima[0].Start < samplingPeriod / Periods)
        {
            _maxima[0].Octets = Math.Max(_maxima[0].Octets, octets);
            return;
        }

        _count = Math.Min(_count + 1, Periods);
        Array.Copy(_maxima, 0, _maxima, 1, _count - 1);
        _maxima[0] = (now, octets);
    }

    /// <summary>Forgets what is older than the sampling period. A sender that was idle for so long has used nothing: pipeACK is 0.</summary>
    private void Age(SimTime now, Duration smoothedRtt)
    {
        while (_count > 0 && now - _maxima[_count - 1].Start > SamplingPeriod(smoothedRtt))
            _count--;
        var greatest = 0;
        for (var i = 0; i < _count; i++)
            greatest = Math.Max(greatest, _maxima[i].Octets);
        PipeAck = _isDefined ? greatest : null;
    }

    private static Duration SamplingPeriod(Duration smoothedRtt) => Duration.Max(smoothedRtt * 3, MinSamplingPeriod); // §4.2
}
