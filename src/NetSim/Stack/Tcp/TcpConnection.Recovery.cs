using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>Loss recovery: when something is held for lost, and how the window comes down (RFC 5681, RFC 6582, RFC 6675, RFC 6937, RFC 8985).</content>
internal sealed partial class TcpConnection
{
    private ProportionalRateReduction? _reduction; // null before the first
    private RecoveryPhase _phase;
    private SequenceNumber _highSequence;   // SND.NXT when the phase began: RecoveryPoint (RFC 6675 §5), recover + 1 (RFC 6582 §3.2)
    private SequenceNumber _recover;        // the same of the last recovery, which a new one must be beyond without SACK (RFC 6582 §3.2 (1))
    private SequenceNumber _overtaken;      // what is before this number has arrived or is held for lost (IsLost(), RFC 6675 §4)
    private int _renoSacked;                // without SACK: segments that duplicate acknowledgments say have left the network
    private int _flightToReduce;            // what was in the network before something was missing: without limited transmit (RFC 5681 §3.2 (2))
    private bool _rescued;                  // the last segment was sent again in this recovery without being held for lost (RFC 6675 §4, NextSeg (4))
    private bool _sendsNewDataFirst;        // F-RTO asks the peer with new data before it sends again what is held for lost
    private bool _resendsAtOnce;            // the segment that is found lost goes whatever the window (RFC 5681 §3.2 (3), RFC 6675 §5 (4.3))

    /// <summary>What recovery is doing.</summary>
    public RecoveryPhase Phase => _phase;

    /// <summary>What is believed to be in the network (RFC 6675 §4); without SACK, duplicate acknowledgments tell what has left it.</summary>
    private int Pipe => Math.Max(0, _scoreboard.Pipe - (_renoSacked * _sendMss));

    private bool IsReducing => _phase is RecoveryPhase.Recovery or RecoveryPhase.Cwr;

    /// <summary>What an acknowledgment means for recovery and for the congestion window.</summary>
    private void Recover(TcpSegment segment, ref AckTally tally)
    {
        if (!_usesSack)
            CountWithoutSack(ref tally);
        _duplicateAcks = tally.IsDuplicate ? _duplicateAcks + 1 : tally.Acknowledged > 0 ? 0 : _duplicateAcks;
        if (_phase != RecoveryPhase.Disorder || tally.Acknowledged > 0)
            _flightToReduce = tally.FlightBefore;
        if (tally.IsDuplicate)
            _trace?.In(PduAction.Accept, segment, Reason.TcpDuplicateAck, _duplicateAcks);

        var wasReducing = IsReducing;
        OnTailProbeAnswered(ref tally);
        if (tally.HasEcnEcho && tally.HadFlight)
            ReduceForEcn();
        if (IsReducing && tally.Acknowledged > 0 && _sndUna >= _highSequence)
            EndReduction(tally);

        switch (_phase)
        {
            case RecoveryPhase.Recovery:
                ContinueRecovery(tally);
                break;
            case RecoveryPhase.Loss:
                ContinueAfterTimeout(ref tally);
                break;
            default:
                LookForLosses(tally);
                break;
        }

        if (IsReducing)
            ReduceWindow(tally);
        TellCongestionControl(tally, wasReducing);
    }

    /// <summary>In Open, Disorder and Cwr.</summary>
    private void LookForLosses(in AckTally tally)
    {
        if (_phase != RecoveryPhase.Cwr)
            TryUndoByDuplicates();
        IdentifyLosses(tally);
        if (_scoreboard.SegmentsToResend > 0)
            EnterRecovery();
        else if (_phase != RecoveryPhase.Cwr)
            _phase = _scoreboard.SackedSegments + _renoSacked > 0 ? RecoveryPhase.Disorder : RecoveryPhase.Open;
    }

    private void EnterRecovery()
    {
        _recover = _highSequence = _sndNxt;
        if (_phase != RecoveryPhase.Cwr)
        {
            BeginUndo(isTimeout: false);
            Reduce(CongestionCause.Loss);
        }

        _phase = RecoveryPhase.Recovery;
        _resendsAtOnce = true;
        _rescued = false;
        _trace?.In(PduAction.Accept, null, Reason.TcpEntersRecovery, _scoreboard.LostSegments, _congestion.SlowStartThreshold);
    }

