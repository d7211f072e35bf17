using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>SEGMENT ARRIVES (RFC 9293 §3.10.7).</content>
internal sealed partial class TcpConnection
{
    private ChallengePace _challenges; // of segments that do not fit

    /// <summary>A segment of this connection, and the ECN field of its packet.</summary>
    public void OnSegment(TcpSegment segment, byte ecn = 0)
    {
        _segmentsReceived++;
        _heardAt = _environment.Now;
        _keepAlives = 0;
        if (_trace is not null)
            TraceArrival(segment);
        if (State == TcpState.SynSent)
            OnSegmentInSynSent(segment);
        else
            OnSegmentInOtherStates(segment, ecn);
        Probe?.OnSegmentReceived(this, segment);
        ComeToRest();
    }

    /// <summary>One method for each numbered check, in the RFC's order (§3.10.7.4).</summary>
    private void OnSegmentInOtherStates(TcpSegment segment, byte ecn)
    {
        if (IsBerkeley)
        {
            OnSegmentLikeBerkeley(segment, ecn);
            return;
        }

        if (State == TcpState.SynReceived)
        {
            segment = WithoutKnownSyn(segment);
            if (IsSynAgain(segment))
            {
                AnswerSynAgain();
                return;
            }
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
        if (_options.UserTimeoutOption)
            ReadUserTimeout(segment);          // RFC 5482 §3
        if (_usesEcn)
            OnEcnField(segment, ecn);          // RFC 3168 §6.1.3
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
        var isAnswer = !_isPassive && segment.Sequence == _irs && segment.Has(TcpFlags.Ack);
        return isAnswer && segment.Has(TcpFlags.Syn)
            ? segment with { Sequence = segment.Sequence + 1, Flags = segment.Flags & ~TcpFlags.Syn }
            : segment;
    }

    // The checks of the usual segment are inlined: each is shorter than a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CheckTimestamps(TcpSegment segment) =>
        !_usesTimestamps || (segment.HasTimestamps ? PassesPaws(segment) || AnswerOldTimestamp(segment) : MayLackTimestamps(segment));

    private bool MayLackTimestamps(TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst) || _options.ToleratesMissingTimestamps)
            return true;
        _trace?.Drop(segment, DropReason.TcpWithoutTimestamp); // §3.2: silently
        return false;
    }

    private bool AnswerOldTimestamp(TcpSegment segment)
    {
        _trace?.Drop(segment, DropReason.TcpOldTimestamp, segment.TimestampValue, _recentTimestamp);
        NoteDuplicate(segment);
        if (segment.Has(TcpFlags.Syn))
            Challenge(Reason.TcpChallenges);
        else
            Answer(segment, Reason.TcpAcksOldSegment);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CheckSequence(TcpSegment segment) =>
        (segment.Sequence == _rcvNxt && ReceiveWindow > 0) || IsAcceptable(segment, _rcvNxt, ReceiveWindow) || AnswerUnacceptable(segment); // the first is the usual one of the cases

    private bool AnswerUnacceptable(TcpSegment segment)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CheckReset(TcpSegment segment) => !segment.Has(TcpFlags.Rst) || AcceptReset(segment);

    private bool AcceptReset(TcpSegment segment)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CheckSyn(TcpSegment segment) => !segment.Has(TcpFlags.Syn) || RefuseSyn(segment);

    private bool RefuseSyn(TcpSegment segment)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CheckAck(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Ack))
            return DropWithoutAck(segment);
        if ((State == TcpState.SynReceived && !CompleteHandshake(segment)) || !IsPlausibleAck(segment))
            return false;
        OnAcknowledgment(segment);
        if (_finQueued)
            OnFinAcknowledged();
        return State != TcpState.Closed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlausibleAck(TcpSegment segment) =>
        segment.Acknowledgment <= _sndMax ? segment.Acknowledgment >= _sndUna || IsLateAck(segment) : AnswerAckOfUnsent(segment);

    private bool DropWithoutAck(TcpSegment segment)
    {
        _trace?.Drop(segment, DropReason.TcpWithoutAck);
        return false;
    }

    private bool AnswerAckOfUnsent(TcpSegment segment)
    {
        _trace?.Drop(segment, DropReason.TcpAckOfUnsent, RelativeSent(segment.Acknowledgment), RelativeSent(_sndMax));
        Answer(segment, Reason.TcpAcksUnsent);
        return false;
    }

    /// <summary>Whether an acknowledgment of what is acknowledged already may be late and not forged (RFC 5961 §5.2).</summary>
    private bool IsLateAck(TcpSegment segment)
    {
        if (segment.Acknowledgment >= OldestAck)
            return true;
        _trace?.Drop(segment, DropReason.TcpAckTooOld, RelativeSent(segment.Acknowledgment), RelativeSent(OldestAck));
        if (IsBerkeley)
            Challenge(Reason.TcpAcksUnsent);
        else
            Answer(segment, Reason.TcpAcksUnsent);
        return false;
    }

    /// <summary>The oldest that may be late; FreeBSD believes none from before the connection.</summary>
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
        if (_sndUna != OutgoingEnd + 1)
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
}
