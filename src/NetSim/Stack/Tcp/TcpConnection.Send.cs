using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>SEND and RECEIVE (RFC 9293 §3.10.2, §3.10.3): what goes out, and when it is acknowledged.</content>
internal sealed partial class TcpConnection
{
    private readonly SendBuffer _outgoing = new();
    private SequenceNumber _outgoingStart; // the number of its first octet
    private readonly SimTimer _delayedAckTimer;
    private Reason? _ackReason;  // why an acknowledgment must go out now, or null
    private int _unacknowledged; // octets received since the last acknowledgment

    /// <summary>How many octets the application can write.</summary>
    public int WriteRoom => CanWrite ? Math.Max(0, Settings.SendBufferSize - _outgoing.Length) : 0;

    /// <summary>Whether this side is open for writing.</summary>
    public bool CanWrite => !_finQueued && State is TcpState.SynSent or TcpState.SynReceived or TcpState.Established or TcpState.CloseWait;

    /// <summary>How many octets the application can read.</summary>
    public int Available => _received.Available;

    /// <summary>How many octets are kept behind a gap.</summary>
    public int OutOfOrder => _received.OutOfOrder;

    /// <summary>Whether the peer has closed, or this side for reading, and all that was sent has been read.</summary>
    public bool IsAtEnd => (_finDelivered || _receiveShutdown) && _received.Available == 0;

    /// <summary>RCV.WND: what is free in the buffer, but never less than the peer was told.</summary>
    private int ReceiveWindow => Math.Max(_rcvEdge - _rcvNxt, 0);

    /// <summary>The number after the last octet that the application wrote: that of the FIN, once there is one.</summary>
    private SequenceNumber OutgoingEnd => _outgoingStart + _outgoing.Length;

    private int FlightSize => _sndMax - _sndUna;

    /// <summary>
    /// The number of a segment without data: SND.NXT, or the end of the peer's window where a probe, or the peer's taking back of its
    /// window, put SND.NXT beyond it; the peer would not accept that, and two sides that probe each other would never agree.
    /// </summary>
    private SequenceNumber EmptySegmentSequence => IsSynchronized ? SequenceNumber.Min(_sndMax, _sndUna + _sndWnd) : _sndMax;

    /// <summary>Queues octets and sends what may be sent.</summary>
    public void Write(Payload octets)
    {
        var sentBefore = _sndNxt;
        _outgoing.Append(octets);
        Output();
        if (_trace is not null && _sndNxt == sentBefore && !octets.IsEmpty)
            TraceHold(octets);
    }

    /// <summary>Copies octets to the application, and tells the peer of the room when it has become worth it.</summary>
    public int Read(Span<byte> destination)
    {
        var count = _received.Read(destination);
        if (count > 0)
            UpdateReceiveWindow();
        return count;
    }

    /// <summary>Sends what may be sent, and the acknowledgments that are due.</summary>
    private void Output()
    {
        if (State is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck)
        {
            if (OutgoingEnd > _sndNxt)
                FitSegmentsToPath();
            while (SendNext())
            {
            }
        }

        if (_ackReason is not { } reason || State is TcpState.Closed or TcpState.SynSent)
            return;
        Why(reason);
        SendSegment(EmptySegmentSequence, TcpFlags.Ack, Payload.Empty);
    }

    /// <summary>Sends one segment, if the windows, Nagle's algorithm and silly-window avoidance let it go.</summary>
    private bool SendNext()
    {
        var end = OutgoingEnd;
        var unsent = Math.Max(end - _sndNxt, 0);
        var inFlight = _sndNxt - _sndUna;
        var usable = Math.Min(_sndWnd, CongestionWindow) - inFlight;
        var length = Math.Clamp(Math.Min(unsent, usable), 0, _sendMss);
        var finWaits = _finQueued && _sndNxt <= end;
        var fin = finWaits && length == unsent && inFlight + length < _sndWnd; // the FIN takes a number of the window too
        if (!fin && (length == 0 || !IsWorthSending(length, unsent)))
        {
            if ((unsent > 0 || finWaits) && inFlight == 0)
                StartPersistTimer();
            return false;
        }

        _persistTimer.Stop();
        _probes = 0;
        var payload = length == 0 ? Payload.Empty : _outgoing.Read(_sndNxt - _outgoingStart, length);
        var flags = TcpFlags.Ack | (length > 0 && length == unsent ? TcpFlags.Psh : 0) | (fin ? TcpFlags.Fin : 0);
        SendData(payload, flags);
        return true;
    }

