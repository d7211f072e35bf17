using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What an acknowledgment tells: what has arrived, how long it took, what the peer has room for (RFC 9293 §3.10.7.4 fifth, RFC 2018, RFC 6298).</content>
internal sealed partial class TcpConnection
{
    private Scoreboard _scoreboard = new();
    private readonly ICongestionControl _congestion;
    private DeliveryRateEstimator _delivery;
    private RttEstimator _rtt;
    private RackLossDetection _rack;
    private const int SplitAllowance = 64;
    private const int MarksLast = 1 << 28; // with the largest window far from half of the number space

    private List<SackBlock>? _toldBlocks; // by the last acknowledgment, and marked; null before the first
    private SequenceNumber _forwardAck;   // the number after the last that is known to have arrived
    private SequenceNumber _marksForgottenAt;
    private int _duplicateAcks;           // in a row; without SACK each tells that a segment has left the network

    /// <summary>What one acknowledgment has told so far.</summary>
    private struct AckTally
    {
        public int Acknowledged;          // by how much SND.UNA advances
        public int Delivered;             // octets that are newly known to have arrived
        public SegmentDelivery? Newest;   // of the segments that have arrived, the one that was sent last
        public uint? Echo;                // the timestamp that it echoes
        public Duration? Rtt;             // of the newest segment that was sent only once
        public Duration? LongestRtt;      // of the oldest such segment
        public bool HasNewSack;
        public bool HasDuplicateSack;
        public bool DeliversOriginal;     // something arrived that was sent before recovery began, and only then
        public bool DeliversResent;       // something was acknowledged that had been sent again
        public bool IsDuplicate;
        public bool IsPlainDuplicate;     // it tells nothing at all, not by SACK either
        public bool HasEcnEcho;
        public bool EchoesOriginal;       // its timestamp is older than the first retransmission
        public bool HadFlight;            // something was sent and not acknowledged
        public int FlightBefore;          // pipe
        public int LostBefore;
    }

    /// <summary>The acknowledgment of a segment in a synchronized state (§3.10.7.4, fifth).</summary>
    private void OnAcknowledgment(TcpSegment segment)
    {
        _ackReceivedAt = _environment.Now;
        var isNews = segment.Acknowledgment != _sndUna || _scoreboard.Count > 0 || segment.SelectiveAcks is not null || _tailProbeEnd is not null || segment.Has(TcpFlags.Ece);
        if (isNews)
            ReadAcknowledgment(segment);
        else
            UpdateSendWindow(segment);
    }

    private void ReadAcknowledgment(TcpSegment segment)
    {
        _rack.OnAcknowledgment();
        var tally = default(AckTally);
        tally.Acknowledged = segment.Acknowledgment - _sndUna;
        tally.Echo = EchoedTimestamp(segment);
        tally.HadFlight = _sndNxt != _sndUna;
        tally.FlightBefore = Pipe;
        tally.LostBefore = _scoreboard.LostOctets;
        tally.HasEcnEcho = _usesEcn && segment.Has(TcpFlags.Ece);
        tally.EchoesOriginal = _undo is not null && EchoesOriginal(tally);
        if (_usesSack)
            ReadSack(segment, ref tally);
        if (tally.Acknowledged < 0)
        {
            if (tally.HasDuplicateSack || tally.HasNewSack)
                Recover(segment, ref tally);
            return;
        }

        tally.IsDuplicate = tally.Acknowledged == 0 && IsDuplicateAck(segment, tally);
        tally.IsPlainDuplicate = tally.Acknowledged == 0 && IsUnchanged(segment) && segment.SelectiveAcks is null;
        if (tally.Acknowledged > 0)
            Advance(segment, ref tally);
        UpdateSendWindow(segment);
        if (tally.Acknowledged > 0 || tally.Delivered > 0 || tally.IsDuplicate || tally.HasDuplicateSack || tally.HasEcnEcho || _tailProbeEnd == _sndUna)
            Recover(segment, ref tally);
        if (tally.Acknowledged > 0)
            _trace?.In(PduAction.Accept, segment, Reason.TcpAckCovers, tally.Acknowledged, _sndWnd, _congestion.Window);
        RestartRetransmissionTimer(tally);
    }

