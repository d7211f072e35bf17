using System.Net.Sockets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>SEGMENT ARRIVES (RFC 9293 §3.10.7).</content>
internal sealed partial class TcpConnection
{
    private const int FarBehind = 1 << 29;

    private readonly ReceiveBuffer _received = new();
    private SequenceNumber? _peerFin; // the number of the peer's FIN, once it has come
    private bool _finDelivered;       // everything before the peer's FIN has arrived
    private ChallengePace _challenges; // of segments that do not fit
    private int _receiveMss;          // the largest segment that came, the peer's as far as is known

    /// <summary>How many octets the application can read.</summary>
    public int Available => _received.Available;

    /// <summary>How many octets are kept behind a gap.</summary>
    public int OutOfOrder => _received.OutOfOrder;

    /// <summary>Whether the peer has closed, or this side for reading, and all that was sent has been read.</summary>
    public bool IsAtEnd => (_finDelivered || _receiveShutdown) && _received.Available == 0;

    /// <summary>A segment of this connection, and the ECN field of its packet.</summary>
    public void OnSegment(TcpSegment segment, byte ecn = 0)
    {
        _segmentsReceived++;
        _heardAt = _environment.Now;
        _keepAlives = 0;
        _trace?.In(PduAction.Decapsulate, segment, Reason.TcpFindsConnection, Remote, State.ToRfcName());
        if (State == TcpState.SynSent)
            OnSegmentInSynSent(segment);
        else
            OnSegmentInOtherStates(segment, ecn);
        Probe?.OnSegmentReceived(this, segment);
        ComeToRest();
    }

    /// <summary>Copies octets to the application, and tells the peer of the room when it has become worth it.</summary>
    public int Read(Span<byte> destination)
    {
        var count = _received.Read(UpToUrgentMark(destination));
        if (count > 0)
        {
            TuneReceiveBuffer(count);
            UpdateReceiveWindow();
        }

        return count;
    }

    /// <summary>One method for each numbered check, in the RFC's order (§3.10.7.4).</summary>
    private void OnSegmentInOtherStates(TcpSegment segment, byte ecn)
    {
        if (IsBerkeley)
        {
            if (CheckLikeBerkeley(segment) is not { } checkedSegment)
                return;
            segment = checkedSegment;
            UpdateRecentTimestamp(segment);
            Process(segment, ecn);
            return;
        }

        segment = WithoutKnownSyn(segment);
        if (IsSynAgain(segment))
        {
            AnswerSynAgain();
            return;
        }

        if (!CheckTimestamps(segment)) return; // RFC 7323 §5.3, R1, before the first
        if (!CheckSequence(segment)) return;   // first
        UpdateRecentTimestamp(segment);        // RFC 7323 §5.3, R3
        if (!CheckReset(segment)) return;      // second; the third, security, concerns no network of today
        if (!CheckSyn(segment)) return;        // fourth
        Process(segment, ecn);
    }

    private void Process(TcpSegment segment, byte ecn)
    {
        if (!CheckAck(segment)) return;        // fifth
        ReadUserTimeout(segment);              // RFC 5482 §3
        OnEcnField(segment, ecn);              // RFC 3168 §6.1.3
        AcceptUrgent(segment);                 // sixth
        AcceptData(segment);                   // seventh
        AcceptFin(segment);                    // eighth
    }

    /// <summary>
    /// Simultaneous opens answer each other's SYN with SYN+ACK (§3.5, figure 7). The SYN is known by then and trimmed off, as a
    /// segment is made to begin at RCV.NXT (§3.10.7.4, first), so that the acknowledgment counts.
    /// </summary>
    private TcpSegment WithoutKnownSyn(TcpSegment segment)
    {
        var isAnswer = State == TcpState.SynReceived && !_isPassive && segment.Sequence == _irs && segment.Has(TcpFlags.Ack);
        return isAnswer && segment.Has(TcpFlags.Syn)
            ? segment with { Sequence = segment.Sequence + 1, Flags = segment.Flags & ~TcpFlags.Syn }
            : segment;
    }