    /// <summary>Nagle's algorithm (§3.7.4) and the sender's side of silly-window avoidance (§3.8.6.2.1).</summary>
    private bool IsWorthSending(int length, int unsent)
    {
        if (length == _sendMss || _sndNxt < _sndMax)
            return true;
        return (_sndNxt == _sndUna || Settings.NoDelay) && (length == unsent || length >= _maxSndWnd / 2);
    }

    /// <summary>cwnd; the first two duplicate acknowledgments let a new segment go each: limited transmit (RFC 5681 §3.2 (1), RFC 3042).</summary>
    private int CongestionWindow => _inRecovery || _duplicateAcks == 0 || _sndNxt < _sndMax
        ? _congestion.Window
        : (int)Math.Min((long)_congestion.Window + (Math.Min(_duplicateAcks, DuplicateAckThreshold - 1) * _sendMss), int.MaxValue);

    private void SendData(Payload payload, TcpFlags flags)
    {
        var isAgain = _sndNxt < _sndMax;
        var sequence = _sndNxt;
        if (_trace is not null)
            TraceSendReason(payload, flags, isAgain);
        SendSegment(sequence, flags, payload);
        RememberSent(sequence, payload.Length);
        _sndNxt = sequence + payload.Length + ((flags & TcpFlags.Fin) != 0 ? 1 : 0);
        _sndMax = SequenceNumber.Max(_sndMax, _sndNxt);
        StartTiming(_sndNxt, isAgain);
        if (!_retransmissionTimer.IsRunning)
            StartRetransmissionTimer();
    }

    /// <summary>Every segment of the connection but resets leaves here; it carries the newest acknowledgment and window.</summary>
    private void SendSegment(SequenceNumber sequence, TcpFlags flags, Payload payload, PduList<TcpOption> options = default)
    {
        if ((flags & TcpFlags.Ack) != 0)
            OnAcknowledging();
        var segment = new TcpSegment
        {
            SourcePort = Local.Port,
            DestinationPort = Remote.Port,
            Sequence = sequence,
            Acknowledgment = (flags & TcpFlags.Ack) != 0 ? _rcvNxt : default,
            Flags = flags,
            Window = (ushort)Math.Min((flags & TcpFlags.Ack) != 0 ? ReceiveWindow : Settings.ReceiveBufferSize, ushort.MaxValue),
            Options = options,
            Payload = payload,
        };
        if (_trace is not null)
            TraceSegment(segment);
        _environment.Transmit(this, segment, ecn: 0);
    }

    private void OnAcknowledging()
    {
        _ackReason = null;
        _unacknowledged = 0;
        _delayedAckTimer.Stop();
        OpenReceiveWindow();
    }

    private void AcknowledgeNow(Reason reason) => _ackReason ??= reason;

    /// <summary>Delayed acknowledgment: of every second full segment at once, of others after a while (§3.8.6.3, RFC 5681 §4.2).</summary>
    private void AcknowledgeSoon(int octets)
    {
        _unacknowledged += octets;
        if (_unacknowledged >= 2 * Math.Min(_sendMss, _options.MaximumSegmentSize))
        {
            AcknowledgeNow(Reason.TcpAcksSecondSegment);
            return;
        }

        In(PduAction.Accept, null, Reason.TcpDelaysAck, _options.DelayedAckTimeout);
        if (!_delayedAckTimer.IsRunning)
            _delayedAckTimer.Start(_options.DelayedAckTimeout);
    }

    private void OnDelayedAckTimeout()
    {
        AcknowledgeNow(Reason.TcpAcksAfterDelay);
        ComeToRest();
    }

    /// <summary>The receiver's side of silly-window avoidance: the window's edge moves by a worthwhile step or not at all (§3.8.6.2.2).</summary>
    private bool OpenReceiveWindow()
    {
        var edge = _rcvNxt + Math.Max(0, Settings.ReceiveBufferSize - _received.Available);
        if (edge - _rcvEdge < Math.Min(Settings.ReceiveBufferSize / 2, _options.MaximumSegmentSize))
            return false;
        _rcvEdge = edge;
        return true;
    }

    /// <summary>The application has read: a peer that was held up is told at once.</summary>
    private void UpdateReceiveWindow()
    {
        var before = ReceiveWindow;
        var wasTight = before < Math.Min(Settings.ReceiveBufferSize / 2, 2 * _options.MaximumSegmentSize);
        if (!IsSynchronized || _finDelivered || !wasTight || !OpenReceiveWindow())
            return;
        AcknowledgeNow(Reason.TcpOpensWindow);
        Output();
    }
}
