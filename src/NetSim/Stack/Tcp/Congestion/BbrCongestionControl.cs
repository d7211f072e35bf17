using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// BBR, version 1 (draft-cardwell-iccrg-bbr-congestion-control-00): sends at the rate at which the network delivers, with about what the path
/// holds in flight; loss and marks are no measure of either.
/// </summary>
public sealed partial class BbrCongestionControl : ICongestionControl
{
    private const int MinPipeSegments = 4; // BBRMinPipeCwnd (§4.2.3.3)

    private readonly WindowedMaximum _bottleneckRate = new(); // BBR.BtlBwFilter, bits per second
    private int _segmentSize = 1;
    private int _initialWindow;
    private uint _draw;
    private Duration _minRtt = Duration.MaxValue;   // BBR.RTprop
    private SimTime _minRttAt;                      // BBR.rtprop_stamp
    private bool _isMinRttExpired;                  // BBR.rtprop_expired
    private bool _hasSmoothedRtt;
    private long _round;                            // BBR.round_count
    private long _nextRoundDelivered;
    private bool _isRoundStart;
    private long _pacingRate;                       // bits per second
    private int _priorWindow;                       // BBR.prior_cwnd
    private bool _isInRecovery;
    private bool _entersRecovery;
    private bool _conservesPackets;                 // BBR.packet_conservation
    private long _recoveryRoundEnd;

    /// <inheritdoc/>
    public string Name => "bbr";

    /// <inheritdoc/>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>Without meaning here: kept as it is set.</summary>
    public int SlowStartThreshold { get; set; } = int.MaxValue;

    /// <summary>BBR.pacing_rate.</summary>
    public DataRate? PacingRate => _pacingRate > 0 ? new DataRate(_pacingRate) : null;

    /// <inheritdoc/>
    public bool ControlsRecovery => true;

    /// <inheritdoc/>
    public bool EchoesEachMark => false;

    /// <summary>BBR.state.</summary>
    public BbrState State { get; private set; }

    /// <summary>BBR.BtlBw: the greatest rate of delivery in the last ten round trips; <see langword="null"/> before there is a sample.</summary>
    public DataRate? BottleneckRate => _bottleneckRate.Value > 0 ? new DataRate(_bottleneckRate.Value) : null;

    /// <summary>BBR.RTprop: the least round-trip time in the last ten seconds; <see langword="null"/> before there is a sample.</summary>
    public Duration? MinRtt => _minRtt == Duration.MaxValue ? null : _minRtt;

    /// <inheritdoc/>
    public void OnEstablished(in CongestionStart start)
    {
        _segmentSize = start.MaximumSegmentSize;
        _initialWindow = start.InitialWindow;
        _draw = start.Draw;
        Window = start.InitialWindow;
        _minRtt = start.Rtt ?? Duration.MaxValue;
        _minRttAt = start.Now;
        EnterStartup();
        InitPacingRate(start.Rtt ?? Duration.Zero);
    }

    /// <inheritdoc/>
    public void OnSegmentSizeChanged(int maximumSegmentSize) => _segmentSize = maximumSegmentSize;

    /// <summary>The steps on each acknowledgment: the model, the state, the rate and the window (§3.5.2).</summary>
    public void OnAcknowledged(in AckSample ack)
    {
        UpdateRound(ack);
        UpdateBottleneckRate(ack);
        CheckCyclePhase(ack);
        CheckFullPipe(ack);
        CheckDrain(ack);
        UpdateMinRtt(ack);
        CheckProbeRtt(ack);
        if (!_hasSmoothedRtt && ack.SmoothedRtt > Duration.Zero)
            InitPacingRate(ack.SmoothedRtt);
        SetPacingRate(_pacingGain);
        SetWindow(ack);
    }

    /// <summary>A loss: recovery begins, and in its first round trip as much is sent as is delivered (§4.2.3.4). A mark changes nothing.</summary>
    public void OnCongestion(in CongestionSignal signal)
    {
        if (signal.Cause != CongestionCause.Loss)
            return;
        _priorWindow = SavedWindow();
        _isInRecovery = _entersRecovery = _conservesPackets = true;
    }

    /// <inheritdoc/>
    public void OnRecovered(SimTime now) => LeaveRecovery();

    /// <inheritdoc/>
    public void OnTimeout(int flightSize, bool isFirst, SimTime now)
    {
        _priorWindow = SavedWindow();
        _isInRecovery = true;
        _entersRecovery = _conservesPackets = false;
        Window = _segmentSize;
    }

    /// <summary>The window comes back, and what made the pipe look full is forgotten: it was no loss.</summary>
    public void OnUndo(SimTime now)
    {
        _fullRate = 0;
        _fullRateRounds = 0;
        LeaveRecovery();
    }

    /// <summary>Sends on at exactly the bottleneck's rate (§4.3.4.4).</summary>
    public void OnRestart(Duration idle, SimTime now)
    {
        _isIdleRestart = true;
        if (State == BbrState.ProbeBandwidth)
            SetPacingRate(UnitGain);
    }