    private bool CheckTimestamps(TcpSegment segment)
    {
        if (!_usesTimestamps)
            return true;
        if (segment.Timestamps is not { } timestamps)
        {
            if (segment.Has(TcpFlags.Rst) || _options.ToleratesMissingTimestamps)
                return true;
            _trace?.Drop(segment, DropReason.TcpWithoutTimestamp); // §3.2: silently
            return false;
        }

        if (!FailsPaws(segment, timestamps))
            return true;
        _trace?.Drop(segment, DropReason.TcpOldTimestamp, timestamps.Value, _recentTimestamp);
        NoteDuplicate(segment);
        if (segment.Has(TcpFlags.Syn))
            Challenge(Reason.TcpChallenges);
        else
            Answer(segment, Reason.TcpAcksOldSegment);
        return false;
    }

    private bool CheckSequence(TcpSegment segment)
    {
        if (IsAcceptable(segment, _rcvNxt, ReceiveWindow))
            return true;
        if (ReceiveWindow == 0 && segment.Sequence == _rcvNxt && !segment.Has(TcpFlags.Syn))
        {
            // A closed window takes no data, but valid acknowledgments, urgent pointers and resets (§3.10.7.4 first, MUST-66).
            if (!segment.Has(TcpFlags.Rst))
                AcknowledgeNow(Reason.TcpAcksOutsideWindow);
            return true;
        }

        if (segment.Has(TcpFlags.Rst))
        {
            _trace?.Drop(segment, DropReason.TcpOutsideWindow, RelativeReceived(segment.Sequence), RelativeReceived(_rcvNxt), ReceiveWindow);
            return false;
        }

        var isOld = segment.EndSequence <= _rcvNxt;
        _trace?.Drop(
            segment, isOld ? DropReason.TcpOldSegment : DropReason.TcpOutsideWindowAcked,
            RelativeReceived(segment.Sequence), RelativeReceived(_rcvNxt), ReceiveWindow);
        NoteDuplicate(segment);
        Answer(segment, isOld ? Reason.TcpAcksOldSegment : Reason.TcpAcksOutsideWindow);
        return false;
    }

    /// <summary>
    /// Acknowledges a segment that does not fit: data and FIN always, for the peer sends them again until it hears of them; others
    /// sparingly (RFC 5961 §7), lest two sides that disagree answer each other's answers for ever.
    /// </summary>
    private void Answer(TcpSegment segment, Reason reason)
    {
        if (segment.Payload.IsEmpty && !segment.Has(TcpFlags.Fin) && !IsBerkeley)
            Challenge(reason);
        else
            AcknowledgeNow(reason);
    }

    private void Challenge(Reason reason)
    {
        if (!_challenges.TryTake(_environment, _options))
        {
            _trace?.In(PduAction.Accept, null, Reason.TcpWithholdsAck, _options.ChallengeInterval);
            return;
        }

        AcknowledgeNow(reason);
        _isResponse = IsBerkeley && IsSynchronized;
    }