    /// <summary>SND.UNA := SEG.ACK, and what that covers leaves the scoreboard.</summary>
    private void Advance(TcpSegment segment, ref AckTally tally)
    {
        var acknowledgment = segment.Acknowledgment;
        while (_scoreboard.Count > 0)
        {
            ref var first = ref _scoreboard[0];
            if (first.End <= acknowledgment)
            {
                OnDelivered(ref first, first.Length, EchoesEarlier(first, tally), ref tally);
                _scoreboard.RemoveFirst();
                continue;
            }

            if (first.Sequence < acknowledgment)
            {
                var octets = acknowledgment - first.Sequence;
                OnDelivered(ref first, octets, EchoesEarlier(first, tally), ref tally);
                _scoreboard.TrimFirst(octets);
            }

            break;
        }

        var discarded = Math.Clamp(acknowledgment - _outgoingStart, 0, _outgoing.Length);
        _outgoing.Discard(discarded);
        _outgoingStart += discarded;
        _sndUna = acknowledgment;
        if (_sndUna > _sndNxt)
        {
            _totalSent += _sndUna - _sndNxt; // a probe beyond SND.NXT was taken
            _sndNxt = _sndUna;
        }

        _forwardAck = SequenceNumber.Max(_forwardAck, _sndUna);
        if (_sndUna - _marksForgottenAt >= MarksLast)
            ForgetOldMarks();
        _softError = null;
        _timeouts = 0;
        _rtt.ResetBackOff();
        _persistTimer?.Disarm();
        _changed = true;
        TakeRttSamples(segment, tally);
    }

    /// <summary>Marks that SND.UNA has passed go along with it now and then, or numbers would one day seem to be before them (RFC 9293 §3.4).</summary>
    private void ForgetOldMarks()
    {
        _marksForgottenAt = _sndUna;
        _lastSmallEnd = SequenceNumber.Max(_lastSmallEnd, _sndUna);
        _limitRoundEnd = SequenceNumber.Max(_limitRoundEnd, _sndUna);
        _sndUp = SequenceNumber.Max(_sndUp, _sndUna);
        _overtaken = SequenceNumber.Max(_overtaken, _sndUna);
        if (_sndUna > _recover)
            _recover = _sndUna - 1;
        if (_sndUna > _highSequence && _phase < RecoveryPhase.Cwr)
            _highSequence = _sndUna - 1;
    }

    /// <summary>Whether the acknowledgment echoes a timestamp from before the segment was sent last, not for the first time.</summary>
    private bool EchoesEarlier(in SentSegment segment, in AckTally tally) => segment.Has(SegmentStatus.SentAgain) && EchoesBefore(segment.SentAt, tally);

    private bool EchoesBefore(SimTime sentAt, in AckTally tally) => tally.Echo is { } echo && (int)(echo - TimestampOf(sentAt)) < 0;

    /// <summary>A segment, or its first part, is known to have arrived for the first time.</summary>
    private void OnDelivered(ref SentSegment segment, int octets, bool isEchoOfOriginal, ref AckTally tally)
    {
        if (segment.Has(SegmentStatus.Sacked))
            return;
        tally.Delivered += octets;
        _segmentsDelivered++;
        if (tally.HasEcnEcho)
            _segmentsMarked++;
        _delivery.OnDelivered(segment.Delivery, octets, _environment.Now, ref tally.Newest);
        if (_usesSack)
            _rack.DetectReordering(segment);
        if (_usesSack && _options.Rack)
            _rack.OnDelivered(segment, _environment.Now, _rtt.MinRtt, isEchoOfOriginal);
        if (segment.Has(SegmentStatus.SentAgain))
        {
            tally.DeliversResent = true;
            return;
        }

        tally.DeliversOriginal |= segment.End <= _highSequence;
        var rtt = _environment.Now - segment.SentAt; // Karn's algorithm: only of what was sent once (RFC 6298 §3)
        tally.Rtt = tally.Rtt is { } least ? Duration.Min(least, rtt) : rtt;
        tally.LongestRtt = tally.LongestRtt is { } longest ? Duration.Max(longest, rtt) : rtt;
    }

    /// <summary>Marks what the SACK option tells (RFC 2018 §5), and finds duplicates told by D-SACK (RFC 2883 §4).</summary>
    private void ReadSack(TcpSegment segment, ref AckTally tally)
    {
        if (segment.SelectiveAcks is not { } sack)
            return;
        for (var i = 0; i < sack.Blocks.Count; i++)
        {
            var block = sack.Blocks[i];
            if (block.Left >= block.Right || block.Right > _sndNxt || block.Right - _sndUna < -_maxSndWnd)
                continue; // not of this connection's numbers: a liar, or a very late copy
            var isDuplicate = i == 0 && IsDuplicateBlock(segment, sack);
            if (isDuplicate)
                OnDuplicateSack(block, segment.Acknowledgment, ref tally);
            else if (block.Left > segment.Acknowledgment && block.Right > SequenceNumber.Max(_sndUna, segment.Acknowledgment))
                MarkSacked(block, ref tally);
        }

        RememberTold(sack, segment.Acknowledgment);
    }

