using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp.Recovery;

/// <summary>Finds losses by time: a segment is lost when one that was sent sufficiently later has arrived (RACK, RFC 8985 §6).</summary>
internal struct RackLossDetection(int duplicateAckThreshold)
{
    private const int ReorderingWindowPersist = 16; // RFC 8985 §6.2, step 4: recoveries

    private SequenceNumber _newestEnd;    // RACK.end_seq
    private SimTime _newestSentAt;        // RACK.xmit_ts
    private Duration _rtt;                // RACK.rtt
    private SequenceNumber? _forwardAck;  // RACK.fack
    private SequenceNumber? _forwardAckBefore; // before the present acknowledgment
    private SequenceNumber? _dsackRound;  // RACK.dsack_round
    private int _multiplier = 1;          // RACK.reo_wnd_mult
    private int _persist;                 // RACK.reo_wnd_persist
    private bool _hasSegment;
    private bool _reorderingSeen;         // RACK.reordering_seen

    /// <summary>How often segments were seen to arrive in another order than they were sent in.</summary>
    public int ReorderingsSeen { get; private set; }

    /// <summary>An acknowledgment comes: in what order it tells of segments says nothing of the order in which they arrived.</summary>
    public void OnAcknowledgment() => _forwardAckBefore = _forwardAck;

    /// <summary>A segment has arrived, the peer says; before it leaves the scoreboard or is marked (steps 1 and 2).</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="now">When.</param>
    /// <param name="minRtt">The least round-trip time so far.</param>
    /// <param name="isEchoOfEarlier">Whether the acknowledgment's timestamp says that it answers an earlier transmission than the last.</param>
    public void OnDelivered(in SentSegment segment, SimTime now, Duration minRtt, bool isEchoOfEarlier)
    {
        var rtt = now - segment.SentAt;
        // What is acknowledged sooner than a round trip can take was sent before it was sent again (step 2).
        if (segment.Has(SegmentStatus.SentAgain) && (isEchoOfEarlier || rtt < minRtt))
            return;
        _rtt = rtt;
        if (_hasSegment && !IsSentAfter(segment.SentAt, segment.End, _newestSentAt, _newestEnd))
            return;
        _hasSegment = true;
        _newestSentAt = segment.SentAt;
        _newestEnd = segment.End;
    }

    /// <summary>The peer tells of a duplicate: what was sent again was not lost, so more reordering is to be borne (step 4).</summary>
    public void OnDuplicateSack(SequenceNumber sndUna, SequenceNumber sndNxt)
    {
        if (_dsackRound is { } round && sndUna < round)
            return;
        _dsackRound = sndNxt;
        _multiplier++;
        _persist = ReorderingWindowPersist;
    }

    /// <summary>
    /// A recovery was spurious: what it sent again was only late. Deviates: step 3 counts no segment that was sent again as reordered, and so
    /// would never see any where each is late by three segments or more, for without reordering the third tells of a loss (step 4).
    /// </summary>
    public void OnSpuriousRecovery() => _reorderingSeen = true;

    /// <summary>A recovery has come to its end (step 4).</summary>
    public void OnRecovered()
    {
        if (_persist > 0 && --_persist == 0)
            _multiplier = 1;
    }

    /// <summary>Marks the segments that are lost (step 5).</summary>
    /// <param name="scoreboard">The segments in flight.</param>
    /// <param name="now">When.</param>
    /// <param name="minRtt">The least round-trip time so far.</param>
    /// <param name="smoothedRtt">SRTT.</param>
    /// <param name="isInRecovery">Whether losses are being repaired.</param>
    /// <returns>When to look again, for segments that are not late enough; or null.</returns>
    public Duration? Detect(ref Scoreboard scoreboard, SimTime now, Duration minRtt, Duration smoothedRtt, bool isInRecovery)
    {
        if (!_hasSegment)
            return null;
        var window = ReorderingWindow(scoreboard.SackedSegments, minRtt, smoothedRtt, isInRecovery);
        Duration? timeout = null;
        for (var i = scoreboard.FirstUnsacked(); i < scoreboard.Count; i++)
        {
            ref var segment = ref scoreboard[i];
            if (segment.Has(SegmentStatus.Sacked) || (segment.Status & (SegmentStatus.Lost | SegmentStatus.InFlightAgain)) == SegmentStatus.Lost)
                continue;
            if (!IsSentAfter(_newestSentAt, _newestEnd, segment.SentAt, segment.End))
            {
                if (scoreboard.ResentSegments == 0 || segment.Sequence >= scoreboard.ResentEnd)
                    break; // the others were sent later still
                continue;
            }

            var remaining = segment.SentAt + _rtt + window - now;
            if (remaining <= Duration.Zero)
                scoreboard.MarkLost(i);
            else
                timeout = Duration.Max(timeout ?? Duration.Zero, remaining);
        }

        return timeout;
    }

    /// <summary>After a retransmission timeout: whether a segment was sent too lately to be held for lost (§6.3).</summary>
    public readonly bool IsTooRecent(in SentSegment segment, int sackedSegments, SimTime now, Duration minRtt, Duration smoothedRtt) =>
        _hasSegment && segment.SentAt + _rtt + ReorderingWindow(sackedSegments, minRtt, smoothedRtt, isInRecovery: true) - now > Duration.Zero;

    private static bool IsSentAfter(SimTime time1, SequenceNumber end1, SimTime time2, SequenceNumber end2) =>
        time1 > time2 || (time1 == time2 && end1 > end2);

    /// <summary>The same, in whatever order it was sent (step 3): counted without RACK, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DetectReordering(in SentSegment segment)
    {
        if (_forwardAck is not { } forwardAck || segment.End > forwardAck)
            _forwardAck = segment.End;
        if (segment.End < _forwardAckBefore && !segment.Has(SegmentStatus.SentAgain))
        {
            _reorderingSeen = true;
            ReorderingsSeen++;
        }
    }

    /// <summary>RACK_update_reo_wnd (step 4).</summary>
    private readonly Duration ReorderingWindow(int sackedSegments, Duration minRtt, Duration smoothedRtt, bool isInRecovery)
    {
        if (!_reorderingSeen && (isInRecovery || sackedSegments >= duplicateAckThreshold))
            return Duration.Zero;
        return Duration.Min(minRtt * _multiplier / 4, smoothedRtt);
    }
}