    private void ContinueRecovery(in AckTally tally)
    {
        if (tally.Acknowledged > 0 && TryUndoPartial(tally))
            return;
        if (TryUndoByDuplicates())
        {
            _phase = RecoveryPhase.Open;
            return;
        }

        IdentifyLosses(tally);
    }

    /// <summary>All that was in flight when the reduction began is acknowledged.</summary>
    private void EndReduction(in AckTally tally)
    {
        if (_phase == RecoveryPhase.Recovery)
        {
            _renoSacked = 0;
            _rack.OnRecovered();
            if (TryUndo(tally.EchoesOriginal))
            {
                _phase = RecoveryPhase.Open;
                return;
            }
        }

        if (!_congestion.ControlsRecovery)
        {
            // RFC 6582 §3.2 (3), option 1 without SACK and without RFC 6937: no burst of all that the window would let go at once.
            var threshold = _congestion.SlowStartThreshold;
            var limit = _usesSack || _options.ProportionalRateReduction ? threshold : Math.Max(Pipe, _sendMss) + _sendMss;
            _congestion.Window = Math.Min(threshold, limit);
            EndWithWhatWasUsed();
        }

        _phase = RecoveryPhase.Open;
        _congestion.OnRecovered(_environment.Now); // a D-SACK that comes later can still undo the reduction (RFC 3708 §2)
    }

    private void IdentifyLosses(in AckTally tally)
    {
        if (!_usesSack)
            MarkLostWithoutSack(tally);
        else if (_options.Rack)
            DetectLossesByTime();
        else
            MarkLostBySack();
    }

    /// <summary>RFC 5681 §3.2 (2): the third duplicate tells of a loss; RFC 6582 §3.2 (3): in recovery, each partial acknowledgment.</summary>
    private void MarkLostWithoutSack(in AckTally tally)
    {
        var isLost = _phase == RecoveryPhase.Recovery
            ? tally.Acknowledged > 0
            : _renoSacked >= _options.DuplicateAckThreshold && _sndUna > _recover;
        if (!isLost || _scoreboard.Count == 0 || _scoreboard[0].Has(SegmentStatus.Lost))
            return;
        if (_scoreboard[0].Length > _sendMss)
            _scoreboard.Split(0, _sendMss);
        _scoreboard.MarkLost(0);
        _resendsAtOnce = true;
        _renoSacked = Math.Min(_renoSacked, _scoreboard.Count - 1);
    }

    private void DetectLossesByTime()
    {
        var timeout = _rack.Detect(ref _scoreboard, _environment.Now, _rtt.MinRtt, _rtt.SmoothedRtt, _phase is RecoveryPhase.Recovery or RecoveryPhase.Loss);
        if (timeout is { } remaining)
            Start(ref _reorderingTimer, ReorderingTimeout, remaining);
        else
            _reorderingTimer?.Disarm();
    }

    private void OnReorderingTimeout()
    {
        DetectLossesByTime();
        if (_scoreboard.SegmentsToResend > 0 && _phase < RecoveryPhase.Recovery)
        {
            EnterRecovery();
            ReduceWindow(new AckTally { Delivered = 1 });
        }

        ComeToRest();
    }

    /// <summary>IsLost() of RFC 6675 §4: enough has arrived that was sent after it.</summary>
    private void MarkLostBySack()
    {
        if (_scoreboard.SackedSegments > 0)
            MarkOvertaken();

        // RFC 6675 §5 (1), (4.3): the third duplicate tells of a loss, however small the segments are that came.
        if (_duplicateAcks >= _options.DuplicateAckThreshold && _phase < RecoveryPhase.Recovery && _scoreboard.LostSegments == 0 && _scoreboard.FirstUnsacked() == 0)
            _scoreboard.MarkLost(0);
    }

