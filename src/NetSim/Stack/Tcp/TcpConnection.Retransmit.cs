using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>The retransmission timer, and sending again (RFC 6298 §5, RFC 5682, RFC 9293 §3.8.1, §3.8.3).</content>
internal sealed partial class TcpConnection
{
    private SimTime _outstandingSince;      // since when what is in flight has made no progress
    private int _timeouts;                  // in a row, without progress

    /// <summary>RFC 6298 §5.1 to §5.3: runs while something is in flight, and starts anew with each acknowledgment of something new.</summary>
    private void RestartRetransmissionTimer(in AckTally tally)
    {
        if (_scoreboard.Count == 0)
        {
            _retransmissionTimer?.Disarm();
            _probeTimer?.Disarm();
        }
        else if (tally.Acknowledged > 0)
        {
            _outstandingSince = _environment.Now;
            StartRetransmissionTimer();
            ScheduleTailProbe();
        }
        else if (_probeTimer is { IsRunning: true } && _phase != RecoveryPhase.Open)
        {
            ScheduleTailProbe(); // no probe any more: the timeout takes its place
        }
    }

    /// <summary>Whether something will happen when no acknowledgment comes: the tail probe stands in for the timeout that follows it (RFC 8985 §7.2).</summary>
    private bool IsTimed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked twice for each segment
        get => _retransmissionTimer is { IsRunning: true } || _probeTimer is { IsRunning: true };
    }

    /// <summary>How long until the first segment in flight has been waited for long enough.</summary>
    private Duration UntilTimeout =>
        UntilUserTimeout(_outstandingSince, Duration.Max(_scoreboard[0].SentAt + _rtt.Rto - _environment.Now, Duration.Zero));

    private void StartRetransmissionTimer()
    {
        _probeTimer?.Disarm();
        Start(ref _retransmissionTimer, RetransmissionTimeout, UntilUserTimeout(_outstandingSince, _rtt.Rto));
    }

    private void OnRetransmissionTimeout()
    {
        if (GivesUp(_outstandingSince, _timeouts, RetryLimit))
            return;

        var timeout = _rtt.Rto;
        _timeouts++;
        if (State is TcpState.SynSent or TcpState.SynReceived)
        {
            if (_timeouts > _options.LinearSynRetries || State == TcpState.SynReceived)
                _rtt.BackOff();
            TraceTimeout(timeout);
            SendSyn(State == TcpState.SynSent ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack);
            return;
        }

        _rtt.BackOff();
        TraceTimeout(timeout);
        EnterLoss();
        if (_sndWnd > 0)
            StartRetransmissionTimer(); // else the peer took its window back, and is probed (§3.8.6, MUST-35)
        ComeToRest();
    }

    private int? RetryLimit => State switch
    {
        TcpState.SynSent => Settings.SynRetries + _options.LinearSynRetries,
        TcpState.SynReceived => _options.SynAckRetries,
        _ => _options.DataRetries,
    };

    /// <summary>All that is in flight is held for lost (RFC 5681 §3.1, RFC 8985 §6.3); F-RTO will see whether it is (RFC 5682 §2.1 (1)).</summary>
    private void EnterLoss()
    {
        var isFirst = _timeouts == 1;
        _forwardRto = _options.ForwardRtoRecovery && (_phase < RecoveryPhase.Recovery || !isFirst);
        if (_phase is RecoveryPhase.Open or RecoveryPhase.Disorder || _sndUna >= _highSequence || (_phase == RecoveryPhase.Loss && isFirst))
            BeginUndo(isTimeout: true);
        var flight = _options.ReducesFromWindow ? _congestion.Window : _scoreboard.Octets;
        _congestion.OnTimeout(flight, isFirst, _environment.Now);
        var reneged = _scoreboard.Count > 0 && _scoreboard[0].Has(SegmentStatus.Sacked);
        if (reneged)
            _toldBlocks?.Clear();
        for (var i = 0; i < _scoreboard.Count; i++)
        {
            ref var segment = ref _scoreboard[i];
            if (segment.Has(SegmentStatus.Sacked) && !reneged) // RFC 2018 §8: a peer that takes back what it told is not believed any more
                continue;
            if (i > 0 && _usesSack && _options.Rack && !reneged && _rack.IsTooRecent(segment, _scoreboard.SackedSegments, _environment.Now, _rtt.MinRtt, _rtt.SmoothedRtt))
                continue;
            _scoreboard.MarkLost(i);
        }

        _renoSacked = 0;
        _duplicateAcks = 0;
        _tailProbeEnd = null;
        _reorderingTimer?.Disarm();
        _probeTimer?.Disarm();
        _phase = RecoveryPhase.Loss;
        _recover = _highSequence = _sndNxt;
        _congestion.Window = Math.Max(_congestion.Window, Pipe + _sendMss); // what was sent too lately to be lost does not stop the retransmission
        _sendsNewDataFirst = false;
        _sendsCwr = _usesEcn; // RFC 3168 §6.1.2
    }

    /// <summary>An acknowledgment after a timeout.</summary>
    private void ContinueAfterTimeout(ref AckTally tally)
    {
        var recovered = _sndUna >= _highSequence;
        _sendsNewDataFirst = false;
        if (tally.Acknowledged > 0 && TryUndoTimeout(tally, isSpurious: false))
            return;
        if (_forwardRto && ContinueForwardRto(tally, recovered))
            return;
        if (!recovered)
        {
            IdentifyLosses(tally);
            return;
        }

        if (TryUndo(tally.EchoesOriginal))
        {
            _phase = RecoveryPhase.Open;
            return;
        }

        _phase = RecoveryPhase.Open;
        _rack.OnRecovered();
        _congestion.OnRecovered(_environment.Now);
    }

    /// <summary>F-RTO with SACK where there is (RFC 5682 §3.1, else §2.1).</summary>
    /// <returns>Whether this acknowledgment asks for nothing more.</returns>
    private bool ContinueForwardRto(in AckTally tally, bool recovered)
    {
        // §3.1 (3.b), §2.1 (3.b): something arrives that was never sent again, so the timer expired too early. The first acknowledgment may
        // tell of it because others were lost; and with SACK one that tells of new data, too, leaves it open.
        var isSecond = _sndNxt > _highSequence && (!_usesSack || _forwardAck <= _highSequence);
        if (tally.DeliversOriginal && (isSecond || _options.ForwardRtoAtFirstAck) && TryUndoTimeout(tally, isSpurious: true))
            return true;
        if (_sndNxt > _highSequence)
        {
            _forwardRto &= !(tally.HasNewSack || tally.IsDuplicate); // (3.a): the loss was real
            return false;
        }

        if (tally.Acknowledged <= 0 || recovered)
            return false;
        // (2.b): new data will tell.
        _highSequence = _sndNxt;
        _forwardRto = _sendsNewDataFirst = OutgoingEnd > _sndNxt && _sndUna + _sndWnd > _sndNxt;
        return _sendsNewDataFirst;
    }

    private bool TryUndoTimeout(in AckTally tally, bool isSpurious)
    {
        if (!_options.UndoesSpuriousRetransmission || !CanUndo || !(isSpurious || MayUndo(tally.EchoesOriginal)))
            return false;
        Undo();
        _phase = RecoveryPhase.Open;
        return true;
    }

    /// <summary>Ends the connection when its time is up: R2 (§3.8.3), which the user may have set.</summary>
    private bool GivesUp(SimTime since, int times, int? limit)
    {
        var waited = _environment.Now - since;
        var isOver = UserTimeout is { } userTimeout ? waited >= userTimeout
            : limit is { } retries ? times >= retries
            : waited >= (IsSynchronized ? _options.RetransmissionTimeout : _options.SynTimeout);
        if (!isOver)
            return false;
        _trace?.In(PduAction.Drop, null, DropReason.TcpGivesUp, waited, times);
        if (IsSynchronized && _options.ResetsOnTimeout)
            SendReset(Reason.TcpResetsTimedOut);
        End(_softError ?? SocketError.TimedOut);
        ComeToRest();
        return true;
    }

    /// <summary>Sends the first segment again that is held for lost, if the window lets it go.</summary>
    private bool ResendNext() => _scoreboard.SegmentsToResend > 0 && !_sendsNewDataFirst && ResendFirst();

    private bool ResendFirst()
    {
        var index = _scoreboard.FirstToResend();
        ref var segment = ref _scoreboard[index];
        var pipe = Pipe;
        if (!_resendsAtOnce && pipe > 0 && pipe + Math.Min(segment.Length, _sendMss) > _congestion.Window)
            return false;
        if (segment.Sequence >= _sndUna + Math.Max(_sndWnd, 0) && !(segment.Sequence == _sndUna && _sndWnd > 0))
            return false; // the peer took its window back
        Resend(index, _phase == RecoveryPhase.Recovery ? Reason.TcpResendsInRecovery : Reason.TcpSendsAgain);
        return true;
    }

    /// <summary>Sends a segment again: as much as a segment holds today, small ones joined.</summary>
    private void Resend(int index, Reason reason)
    {
        _resendsAtOnce = false;
        FitToSegment(index);
        ref var segment = ref _scoreboard[index];
        var fin = segment.Has(SegmentStatus.Fin);
        var length = segment.Length - (fin ? 1 : 0);
        var payload = length == 0 ? Payload.Empty : _outgoing.Read(segment.Sequence - _outgoingStart, length);
        _trace?.Because(segment.Event);
        _trace?.Why(reason, length, RelativeSent(segment.Sequence));
        segment.Delivery = _delivery.OnSent(_environment.Now, Pipe);
        _scoreboard.MarkResent(index);
        OnResent(segment);
        _reduction?.OnSent(segment.Length);
        _totalRetransmissions++;
        _octetsRetransmitted += length;
        var push = length > 0 && (_options.PushesByWrite ? segment.Has(SegmentStatus.Pushed) : segment.Sequence + length == OutgoingEnd);
        SendData(segment.Sequence, TcpFlags.Ack | (push ? TcpFlags.Psh : 0) | (fin ? TcpFlags.Fin : 0), payload, isAgain: true);
        if (!IsTimed)
            StartRetransmissionTimer();
    }

    private void FitToSegment(int index)
    {
        var room = SegmentRoom;
        while (MayJoinNext(index, room))
            _scoreboard.Join(index);
        if (OctetsOf(index) > room)
            _scoreboard.Split(index, room);
    }

    /// <summary>Whether the next segment fits too; or has to be cut in any case, for the path takes less than it did (RFC 1191 §6.4).</summary>
    private bool MayJoinNext(int index, int room) =>
        index + 1 < _scoreboard.Count && OctetsOf(index) < room
        && !_scoreboard[index].Has(SegmentStatus.Fin) && !_scoreboard[index + 1].Has(SegmentStatus.Sacked)
        && (OctetsOf(index) + OctetsOf(index + 1) <= room || OctetsOf(index + 1) > _sendMss)
        && _scoreboard[index + 1].End <= _sndUna + _sndWnd;

    private int OctetsOf(int index) => _scoreboard[index].Length - (_scoreboard[index].Has(SegmentStatus.Fin) ? 1 : 0);

    private void TraceTimeout(Duration timeout)
    {
        if (_trace is null)
            return;
        _trace.Because(FirstSentEvent);
        _trace?.Why(Reason.TcpTimesOut, timeout, _timeouts, _rtt.Rto);
    }
}
