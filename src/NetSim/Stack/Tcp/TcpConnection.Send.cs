using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;

namespace NetSim.Stack.Tcp;

/// <content>SEND (RFC 9293 §3.10.2): what goes out.</content>
internal sealed partial class TcpConnection
{
    private const int SmallFlight = 16; // segments, which any queue takes

    private SendBuffer _outgoing = new();
    private SequenceNumber _outgoingStart;      // the number of its first octet
    private SequenceNumber _sndUp;              // SND.UP: the number after the last urgent octet
    private SequenceNumber _lastSmallEnd;       // the number after the last segment that was not full (Minshall's variant of Nagle's algorithm)
    private SimTime _dataSentAt;
    private SimTime _nextSendAt;                // when pacing lets the next segment go
    private bool _wasWindowLimited;             // whether cwnd held back the sender in the present round trip
    private SequenceNumber _limitRoundEnd;
    private int _maxFlight;                     // the most that was in flight in it

    /// <summary>How many octets the application can write.</summary>
    public int WriteRoom => CanWrite ? Math.Max(0, SendBufferLimit - _outgoing.Length) : 0;

    /// <summary>Whether this side is open for writing.</summary>
    public bool CanWrite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked twice for each write
        get => !_finQueued && State is TcpState.SynSent or TcpState.SynReceived or TcpState.Established or TcpState.CloseWait;
    }

    /// <summary>The number after the last octet that the application wrote: that of the FIN, once there is one.</summary>
    private SequenceNumber OutgoingEnd => _outgoingStart + _outgoing.Length;

    /// <summary>
    /// The number of a segment without data: SND.NXT, or the end of the peer's window where a probe, or the peer's taking back of its
    /// window, put SND.NXT beyond it; the peer would not accept that, and two sides that probe each other would never agree.
    /// </summary>
    private SequenceNumber EmptySegmentSequence => IsSynchronized ? SequenceNumber.Min(_sndMax, SequenceNumber.Max(_sndUna, _sndUna + _sndWnd)) : _sndMax;

    private bool CanSendData
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => State is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck;
    }

    /// <summary>Whether there is something that was never sent: data, or the FIN behind it.</summary>
    private bool HasUnsent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked after each segment
        get => OutgoingEnd > _sndNxt || (_finQueued && _sndNxt <= OutgoingEnd);
    }

    /// <summary>Queues octets and sends what may be sent.</summary>
    public void Write(Payload octets)
    {
        var sentBefore = _sndNxt;
        var segmentWaits = OutgoingEnd - _sndNxt >= SegmentRoom && _sndUp <= _sndUna && _pacingTimer is not { IsRunning: true };
        _outgoing.Append(octets);
        if (_options.PushesByWrite)
            NotePushes(octets.Length);
        if (!segmentWaits) // a full segment that waits already waits for the window, not for these octets
            Output();
        if (_trace is not null && _sndNxt == sentBefore && !octets.IsEmpty)
            TraceHold(octets);
    }

    /// <summary>Sends what may be sent, and the acknowledgments that are due.</summary>
    private void Output()
    {
        var onlyReceives = OutgoingEnd == _sndUna && !_finQueued && _maxFlight == 0; // nothing is to be sent, nothing is or was in flight
        if (!onlyReceives && CanSendData)
            SendAllowed();
        if (_owesAck && State is not (TcpState.Closed or TcpState.SynSent))
            SendAck();
    }

    private void SendAck()
    {
        _trace?.Why(_ackReason!);
        SendSegment(EmptySegmentSequence, TcpFlags.Ack, Payload.Empty, DataOptions());
    }

    private void SendAllowed()
    {
        if (OutgoingEnd > _sndNxt || _finQueued || _scoreboard.SegmentsToResend > 0 || _phase >= RecoveryPhase.Recovery)
            SendWaiting();
        ValidateWindow();
        if ((OutgoingEnd > _sndUna || (_finQueued && _sndNxt <= OutgoingEnd)) && !IsTimed)
            StartPersistTimer();
    }

    private void SendWaiting()
    {
        if (OutgoingEnd > _sndNxt || _scoreboard.SegmentsToResend > 0)
            FitSegmentsToPath();
        if (OutgoingEnd > _sndNxt)
            _validation?.OnSending(_congestion, _rtt.SmoothedRtt, _environment.Now);
        var sentBefore = _sndNxt;
        while (!IsPaced() && (ResendNext() || (HasUnsent && SendNext()) || ResendSpeculatively()))
        {
        }

        if (_sendsNewDataFirst && _sndNxt == _highSequence)
            GiveUpForwardRto();
        if (_sndNxt != sentBefore)
            ScheduleTailProbe();
    }

    /// <summary>No new data could be sent that would tell whether the timeout was spurious: what is held for lost is sent again (RFC 5682 §3.1 (2.b)).</summary>
    private void GiveUpForwardRto()
    {
        _sendsNewDataFirst = _forwardRto = false;
        while (!IsPaced() && ResendNext())
        {
        }
    }

    /// <summary>Sends one segment of new data, if the windows, Nagle's algorithm and silly-window avoidance let it go.</summary>
    private bool SendNext()
    {
        var end = OutgoingEnd;
        var unsent = Math.Max(end - _sndNxt, 0);
        var finWaits = _finQueued && _sndNxt <= end;
        var inFlight = _sndNxt - _sndUna;
        var allowed = Math.Max(0, _congestion.Window - Pipe);
        var usable = Math.Max(0, Math.Min(_sndWnd - inFlight, allowed));
        var room = SegmentRoom;
        var length = Math.Min(Math.Min(unsent, usable), room);
        var fin = finWaits && length == unsent && inFlight + length < _sndWnd && (length > 0 || allowed > 0 || Pipe == 0); // the FIN takes a number of the window too
        if (!fin && (length == 0 || (length < room && !IsWorthSending(length, unsent))))
            return false;
        if (!_options.LimitedTransmit && _phase == RecoveryPhase.Disorder)
            return false;
        SendNewData(length, fin);
        return true;
    }

    /// <summary>Nagle's algorithm (§3.7.4) and the sender's side of silly-window avoidance (§3.8.6.2.1), for what does not fill a segment.</summary>
    private bool IsWorthSending(int length, int unsent)
    {
        if (_sndUp > _sndNxt)
            return length == unsent; // urgent data does not wait
        var isHeld = !Settings.NoDelay && !_finQueued
            && (_options.NagleWaitsForSmallOnly ? _lastSmallEnd > _sndUna : _sndNxt != _sndUna);
        if (isHeld || Settings.Cork && !_finQueued)
            return false;
        return length == unsent || length >= _maxSndWnd / 2;
    }

    private void SendNewData(int length, bool fin, bool pushes = false)
    {
        if (_scoreboard.Count == 0 && _octetsSent > 0)
            NoteIdle();
        if (_persistTimer is { IsRunning: true })
            _persistTimer.Disarm();
        _probes = 0;
        var sequence = _sndNxt;
        var unsent = OutgoingEnd - sequence;
        var payload = length == 0 ? Payload.Empty : _outgoing.Read(sequence - _outgoingStart, length);
        var isPushed = length > 0 && ((length == unsent && (!Settings.Cork || pushes)) | IsPushedWithin(sequence, length));
        var flags = TcpFlags.Ack | (isPushed ? TcpFlags.Psh : 0) | (fin ? TcpFlags.Fin : 0);
        if (_trace is not null)
            TraceSendReason(payload, flags);
        if (_scoreboard.Count == 0)
            _outstandingSince = _environment.Now;
        var numbers = length + (fin ? 1 : 0);
        var status = (fin ? SegmentStatus.Fin : SegmentStatus.None) | (isPushed ? SegmentStatus.Pushed : SegmentStatus.None);
        _scoreboard.Add(sequence, numbers, status, _delivery.OnSent(_environment.Now, Pipe), hasFollowers: length < unsent);
        _sndNxt = sequence + numbers;
        _sndMax = SequenceNumber.Max(_sndMax, _sndNxt);
        if (length < SegmentRoom)
            _lastSmallEnd = _sndNxt;
        _totalSent += numbers;
        _reduction?.OnSent(numbers);
        SendData(sequence, flags, payload, isAgain: false);
        if (_trace is not null)
            _scoreboard[_scoreboard.Count - 1].Event = _trace.LastSent;
        if (!IsTimed)
            StartRetransmissionTimer();
        if (OutgoingEnd - _sndNxt < _sendMss && _scoreboard.SegmentsToResend == 0 && Pipe < _congestion.Window)
            _delivery.OnApplicationLimited(Pipe);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SendData(SequenceNumber sequence, TcpFlags flags, Payload payload, bool isAgain)
    {
        if (_sndUp > sequence)
            flags |= TcpFlags.Urg;
        if (PacingRate is { BitsPerSecond: > 0 } rate)
            Pace(payload.Length, rate);
        _dataSentAt = _environment.Now;
        _octetsSent += payload.Length;
        _dataSegmentsSent++;
        if (_dataSegmentsReceived > 0 && !payload.IsEmpty)
            NotePingPong();
        if (_usesEcn)
            flags |= EcnFlags(flags, !isAgain && !payload.IsEmpty);
        SendSegment(sequence, flags, payload, DataOptions(), isAgain);
    }

    /// <summary>Every segment of the connection leaves here; it carries the newest acknowledgment and window.</summary>
    private void SendSegment(SequenceNumber sequence, TcpFlags flags, Payload payload, PduList<TcpOption> options = default, bool isAgain = false)
    {
        var hasAck = (flags & TcpFlags.Ack) != 0;
        var isSyn = (flags & TcpFlags.Syn) != 0;
        if (hasAck)
            OnAcknowledging();
        if (_usesEcn && payload.IsEmpty)
            flags |= EcnFlags(flags, isNewData: false);
        if (_options.UserTimeoutOption)
            options = WithUserTimeout(options, flags, payload.Length);
        var segment = new TcpSegment(Sockets.LocalPort, Sockets.RemotePort, flags, payload, options, TimestampsAlone(flags, options))
        {
            Sequence = sequence,
            Acknowledgment = hasAck ? _rcvNxt : default,
            Window = (flags & TcpFlags.Rst) != 0 && (_options.ResetsWithoutWindow || !hasAck) ? (ushort)0 : isSyn ? (ushort)Math.Min(ReceiveBufferLimit, ushort.MaxValue) : WindowField(),
            UrgentPointer = (flags & TcpFlags.Urg) != 0 ? (ushort)Math.Min(_sndUp - sequence, ushort.MaxValue) : (ushort)0,
        };
        _segmentsSent++;
        if (_trace is not null)
            TraceSegment(segment);
        _environment.Transmit(this, segment, _usesEcn ? EcnField(segment, isAgain) : (byte)0);
        Probe?.OnSegmentSent(this, segment, isAgain);
    }

    /// <summary>The congestion window after a pause (RFC 5681 §4.1).</summary>
    private void NoteIdle()
    {
        var idle = _environment.Now - _dataSentAt;
        if (idle < _rtt.Rto)
            return;
        if (_options.CongestionWindowValidation == CongestionWindowValidationMode.RestartAfterIdle)
            _congestion.Window = Math.Min(_congestion.Window, InitialWindow());
        else if (_options.CongestionWindowValidation == CongestionWindowValidationMode.DecayWhenIdle)
            DecayWindow(idle);
        _congestion.OnRestart(idle, _environment.Now);
    }

    private void DecayWindow(Duration idle)
    {
        var window = _congestion.Window;
        if (_congestion.SlowStartThreshold != int.MaxValue)
            _congestion.SlowStartThreshold = Math.Max(_congestion.SlowStartThreshold, window / 4 * 3);
        var least = Math.Min(InitialWindow(), window);
        for (idle -= _rtt.Rto; idle > Duration.Zero && window > least; idle -= _rtt.Rto)
            window /= 2;
        _congestion.Window = Math.Max(window, least);
    }

    /// <summary>Whether cwnd, and not the application, has been the limit of late: only then may it grow (RFC 7661 §1, RFC 9438 §5.8).</summary>
    private bool IsWindowLimited => _wasWindowLimited
        || (_congestion.Window < _congestion.SlowStartThreshold && _congestion.Window < 2L * _maxFlight);

    private void ValidateWindow()
    {
        var pipe = Pipe;
        var isLimited = pipe + _sendMss > _congestion.Window;
        if (_sndUna < _limitRoundEnd && !isLimited && (_wasWindowLimited || pipe <= _maxFlight))
            return;
        _wasWindowLimited = isLimited;
        _maxFlight = pipe;
        _limitRoundEnd = _sndNxt;
    }

    /// <summary>Whether what may be sent is held back, by pacing or because enough waits in the host itself; then it goes on when the timer expires.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPaced() =>
        (_nextSendAt > _environment.Now || (_scoreboard.Count >= SmallFlight && _options.EgressQueueLimit != Duration.MaxValue)) && WaitsForPacing();

    private bool WaitsForPacing()
    {
        if (OutgoingEnd == _sndNxt && _scoreboard.SegmentsToResend == 0)
            return false;
        var wait = HeldBackFor();
        if (wait <= Duration.Zero)
            return false;
        Start(ref _pacingTimer, PacingTimeout, wait);
        return true;
    }

    /// <summary>
    /// Pacing; and no queue of one connection builds up in front of the host's own transmitter, where it would only be dropped when the
    /// congestion window is larger than the path (Linux: TCP small queues).
    /// </summary>
    private Duration HeldBackFor()
    {
        if (_nextSendAt > _environment.Now && PacingRate is not null)
            return _nextSendAt - _environment.Now;
        if (_scoreboard.Count < SmallFlight || _options.EgressQueueLimit == Duration.MaxValue)
            return Duration.Zero;
        var backlog = _environment.EgressBacklog(this);
        return backlog > _options.EgressQueueLimit ? backlog - (_options.EgressQueueLimit / 2) : Duration.Zero;
    }

    private void Pace(int octets, Links.DataRate rate)
    {
        var start = _nextSendAt > _environment.Now ? _nextSendAt : _environment.Now;
        _nextSendAt = start + new Duration((long)(octets * 8_000_000_000L / (Int128)rate.BitsPerSecond));
    }

    /// <summary>The algorithm's rate; else twice the window each round trip in slow start, then 1.2 times (Linux's tcp_pacing_ss_ratio, tcp_pacing_ca_ratio).</summary>
    private Links.DataRate? PacingRate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked for each segment
        get
        {
            if (_congestion.PacingRate is { } rate)
                return rate;
            return _options.Pacing && _rtt.SmoothedRtt > Duration.Zero ? RateOfWindow() : null;
        }
    }

    private Links.DataRate RateOfWindow()
    {
        var percent = _congestion.Window < _congestion.SlowStartThreshold / 2 ? 200 : 120;
        return new Links.DataRate((long)((Int128)_congestion.Window * percent * 80_000_000 / _rtt.SmoothedRtt.Nanoseconds));
    }
}