    /// <summary>Looks only between what is held for lost already and the last segment that has arrived: nothing changes elsewhere.</summary>
    private void MarkOvertaken()
    {
        var octets = 0;
        var runs = 0;
        var isInRun = false;
        var lostBefore = _overtaken;
        for (var i = _scoreboard.IndexOf(_forwardAck - 1); i >= 0 && _scoreboard[i].End > lostBefore; i--)
        {
            ref var segment = ref _scoreboard[i];
            var isSacked = segment.Has(SegmentStatus.Sacked);
            if (isSacked)
            {
                octets += segment.Length;
                runs += isInRun ? 0 : 1;
            }

            isInRun = isSacked;
            if (runs < _options.DuplicateAckThreshold && octets <= (_options.DuplicateAckThreshold - 1) * _sendMss)
                continue;
            _overtaken = SequenceNumber.Max(_overtaken, segment.End); // with what has arrived: it is not passed again by each acknowledgment
            if (!isSacked && !segment.Has(SegmentStatus.Lost))
                _scoreboard.MarkLost(i);
        }
    }

    /// <summary>
    /// Where nothing is held for lost and no new data may go, sends again what others have overtaken, and once the end of the flight: they
    /// keep acknowledgments coming (RFC 6675 §4, NextSeg (3), (4)).
    /// </summary>
    private bool ResendSpeculatively() => _phase == RecoveryPhase.Recovery && ResendOvertaken();

    private bool ResendOvertaken()
    {
        if (!_usesSack || _options.Rack || Pipe + _sendMss > _congestion.Window)
            return false;
        var last = -1;
        for (var i = _scoreboard.FirstUnsacked(); i < _scoreboard.Count; i++)
        {
            ref var segment = ref _scoreboard[i];
            if (segment.Has(SegmentStatus.Sacked))
                continue;
            last = i;
            if (segment.End > _forwardAck || segment.Has(SegmentStatus.SentAgain))
                continue;
            Resend(i, Reason.TcpResendsInRecovery);
            return true;
        }

        if (_rescued || last < 0 || _scoreboard[last].Has(SegmentStatus.SentAgain))
            return false;
        _rescued = true;
        Resend(last, Reason.TcpResendsInRecovery);
        return true;
    }

    /// <summary>Without SACK: what a duplicate tells has left the network, and what of that an acknowledgment now covers.</summary>
    private void CountWithoutSack(ref AckTally tally)
    {
        if (tally.IsDuplicate)
        {
            if (_scoreboard.Count == 0 || (_phase == RecoveryPhase.Loss && _sndNxt <= _highSequence))
                return;
            var holes = Math.Max(_scoreboard.LostSegments, 1);
            if (_renoSacked + holes >= _scoreboard.Count)
                return;
            _renoSacked++;
            tally.Delivered += _sendMss;
            return;
        }

        if (tally.Acknowledged <= 0 || _renoSacked == 0)
            return;
        // One segment fills the gap; the others were counted when their duplicates came.
        var covered = Math.Min(_renoSacked, Math.Max((tally.Acknowledged / _sendMss) - 1, 0));
        tally.Delivered = Math.Max(tally.Delivered - (covered * _sendMss), 1);
        _renoSacked = _phase is RecoveryPhase.Recovery ? _renoSacked - covered : 0;
    }

    /// <summary>The network says that it is overloaded.</summary>
    private void Reduce(CongestionCause cause)
    {
        var measure = _options.ReducesFromWindow ? _congestion.Window : _flightToReduce;
        var windowBefore = _congestion.Window;
        _congestion.OnCongestion(new CongestionSignal { Cause = cause, FlightSize = measure, Now = _environment.Now });
        ReduceToWhatWasUsed(windowBefore);
        _reduction ??= new ProportionalRateReduction();
        _reduction.Start(_options.ReducesFromWindow ? windowBefore : Math.Max(_flightToReduce, _sndNxt - _sndUna));
        _sendsCwr = _usesEcn; // RFC 3168 §6.1.2: for any reason
        if (!_options.ProportionalRateReduction && !_congestion.ControlsRecovery)
            _congestion.Window = _congestion.SlowStartThreshold;
    }

    private void ReduceWindow(in AckTally tally)
    {
        if (_congestion.ControlsRecovery || !_options.ProportionalRateReduction || tally.Delivered <= 0)
            return; // what delivers nothing lets nothing go
        var madeProgress = tally.Acknowledged > 0 && _scoreboard.LostOctets <= tally.LostBefore;
        _congestion.Window = _reduction!.Window(tally.Delivered, Pipe, _congestion.SlowStartThreshold, _sendMss, madeProgress);
    }
}
