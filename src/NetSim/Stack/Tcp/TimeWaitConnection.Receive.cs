using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>SEGMENT ARRIVES in TIME-WAIT (RFC 9293 §3.10.7.4), and the newer SYN that ends it (§3.6.1, MAY-2; RFC 6191).</content>
internal sealed partial class TimeWaitConnection
{
    /// <summary>A segment of this connection: it is answered at most.</summary>
    public void OnSegment(TcpSegment segment)
    {
        _environment.Trace?.In(PduAction.Decapsulate, segment, Reason.TcpFindsConnection, Remote, State.ToRfcName());
        var answer = Options.SegmentChecks == TcpSegmentChecks.Berkeley ? CheckLikeBerkeley(segment) : Check(segment);
        _connection?.OnReceivedInTimeWait(segment);
        if (answer is { } reason)
            Acknowledge(segment, reason);
    }

    /// <summary>Whether a SYN opens a newer connection between the same sockets, and this one is but remembered.</summary>
    public bool YieldsTo(TcpSegment syn) =>
        Options.TimeWaitReuse
        && (syn.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn
        && IsNewer(syn, RcvNxt, TimestampOffset is null ? null : _recentTimestamp);

    /// <summary>
    /// Whether the SYN cannot be an old one that comes late: its timestamp or, where that says nothing, its number is beyond all that
    /// the connection had from the peer (RFC 6191 §2).
    /// </summary>
    /// <param name="syn">The SYN.</param>
    /// <param name="rcvNxt">RCV.NXT.</param>
    /// <param name="recentTimestamp">TS.Recent, or null where the connection had no timestamps.</param>
    internal static bool IsNewer(TcpSegment syn, SequenceNumber rcvNxt, uint? recentTimestamp)
    {
        var elapsed = syn.HasTimestamps && recentTimestamp is { } recent ? (int)(syn.TimestampValue - recent) : 0;
        return elapsed > 0 || (elapsed == 0 && syn.Sequence > rcvNxt);
    }

    /// <summary>The numbered checks, in the RFC's order; the others find nothing to do.</summary>
    /// <returns>Why the segment is to be acknowledged, or null.</returns>
    private Reason? Check(TcpSegment segment)
    {
        if (FailsTimestamps(segment, out var answer)) return answer;  // RFC 7323 §5.3, R1, before the first
        if (FailsSequence(segment, out answer)) return answer;        // first
        if (segment.HasTimestamps && TimestampOffset is not null && segment.Sequence <= RcvNxt && (int)(segment.TimestampValue - _recentTimestamp) >= 0)
            _recentTimestamp = segment.TimestampValue;                // RFC 7323 §5.3, R3
        if (segment.Has(TcpFlags.Rst)) return CheckReset(segment);    // second
        if (segment.Has(TcpFlags.Syn)) return CheckSyn(segment);      // fourth
        return CheckAck(segment);                                     // fifth
    }

    /// <summary>PAWS. No TIME-WAIT lasts for so long that TS.Recent would be outdated (RFC 7323 §5.5).</summary>
    private bool FailsTimestamps(TcpSegment segment, out Reason? answer)
    {
        answer = null;
        if (TimestampOffset is null || segment.Has(TcpFlags.Rst))
            return false;
        if (!segment.HasTimestamps)
        {
            if (Options.ToleratesMissingTimestamps)
                return false;
            _environment.Trace?.Drop(segment, DropReason.TcpWithoutTimestamp);
            return true;
        }

        if ((int)(segment.TimestampValue - _recentTimestamp) >= 0)
            return false;
        _environment.Trace?.Drop(segment, DropReason.TcpOldTimestamp, segment.TimestampValue, _recentTimestamp);
        answer = segment.Has(TcpFlags.Syn) ? Challenge(Reason.TcpChallenges) : Answer(segment, Reason.TcpAcksOldSegment);
        return true;
    }

    private bool FailsSequence(TcpSegment segment, out Reason? answer)
    {
        answer = null;
        var window = Math.Max(_rcvEdge - RcvNxt, 0);
        if (IsAcceptable(segment, RcvNxt, window))
            return false;
        if (segment.Has(TcpFlags.Rst))
        {
            _environment.Trace?.Drop(segment, DropReason.TcpOutsideWindow, RelativeReceived(segment.Sequence), RelativeReceived(RcvNxt), window);
            return true;
        }

        var isOld = segment.EndSequence <= RcvNxt;
        _environment.Trace?.Drop(
            segment, isOld ? DropReason.TcpOldSegment : DropReason.TcpOutsideWindowAcked,
            RelativeReceived(segment.Sequence), RelativeReceived(RcvNxt), window);
        if (segment.Has(TcpFlags.Fin))
            Start(); // the peer has not heard the last acknowledgment (§3.10.7.4, eighth, TIME-WAIT)
        answer = Answer(segment, isOld ? Reason.TcpAcksOldSegment : Reason.TcpAcksOutsideWindow);
        return true;
    }

    private Reason? CheckReset(TcpSegment segment)
    {
        if (segment.Sequence != RcvNxt)
        {
            _environment.Trace?.Drop(segment, DropReason.TcpInexactReset, RelativeReceived(segment.Sequence), RelativeReceived(RcvNxt));
            return Challenge(Reason.TcpChallenges); // RFC 5961 §3.2
        }

        if (Options.IgnoresResetsInTimeWait)
        {
            _environment.Trace?.Drop(segment, DropReason.TcpResetInTimeWait);
            return null;
        }

        _environment.Trace?.In(PduAction.Accept, segment, Reason.TcpIsReset, State.ToRfcName());
        End();
        return null;
    }

    private Reason? CheckSyn(TcpSegment segment)
    {
        _environment.Trace?.Drop(segment, DropReason.TcpSynOnOpenConnection, State.ToRfcName());
        return Challenge(Reason.TcpChallenges); // RFC 5961 §4.2
    }

    private Reason? CheckAck(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Ack))
        {
            _environment.Trace?.Drop(segment, DropReason.TcpWithoutAck);
            return null;
        }

