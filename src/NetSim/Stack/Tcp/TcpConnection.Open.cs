using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>OPEN (RFC 9293 §3.10.1) and the answers to SYN in LISTEN and SYN-SENT (§3.10.7.2, §3.10.7.3).</content>
internal sealed partial class TcpConnection
{
    private bool _isPassive;             // made by a listener
    private SocketError? _softError;     // what ICMP or ARP told, which alone does not end an attempt (RFC 9293 §3.9.2.2)
    private TcpHandshakeOptions _offers; // what the peer's SYN offers

    /// <summary>Active OPEN: sends a SYN.</summary>
    public void Connect()
    {
        if (_trace is not null)
        {
            _trace?.Why(Reason.TcpChoosesPort, Remote, Local.Address, Local.Port);
            _trace?.Why(Reason.TcpOpens, _iss);
        }

        TransitionTo(TcpState.SynSent);
        SendSyn(TcpFlags.Syn);
    }

    /// <summary>A listener has received a SYN: third check of §3.10.7.2.</summary>
    public void Accept(TcpSegment syn)
    {
        _isPassive = true;
        _segmentsReceived = 1;
        RecordSyn(syn, TcpHandshakeOptions.Read(syn));
        TransitionTo(TcpState.SynReceived);
        _trace?.In(PduAction.Accept, syn, MssReason(Reason.TcpAnswersSyn, Reason.TcpAnswersSynWithoutMss), _sendMss + DataOptionsLength, syn.Sequence);
        SendSyn(TcpFlags.Syn | TcpFlags.Ack);
    }