    /// <summary>BBRUpdateRound (§4.1.1.3).</summary>
    private void UpdateRound(in AckSample ack)
    {
        _isRoundStart = ack.DeliveredOctets > 0 && ack.DeliveredWhenSent >= _nextRoundDelivered;
        if (!_isRoundStart)
            return;
        _nextRoundDelivered = ack.TotalDelivered;
        _round++;
    }

    /// <summary>BBRUpdateBtlBw (§4.1.1.5).</summary>
    private void UpdateBottleneckRate(in AckSample ack)
    {
        if (ack.DeliveryRate is { } rate && (rate.BitsPerSecond >= _bottleneckRate.Value || !IsApplicationLimited(ack)))
            _bottleneckRate.Update(_round, rate.BitsPerSecond);
    }

    /// <summary>BBRUpdateRTprop (§4.1.2.3).</summary>
    private void UpdateMinRtt(in AckSample ack)
    {
        _isMinRttExpired = ack.Now > _minRttAt + MinRttFilterLength;
        if (ack.Rtt is not { } rtt || (rtt > _minRtt && !_isMinRttExpired))
            return;
        _minRtt = rtt;
        _minRttAt = ack.Now;
    }

    /// <summary>BBRInitPacingRate (§4.2.1).</summary>
    private void InitPacingRate(Duration smoothedRtt)
    {
        _hasSmoothedRtt = smoothedRtt > Duration.Zero;
        var rtt = _hasSmoothedRtt ? smoothedRtt.Nanoseconds : 1_000_000;
        _pacingRate = Gained((long)((Int128)_initialWindow * 8_000_000_000 / rtt), _pacingGain);
    }

    /// <summary>BBRSetPacingRateWithGain (§4.2.1): before the pipe is full, the rate only rises.</summary>
    private void SetPacingRate(int gain)
    {
        var rate = Gained(_bottleneckRate.Value, gain);
        if (rate > 0 && (_isPipeFilled || rate > _pacingRate))
            _pacingRate = rate;
    }

    /// <summary>BBRSetCwnd (§4.2.3.6).</summary>
    private void SetWindow(in AckSample ack)
    {
        ModulateForRecovery(ack);
        if (!_conservesPackets)
        {
            var target = Inflight(_windowGain); // BBR.target_cwnd
            long window = Window;
            if (_isPipeFilled)
                window = Math.Min(window + ack.DeliveredOctets, target);
            else if (window < target || ack.TotalDelivered < _initialWindow)
                window += ack.DeliveredOctets;
            Window = (int)Math.Clamp(window, (long)MinPipeSegments * _segmentSize, int.MaxValue);
        }

        if (State == BbrState.ProbeRtt)
            Window = Math.Min(Window, MinPipeSegments * _segmentSize); // BBRModulateCwndForProbeRTT (§4.2.3.5)
    }

    /// <summary>BBRModulateCwndForRecovery (§4.2.3.4).</summary>
    private void ModulateForRecovery(in AckSample ack)
    {
        if (_isInRecovery && !_entersRecovery && !ack.IsInRecovery)
            LeaveRecovery(); // the connection repaired the loss, if without a word
        if (_entersRecovery)
        {
            _entersRecovery = false;
            _recoveryRoundEnd = ack.TotalDelivered;
            Window = (int)Math.Min(ack.FlightSize + (long)Math.Max(ack.DeliveredOctets, _segmentSize), int.MaxValue);
            return;
        }

        if (_conservesPackets && ack.DeliveredWhenSent >= _recoveryRoundEnd)
            _conservesPackets = false;
        if (_isInRecovery && ack.LostOctets > 0)
            Window = Math.Max(Window - ack.LostOctets, _segmentSize);
        if (_conservesPackets)
            Window = (int)Math.Min(Math.Max(Window, (long)ack.FlightSize + ack.DeliveredOctets), int.MaxValue);
    }

    private void LeaveRecovery()
    {
        if (!_isInRecovery)
            return;
        _isInRecovery = _entersRecovery = _conservesPackets = false;
        RestoreWindow();
    }

    /// <summary>BBRSaveCwnd: the last window that neither recovery nor ProbeRTT had made smaller (§4.2.3.4).</summary>
    private int SavedWindow() => _isInRecovery || State == BbrState.ProbeRtt ? Math.Max(_priorWindow, Window) : Window;

    /// <summary>BBRRestoreCwnd.</summary>
    private void RestoreWindow() => Window = Math.Max(Window, _priorWindow);

    /// <summary>BBRInflight (§4.2.3.2): what is in flight when the rate times the round-trip time is, with three quanta more.</summary>
    private long Inflight(int gain)
    {
        if (_minRtt == Duration.MaxValue)
            return _initialWindow;
        var product = (Int128)_bottleneckRate.Value * _minRtt.Nanoseconds / 8_000_000_000;
        return (long)Int128.Min((product * gain / UnitGain) + (3 * SendQuantum), int.MaxValue);
    }

    /// <summary>BBR.send_quantum (§4.2.2), octets.</summary>
    private long SendQuantum => _pacingRate switch
    {
        < 1_200_000 => _segmentSize,
        < 24_000_000 => 2L * _segmentSize,
        _ => Math.Min(_pacingRate / 8_000, 65_536),
    };

    private static long Gained(long value, int gain) => (long)Int128.Min((Int128)value * gain / UnitGain, long.MaxValue);
}
