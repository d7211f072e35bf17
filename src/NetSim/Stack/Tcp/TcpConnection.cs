using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <summary>A TCP connection: the state machine of RFC 9293 §3.10, in a file for each concern.</summary>
/// <remarks>
/// Open, Receive, Data, Acknowledge, Recovery, Send, Retransmit, Persist and Close hold the machine; this file holds what they share. The
/// connection sees the world only through <see cref="ITcpEnvironment"/>, and tells its user when it has come to rest after an event,
/// never in the middle of one.
/// </remarks>
internal sealed partial class TcpConnection : TransmissionControlBlock
{
    private readonly ITcpEnvironment _environment;
    private readonly DeviceTrace? _trace;
    private TcpOptions _options;

    // The send sequence space (RFC 9293 §3.3.1).
    private readonly SequenceNumber _iss; // ISS
    private SequenceNumber _sndUna;       // SND.UNA
    private SequenceNumber _sndNxt;       // SND.NXT
    private SequenceNumber _sndMax;       // SND.NXT, or the number after a window probe beyond it
    private int _sndWnd;                  // SND.WND
    private int _maxSndWnd;               // the greatest window that the peer offered (Max(SND.WND), RFC 9293 §3.8.6.2.1)
    private SequenceNumber _sndWl1;       // SND.WL1
    private SequenceNumber _sndWl2;       // SND.WL2
    private int _offeredMss;              // SendMSS: the peer's
    private int _sendMss;                 // Eff.snd.MSS (RFC 9293 §3.7.1)

    // The receive sequence space.
    private SequenceNumber _irs;          // IRS
    private SequenceNumber _rcvNxt;       // RCV.NXT
    private SequenceNumber _rcvEdge;      // RCV.NXT + RCV.WND as last told to the peer

    private bool _changed;                // whether the user has something to be told
    private SocketError? _untoldError;    // what SO_ERROR will tell

    public TcpConnection(
        ITcpEnvironment environment, Ipv4EndPoint local, Ipv4EndPoint remote, SequenceNumber iss, TcpOptions options, TcpSettings settings)
        : base(local, remote)
    {
        _environment = environment;
        _options = options;
        Settings = settings;
        _trace = environment.Trace;
        _iss = _sndUna = _sndNxt = _sndMax = _sndUp = _lastSmallEnd = _limitRoundEnd = _highSequence = _recover = _forwardAck = _overtaken = _marksForgottenAt = iss;
        _outgoingStart = iss + 1;
        _offeredMss = _sendMss = options.DefaultMaximumSegmentSize;
        _timestampOffset = options is { Timestamps: true, RandomTimestampOffset: true } ? environment.TimestampOffset(this) : 0;
        _rtt = new RttEstimator(options);
        _congestion = settings.CongestionControl.Create();
        _rack = new RackLossDetection(options.DuplicateAckThreshold);
    }

    /// <summary>What the application has set.</summary>
    public TcpSettings Settings { get; set; }

    public override TcpOptions Options
    {
        get => _options;
        set => _options = value;
    }

    /// <summary>Who is told of changes.</summary>
    public ITcpObserver? Observer { get; set; }

    /// <summary>Who is told of each segment, or null.</summary>
    public ITcpProbe? Probe { get; set; }

    /// <summary>Why the connection came to its end before its time, or null.</summary>
    public SocketError? Error { get; private set; }

    /// <summary>Whether the handshake is complete, and the connection not at its end.</summary>
    public bool IsSynchronized
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => State is not (TcpState.Closed or TcpState.SynSent or TcpState.SynReceived);
    }

    /// <summary>The one place where the state changes.</summary>
    private void TransitionTo(TcpState state)
    {
        State = state;
        _changed = true;
        _trace?.State(StateTable.TcpConnections, this, state == TcpState.Closed ? null : state.ToRfcName());
        switch (state)
        {
            case TcpState.Closed:
                ReleaseTimers();
                _timeWait?.Remove();
                break;
            case TcpState.Established:
                StartKeepAlive();
                break;
            case TcpState.FinWait2 when _isOrphaned:
                StartFinWait2Timer();
                break;
            case TcpState.TimeWait:
                ReleaseTimers();
                break;
        }

        _environment.OnStateChanged(this);
    }

    /// <summary>Ends every event at this connection: sends what is to be sent, then tells the user.</summary>
    private void ComeToRest()
    {
        Output();
        if (!_changed)
            return;
        _changed = false;
        if (State == TcpState.TimeWait)
            WaitAsRest();
        Observer?.OnChanged(this);
    }

    private void End(SocketError? error)
    {
        Error ??= error;
        _untoldError = error ?? _untoldError;
        TransitionTo(TcpState.Closed);
    }

    private uint RelativeSent(SequenceNumber number) => number.Value - _iss.Value;

    private uint RelativeReceived(SequenceNumber number) => number.Value - _irs.Value;
}