    /// <summary>The peer sends its SYN again, for it has not got the SYN+ACK: that comes again (as in Linux and FreeBSD), where §3.10.7.4 has only an acknowledgment.</summary>
    private bool IsSynAgain(TcpSegment segment) => _isPassive && _options.ResendsSynAck
        && segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Ack) && !segment.Has(TcpFlags.Rst) && segment.Sequence == _irs;

    /// <summary>Whether this acknowledgment does not complete the handshake, for the listener waits for data (TCP_DEFER_ACCEPT).</summary>
    public bool WaitsForData(TcpSegment segment) => State == TcpState.SynReceived && _isPassive && _timeouts < Settings.DeferredHandshakes
        && segment.Payload.IsEmpty && segment.Flags == TcpFlags.Ack && segment.Sequence == _rcvNxt;

    private void AnswerSynAgain()
    {
        if (_challenges.TryTakeInterval(_environment.Now, _options))
            SendSyn(TcpFlags.Syn | TcpFlags.Ack);
    }

    /// <summary>SEGMENT ARRIVES in SYN-SENT (§3.10.7.3).</summary>
    private void OnSegmentInSynSent(TcpSegment segment)
    {
        if (!CheckAckInSynSent(segment)) return;          // first
        if (!CheckResetInSynSent(segment)) return;        // second
        if (!segment.Has(TcpFlags.Syn))                   // fifth
        {
            _trace?.Drop(segment, DropReason.TcpNeitherSynNorReset);
            return;
        }

        RecordSyn(segment, TcpHandshakeOptions.Read(segment)); // fourth
        if (!segment.Has(TcpFlags.Ack))
        {
            TransitionTo(TcpState.SynReceived);
            _trace?.In(PduAction.Accept, segment, Reason.TcpSimultaneousOpen);
            SendSyn(TcpFlags.Syn | TcpFlags.Ack);
            return;
        }

        AcknowledgeSyn(segment);
        TransitionTo(TcpState.Established);
        _trace?.In(PduAction.Accept, segment, MssReason(Reason.TcpHandshakeAnswered, Reason.TcpHandshakeAnsweredWithoutMss), _sendMss + DataOptionsLength, segment.Window);
        if (!IsBerkeley || segment.Payload.IsEmpty) // FreeBSD puts the acknowledgment of data off as ever
            AcknowledgeNow(Reason.TcpAcksSyn);
        BeginQueuedClose();
        AcceptUrgent(segment);
        AcceptData(segment);
        AcceptFin(segment);
    }

    private bool CheckAckInSynSent(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Ack) || (segment.Acknowledgment > _iss && segment.Acknowledgment <= _sndMax))
            return true;
        _trace?.Drop(segment, DropReason.TcpAckOfNothing, RelativeSent(segment.Acknowledgment));
        if (!segment.Has(TcpFlags.Rst))
            ResetBadAck(segment);
        return false;
    }

    private bool CheckResetInSynSent(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Rst))
            return true;
        if (segment.Has(TcpFlags.Ack))
        {
            _trace?.In(PduAction.Accept, segment, Reason.TcpRefused, Remote);
            End(SocketError.ConnectionRefused);
        }
        else
        {
            _trace?.Drop(segment, DropReason.TcpResetWithoutAck);
        }

        return false;
    }

    private void RecordSyn(TcpSegment syn, in TcpHandshakeOptions offers)
    {
        _irs = syn.Sequence;
        _rcvNxt = _rcvUp = _lastAckSent = syn.Sequence + 1;
        _rcvEdge = _rcvNxt + Math.Min(ReceiveBufferLimit, ushort.MaxValue);
        _offers = offers;
        NegotiateOptions(syn);
        if (_options.UserTimeoutOption)
            ReadUserTimeout(syn);
        // RFC 9293 §3.7.1; a peer that offers less than a sane number would stop the connection for ever.
        _offeredMss = Math.Max(offers.MaximumSegmentSize ?? _options.DefaultMaximumSegmentSize, _options.MinimumSegmentSize);
        var own = OwnMss;
        _sendMss = EffectiveMss(own);
        if (_options.RoundsReceiveBuffer)
            RoundReceiveBuffer();
        _receiveMss = Math.Min(_options.DefaultMaximumSegmentSize, own);
        SetSendWindow(syn, syn.Window); // RFC 7323 §2.2: the window of a SYN is never scaled
    }

    /// <summary>The peer has acknowledged this side's SYN.</summary>
    private void AcknowledgeSyn(TcpSegment segment)
    {
        _sndUna = SequenceNumber.Max(_iss + 1, segment.Acknowledgment);
        _retransmissionTimer?.Disarm();
        _scoreboard.Clear();
        MeasureHandshake(segment);
        if (_timeouts > 0)
            _rtt.StartAfterSynLoss();
        _softError = null;
        _congestion.OnEstablished(new CongestionStart
        {
            MaximumSegmentSize = _sendMss,
            InitialWindow = InitialWindow(),
            Now = _environment.Now,
            Rtt = _rtt.LatestRtt,
            UsesHyStart = _options.HyStart,
            IsPaced = _options.Pacing,
            SlowStartLimit = _options.SlowStartLimit,
            Draw = _iss.Value,
        });
        if (_options.CongestionWindowValidation == CongestionWindowValidationMode.Rfc7661)
            _validation = new CongestionWindowValidation(InitialWindow());
        _timeouts = 0;
        _highSequence = _recover = _iss;
        SetSendWindow(segment, segment.Has(TcpFlags.Syn) ? segment.Window : segment.Window << _sendShift);
    }

    /// <summary>IW (RFC 6928 §2): ten segments, no more than 14,600 octets where segments are large; one after a lost SYN (RFC 5681 §3.1).</summary>
    private int InitialWindow()
    {
        if (_timeouts > 0 && !_handshakeWasSpurious)
            return _sendMss;
        var segments = _options.InitialWindowSegments;
        var bound = Math.Max(2 * _sendMss, segments * 1_460);
        return Math.Min(segments * _sendMss, bound);
    }

    private void SendSyn(TcpFlags flags)
    {
        var isAgain = _sndMax != _iss && _sentSyn == flags;
        _sentSyn = flags;
        var options = TcpOptionBuilder.BuildSyn(_options, OwnMss, OfferedWindowScale(flags), OffersSack(flags), OfferedTimestamp(flags));
        _sndNxt = _sndMax = _iss + 1;
        SendSegment(_iss, flags | OfferedEcn(flags, isAgain), Payload.Empty, options);
        if (!isAgain)
            _synSentAt = _outstandingSince = _environment.Now;
        StartRetransmissionTimer();
    }

    private Reason MssReason(Reason with, Reason without) => _offers.MaximumSegmentSize is null ? without : with;
}