    private static bool IsDuplicateBlock(TcpSegment segment, SackOption sack)
    {
        var first = sack.Blocks[0];
        if (first.Right <= segment.Acknowledgment)
            return true;
        return sack.Blocks.Count > 1 && first.Left >= sack.Blocks[1].Left && first.Right <= sack.Blocks[1].Right;
    }

    private void OnDuplicateSack(SackBlock block, SequenceNumber acknowledgment, ref AckTally tally)
    {
        tally.HasDuplicateSack = true;
        _duplicateSacks++;
        _rack.OnDuplicateSack(SequenceNumber.Max(_sndUna, acknowledgment), _sndNxt);
        OnRetransmissionWasDuplicate(block);
        if (_tailProbeEnd is not null && _tailProbeWasResent && block.Right == _tailProbeEnd)
            _tailProbeEnd = null; // both copies arrived: the probe repaired nothing (RFC 8985 §7.4.2)
    }

    private void MarkSacked(SackBlock block, ref AckTally tally)
    {
        // What an acknowledgment before has told of the same block is known: only what it has grown by is looked at.
        var (left, right) = (SequenceNumber.Max(block.Left, _sndUna), block.Right);
        foreach (var told in CollectionsMarshal.AsSpan(_toldBlocks))
        {
            if (told.Left <= left && told.Right > left)
                left = SequenceNumber.Min(told.Right, right);
            else if (told.Left < right && told.Left > left && told.Right >= right)
                right = told.Left;
        }

        for (var i = _scoreboard.IndexOf(left); i < _scoreboard.Count && _scoreboard[i].Sequence < right; i++)
        {
            if (!_scoreboard[i].Has(SegmentStatus.Sacked) && IsolateSacked(ref i, left, right))
                MarkSacked(i, ref tally);
        }
    }

    /// <summary>
    /// Cuts a segment where the block cuts it. A peer that tells of octet after octet does not make the scoreboard grow beyond what honest
    /// ones need: then a segment counts when all of it has arrived.
    /// </summary>
    /// <returns>Whether the segment is within the block; else the next one is.</returns>
    private bool IsolateSacked(ref int index, SequenceNumber left, SequenceNumber right)
    {
        ref var segment = ref _scoreboard[index];
        if (segment.Sequence >= left && segment.End <= right)
            return true;
        if (_scoreboard.Count > (2 * (_scoreboard.Octets / _sendMss)) + SplitAllowance)
            return false;
        if (segment.Sequence < left)
        {
            _scoreboard.Split(index, left - segment.Sequence);
            return false;
        }

        _scoreboard.Split(index, right - segment.Sequence);
        return true;
    }

    private void MarkSacked(int index, ref AckTally tally)
    {
        ref var segment = ref _scoreboard[index];
        // While a gap is open, timestamps echo the segment before it, whatever arrives behind it (RFC 7323 §4.3 (2)).
        OnDelivered(ref segment, segment.Length, isEchoOfOriginal: false, ref tally);
        tally.HasNewSack = true;
        _forwardAck = SequenceNumber.Max(_forwardAck, segment.End);
        _scoreboard.MarkSacked(index);
    }

    private void RememberTold(SackOption sack, SequenceNumber acknowledgment)
    {
        _toldBlocks ??= new List<SackBlock>(SackOption.MaxBlocks);
        _toldBlocks.Clear();
        foreach (var block in sack.Blocks)
        {
            if (block.Left > acknowledgment && block.Left < block.Right && block.Right <= _sndNxt)
                _toldBlocks.Add(block);
        }
    }