        if (segment.Acknowledgment <= SndNxt && segment.Acknowledgment >= OldestAck)
            return null;
        if (segment.Acknowledgment > SndNxt)
            _environment.Trace?.Drop(segment, DropReason.TcpAckOfUnsent, RelativeSent(segment.Acknowledgment), RelativeSent(SndNxt));
        else
            _environment.Trace?.Drop(segment, DropReason.TcpAckTooOld, RelativeSent(segment.Acknowledgment), RelativeSent(OldestAck)); // RFC 5961 §5.2
        return Answer(segment, Reason.TcpAcksUnsent);
    }

    /// <summary>tcp_twcheck: all but an exact duplicate of the last acknowledgment is answered, resets are not believed.</summary>
    private Reason? CheckLikeBerkeley(TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst))
        {
            _environment.Trace?.Drop(segment, DropReason.TcpResetInTimeWait);
            return null;
        }

        if (segment.Has(TcpFlags.Fin) && segment.EndSequence == RcvNxt)
            Start();
        var isKnown = segment.Flags == TcpFlags.Ack && segment.Payload.IsEmpty && segment.Sequence == RcvNxt && segment.Acknowledgment == SndNxt;
        return isKnown ? null : Reason.TcpAcksOldSegment;
    }

    /// <summary>Data and FIN are always acknowledged, for the peer sends them again until it hears of them; others sparingly (RFC 5961 §7).</summary>
    private Reason? Answer(TcpSegment segment, Reason reason) =>
        segment.Payload.IsEmpty && !segment.Has(TcpFlags.Fin) ? Challenge(reason) : reason;

    private Reason? Challenge(Reason reason)
    {
        if (_challenges.TryTake(_environment, Options))
            return reason;
        _environment.Trace?.In(PduAction.Accept, null, Reason.TcpWithholdsAck, Options.ChallengeInterval);
        return null;
    }

    /// <summary>Sends the last acknowledgment again; data that came again is told of (RFC 2883 §4).</summary>
    private void Acknowledge(TcpSegment segment, Reason reason)
    {
        var window = _connection?.WindowToTell() ?? Window.Field;
        _rcvEdge = RcvNxt + (window << Window.Shift);
        var stamp = TimestampOffset is { } offset ? new TimestampsOption(TimestampClock.At(_environment.Now) + offset, _recentTimestamp) : null;
        var isDuplicate = TellsDuplicates && !segment.Payload.IsEmpty && segment.Sequence < RcvNxt;
        var acknowledgment = new TcpSegment
        {
            SourcePort = Local.Port,
            DestinationPort = Remote.Port,
            Sequence = SndNxt,
            Acknowledgment = RcvNxt,
            Flags = EchoesCongestion ? TcpFlags.Ack | TcpFlags.Ece : TcpFlags.Ack,
            Window = window,
            Options = TcpOptionBuilder.BuildData(
                stamp, isDuplicate ? [new SackBlock(segment.Sequence, SequenceNumber.Min(segment.EndSequence, RcvNxt))] : []),
        };
        if (_environment.Trace is { } trace)
        {
            trace.Why(reason);
            trace.Out(
                Layer.Transport, PduAction.Encapsulate, acknowledgment, Reason.TcpSends,
                acknowledgment.FlagNames, Local.Port, Remote.Port, RelativeSent(SndNxt), RelativeReceived(RcvNxt), window, 0);
        }

        _environment.Transmit(this, acknowledgment);
        _connection?.OnSentInTimeWait(acknowledgment);
    }

    private uint RelativeSent(SequenceNumber number) => number.Value - Iss.Value;

    private uint RelativeReceived(SequenceNumber number) => number.Value - Irs.Value;
}