    private bool CheckReset(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Rst))
            return true;
        if (segment.Sequence != _rcvNxt)
        {
            // Within the window but not exact: it may be forged, so the peer is asked (§3.10.7.4 second, RFC 5961 §3.2).
            _trace?.Drop(segment, DropReason.TcpInexactReset, RelativeReceived(segment.Sequence), RelativeReceived(_rcvNxt));
            Challenge(Reason.TcpChallenges);
            return false;
        }

        _trace?.In(PduAction.Accept, segment, Reason.TcpIsReset, State.ToRfcName());
        if (State is TcpState.Closing or TcpState.LastAck)
            End(null);
        else
            End(ResetError);
        return false;
    }

    private SocketError ResetError => State switch
    {
        TcpState.SynReceived => SocketError.ConnectionRefused,
        TcpState.CloseWait when _options.ResetBreaksPipe => SocketError.Shutdown,
        _ => SocketError.ConnectionReset,
    };

    private bool CheckSyn(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Syn))
            return true;
        if (State == TcpState.SynReceived && _isPassive)
        {
            _trace?.In(PduAction.Accept, segment, Reason.TcpSynReturnsToListen);
            End(SocketError.ConnectionReset);
            return false;
        }

        // RFC 5961 §4.2: whatever its number, a SYN on an open connection is answered with an acknowledgment.
        _trace?.Drop(segment, DropReason.TcpSynOnOpenConnection, State.ToRfcName());
        Challenge(Reason.TcpChallenges);
        return false;
    }

    private bool CheckAck(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Ack))
        {
            _trace?.Drop(segment, DropReason.TcpWithoutAck);
            return false;
        }

        if (State == TcpState.SynReceived && !CompleteHandshake(segment))
            return false;
        if (segment.Acknowledgment > _sndMax)
        {
            _trace?.Drop(segment, DropReason.TcpAckOfUnsent, RelativeSent(segment.Acknowledgment), RelativeSent(_sndMax));
            Answer(segment, Reason.TcpAcksUnsent);
            return false;
        }

        if (segment.Acknowledgment < OldestAck)
        {
            // RFC 5961 §5.2.
            _trace?.Drop(segment, DropReason.TcpAckTooOld, RelativeSent(segment.Acknowledgment), RelativeSent(OldestAck));
            if (IsBerkeley)
                Challenge(Reason.TcpAcksUnsent);
            else
                Answer(segment, Reason.TcpAcksUnsent);
            return false;
        }

        OnAcknowledgment(segment);
        OnFinAcknowledged();
        return State != TcpState.Closed;
    }

    /// <summary>The oldest acknowledgment that may be late and not forged (RFC 5961 §5.2); FreeBSD believes none from before the connection.</summary>
    private SequenceNumber OldestAck => IsBerkeley && _sndUna - _iss <= _maxSndWnd ? _iss + 1 : _sndUna - _maxSndWnd;

    private bool CompleteHandshake(TcpSegment segment)
    {
        if (segment.Acknowledgment <= _sndUna || segment.Acknowledgment > _sndMax)
        {
            _trace?.Drop(segment, DropReason.TcpAckOfNothing, RelativeSent(segment.Acknowledgment));
            ResetBadAck(segment);
            return false;
        }

        AcknowledgeSyn(segment);
        TransitionTo(TcpState.Established);
        _trace?.In(PduAction.Accept, segment, Reason.TcpHandshakeComplete, segment.Window);
        BeginQueuedClose();
        return true;
    }

    /// <summary>What the acknowledgment of this side's FIN means in each state (§3.10.7.4, fifth).</summary>
    private void OnFinAcknowledged()
    {
        if (!_finQueued || _sndUna != OutgoingEnd + 1)
            return;
        switch (State)
        {
            case TcpState.FinWait1:
                TransitionTo(TcpState.FinWait2);
                _trace?.In(PduAction.Accept, null, Reason.TcpFinAcknowledged, State.ToRfcName());
                break;
            case TcpState.Closing:
                TransitionTo(TcpState.TimeWait);
                _trace?.In(PduAction.Accept, null, Reason.TcpFinAcknowledgedTimeWait, _options.MaximumSegmentLifetime * 2);
                break;
            case TcpState.LastAck:
                _trace?.In(PduAction.Accept, null, Reason.TcpFinAcknowledgedClosed);
                End(null);
                break;
        }
    }

    private void AcceptData(TcpSegment segment)
    {
        if (segment.Payload.IsEmpty || State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
            return;
        if (_isOrphaned || (_receiveShutdown && State != TcpState.Established && !IsBerkeley))
        {
            // RFC 9293 §3.6.1: data that nobody can read any more is told to be lost.
            _trace?.Drop(segment, DropReason.TcpNobodyReads, segment.Payload.Length);
            ResetAtItsAcknowledgment(segment, Reason.TcpResetsUnreadable);
            End(SocketError.ConnectionReset);
            return;
        }

        _receiveMss = Math.Max(_receiveMss, segment.Payload.Length);
        var first = segment.Has(TcpFlags.Syn) ? segment.Sequence + 1 : segment.Sequence;
        var skip = Math.Clamp(_rcvNxt - first, 0, segment.Payload.Length);
        var fits = Math.Clamp(_rcvNxt + ReceiveWindow - first, 0, segment.Payload.Length);
        if (skip > 0)
            RememberDuplicate(first, first + skip);
        if (fits > skip)
            Deliver(segment, first + skip, segment.Payload.Slice(skip, fits - skip));
    }

    private void Deliver(TcpSegment segment, SequenceNumber sequence, Packets.Payload octets)
    {
        var hadGap = _received.OutOfOrder > 0;
        NoteArrival();
        MeasureReceiverRtt(segment);
        var end = sequence + octets.Length;
        if (hadGap && _usesSack)
        {
            var (left, right) = _received.FirstKept(sequence, end);
            RememberDuplicate(left, right); // RFC 2883 §4.2: only what had come before, and of two such parts the first
        }

        var delivered = _received.Insert(_rcvNxt, sequence, octets);
        if (delivered == 0)
        {
            _outOfOrderSegments++;
            if (_usesSack)
                (_sackBlocks ??= new SackBlockList()).Add(sequence, end); // a duplicate, too, is told with the block that holds it behind it (RFC 2883 §4.1.3)
            _trace?.In(PduAction.Queue, segment, Reason.TcpKeepsOutOfOrder, RelativeReceived(sequence), RelativeReceived(_rcvNxt));
            AcknowledgeNow(Reason.TcpAcksOutOfOrder); // RFC 5681 §4.2
            return;
        }

        _rcvNxt += delivered;
        _octetsReceived += delivered;
        _rcvUp = SequenceNumber.Max(_rcvUp, ReadPosition); // an old mark would one day seem to be ahead (§3.4)
        if (_rcvNxt - _rcvUp > FarBehind)
            _rcvUp = _rcvNxt - FarBehind; // goes along, or numbers would one day seem to be before it
        _sackBlocks?.RemoveBefore(_rcvNxt);
        _changed = true;
        TakeUrgentOctet();
        _trace?.In(PduAction.Accept, segment, Reason.TcpDelivers, delivered, RelativeReceived(_rcvNxt));
        if (_receiveShutdown && IsBerkeley)
            DiscardReceived();
        if (hadGap)
            AcknowledgeNow(Reason.TcpAcksFilledGap); // RFC 5681 §4.2
        else
            AcknowledgeSoon(delivered);
    }

    /// <summary>What came has come before: the next acknowledgment says so (RFC 2883 §4).</summary>
    private void RememberDuplicate(SequenceNumber left, SequenceNumber right)
    {
        if (_usesSack && _options.DuplicateSelectiveAcks && left < right)
            (_sackBlocks ??= new SackBlockList()).AddDuplicate(left, right);
    }

    private void NoteDuplicate(TcpSegment segment)
    {
        if (!segment.Payload.IsEmpty && segment.Sequence < _rcvNxt)
            RememberDuplicate(segment.Sequence, SequenceNumber.Min(segment.EndSequence, _rcvNxt));
    }

    private void AcceptFin(TcpSegment segment)
    {
        if (State is TcpState.Closed or TcpState.SynSent)
            return;
        var last = segment.EndSequence - 1;
        if (_finDelivered)
            return;
        if (segment.Has(TcpFlags.Fin) && (last < _rcvEdge || last == _rcvNxt))
            _peerFin = last;
        if (segment.Has(TcpFlags.Fin) && _peerFin == last && last > _rcvNxt && _usesSack)
            (_sackBlocks ??= new SackBlockList()).Add(last, last + 1);
        if (_peerFin != _rcvNxt)
        {
            if (segment.Has(TcpFlags.Fin))
                AcknowledgeNow(Reason.TcpAcksOutOfOrder); // RFC 5681 §4.2
            return;
        }

        _finDelivered = true;
        _changed = true;
        var number = RelativeReceived(_rcvNxt);
        _rcvNxt += 1;
        _octetsReceived++;
        _sackBlocks?.RemoveBefore(_rcvNxt);
        AcknowledgeNow(Reason.TcpAcksFin);
        switch (State)
        {
            case TcpState.SynReceived or TcpState.Established:
                TransitionTo(TcpState.CloseWait);
                _trace?.In(PduAction.Accept, segment, Reason.TcpPeerCloses, number);
                break;
            case TcpState.FinWait1:
                TransitionTo(TcpState.Closing);
                _trace?.In(PduAction.Accept, segment, Reason.TcpBothClose, number);
                break;
            case TcpState.FinWait2:
                TransitionTo(TcpState.TimeWait);
                _trace?.In(PduAction.Accept, segment, Reason.TcpPeerClosesToo, number, _options.MaximumSegmentLifetime * 2);
                break;
        }
    }
}