    /// <summary>SND.WND := SEG.WND where the segment is not older than the last that told it (§3.10.7.4, fifth).</summary>
    private void UpdateSendWindow(TcpSegment segment)
    {
        _probedSince = _environment.Now; // a peer that answers keeps the connection, however long its window stays closed (MUST-37)
        if (_sndWl1 > segment.Sequence || (_sndWl1 == segment.Sequence && _sndWl2 > segment.Acknowledgment))
            return;
        SetSendWindow(segment, segment.Window << _sendShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetSendWindow(TcpSegment segment, int window)
    {
        _sndWl1 = segment.Sequence;
        _sndWl2 = segment.Acknowledgment;
        if (window > 0)
            _probes = 0;
        if (window != _sndWnd)
            ChangeSendWindow(window);
    }

    private void ChangeSendWindow(int window)
    {
        if (window == 0)
            _trace?.In(PduAction.Accept, null, Reason.TcpWindowCloses);
        else if (_sndWnd == 0 && IsSynchronized)
            _trace?.In(PduAction.Accept, null, Reason.TcpWindowOpens, window);
        _sndWnd = window;
        _maxSndWnd = Math.Max(_maxSndWnd, window);
    }

    /// <summary>
    /// The five conditions of RFC 5681 §2; with SACK, that it tells of something new (RFC 6675 §2). A peer whose window is closed
    /// answers probes: that tells of no loss.
    /// </summary>
    private bool IsDuplicateAck(TcpSegment segment, in AckTally tally)
    {
        if (_usesSack)
            return tally.HasNewSack;
        return _scoreboard.Count > 0 && _sndWnd > 0 && IsUnchanged(segment);
    }

    private bool IsUnchanged(TcpSegment segment) => segment.SequenceLength == 0 && segment.Window << _sendShift == _sndWnd;

    private void TakeRttSamples(TcpSegment segment, in AckTally tally)
    {
        // What came after a gap that was filled by a retransmission has waited for that: it is no measure either (RFC 6298 §3).
        if (tally.LongestRtt is { } longest && !tally.DeliversResent)
            TakeRttSample(longest, ExpectedSamples(tally));
        else if (tally.DeliversResent && EchoedRtt(segment) is { } echoed)
            TakeRttSample(echoed, ExpectedSamples(tally)); // RFC 7323 §4.1: timestamps tell which copy was answered
    }

    /// <summary>How many measurements a round trip gives, so that more of them do not make the estimate forget sooner (RFC 7323 appendix G).</summary>
    private int ExpectedSamples(in AckTally tally) =>
        Math.Max(1, (_scoreboard.Octets + tally.Acknowledged + (2 * _sendMss) - 1) / (2 * _sendMss));

    private void TakeRttSample(Duration sample, int expectedSamples)
    {
        _rtt.AddSample(sample, expectedSamples);
        _trace?.In(PduAction.Accept, null, Reason.TcpMeasuresRtt, sample, _rtt.SmoothedRtt, _rtt.Rto);
    }

    /// <summary>What the congestion control is told of the acknowledgment.</summary>
    /// <param name="tally">What it told.</param>
    /// <param name="wasReducing">Whether the window was being brought down: the acknowledgment that ends that does not widen it at once.</param>
    private void TellCongestionControl(in AckTally tally, bool wasReducing)
    {
        var rate = _delivery.Sample(tally.Newest, _rtt.MinRtt);
        if (rate.Octets > 0)
            _lastDelivery = rate;
        TellCongestionControl(new AckSample
        {
            Now = _environment.Now,
            AcknowledgedOctets = Math.Max(tally.Acknowledged, 0),
            DeliveredOctets = tally.Delivered,
            LostOctets = Math.Max(_scoreboard.LostOctets - tally.LostBefore, 0),
            FlightSizeBefore = tally.FlightBefore,
            FlightSize = Pipe,
            IsWindowLimited = IsWindowLimited,
            MayGrow = !wasReducing && !IsReducing && MayGrowValidated(tally.FlightBefore),
            IsInRecovery = _phase is RecoveryPhase.Recovery or RecoveryPhase.Loss,
            Rtt = tally.DeliversResent ? null : tally.Rtt,
            SmoothedRtt = _rtt.SmoothedRtt,
            MinRtt = _rtt.MinRtt,
            HasEcnEcho = tally.HasEcnEcho,
            TotalSent = _totalSent,
            TotalAcknowledged = _totalSent - (_sndNxt - _sndUna),
            TotalDelivered = _delivery.Delivered,
            DeliveredWhenSent = rate.DeliveredWhenSent,
            DeliveryInterval = rate.Interval,
            IsApplicationLimited = rate.IsApplicationLimited,
            IntervalOctets = rate.Octets,
        });
    }

    private void TellCongestionControl(in AckSample sample)
    {
        _congestion.OnAcknowledged(sample);
        _validation?.OnAcknowledged(sample, _congestion.Window);
        TuneSendBuffer();
    }
}
