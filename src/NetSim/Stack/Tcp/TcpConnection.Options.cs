using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>The options of the header: what both sides agree on in the handshake, timestamps, selective acknowledgments (RFC 7323, RFC 2018).</content>
internal sealed partial class TcpConnection
{
    private static readonly Duration LeastEchoedRtt = 1.Milliseconds;  // a tick of the clock
    private static readonly Duration PawsIdle = (24 * 86_400).Seconds; // RFC 7323 §5.5: older timestamps say nothing

    private readonly uint _timestampOffset;
    private bool _usesTimestamps;
    private bool _usesSack;
    private bool _usesScaling;
    private int _sendShift;               // Snd.Wind.Shift
    private int _receiveShift;            // Rcv.Wind.Shift
    private uint _recentTimestamp;        // TS.Recent
    private SimTime _recentTimestampAt;
    private SequenceNumber _lastAckSent;  // Last.ACK.sent
    private SackBlockList? _sackBlocks;   // null before the first gap
    private TcpFlags _sentSyn;            // the flags of the last SYN
    private SimTime? _synSentAt;          // when it was sent first; unknown of a cookie
    private bool _handshakeWasSpurious;   // the SYN was sent again though its first copy was answered

    /// <summary>My.TSclock, from an offset of the connection's own (RFC 7323 §5.4).</summary>
    private uint OwnTimestamp => TimestampOf(_environment.Now);

    private uint TimestampOf(SimTime time) => TimestampClock.At(time) + _timestampOffset;

    /// <summary>The octets that options take in a segment with data.</summary>
    private int DataOptionsLength => _usesTimestamps ? 12 : 0;

    /// <summary>What a segment holds now: Eff.snd.MSS, less what selective acknowledgments take of it (RFC 6691 §3.1).</summary>
    private int SegmentRoom => _sackBlocks is null ? _sendMss : RoomBeside(_sackBlocks);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RoomBeside(SackBlockList blocks) => blocks.IsEmpty
        ? _sendMss
        : Math.Max(1, _sendMss + DataOptionsLength - TcpOptionBuilder.LengthOfData(_usesTimestamps, blocks.CountToTell));

    private int? OfferedWindowScale(TcpFlags flags) => _options.WindowScaling && (!IsAnswer(flags) || _offers.WindowScale is not null)
        ? TcpOptionBuilder.WindowScale(_options, Settings)
        : null;

    private bool OffersSack(TcpFlags flags) => _options.SelectiveAcks && (!IsAnswer(flags) || _offers.SackPermitted);

    private (uint Value, uint EchoReply)? OfferedTimestamp(TcpFlags flags) =>
        _options.Timestamps && (!IsAnswer(flags) || _offers.Timestamp is not null) ? (OwnTimestamp, _recentTimestamp) : null;

    private TcpFlags OfferedEcn(TcpFlags flags, bool isAgain)
    {
        if (IsAnswer(flags))
            return _usesEcn ? TcpFlags.Ece : 0;
        // RFC 3168 §6.1.1.1: a SYN that got no answer is sent again without ECN, for some boxes drop it.
        return (_options.Ecn == EcnMode.Request || _congestion.EchoesEachMark) && !(isAgain && _timeouts > _options.EcnSynRetries) ? TcpFlags.Ece | TcpFlags.Cwr : 0;
    }

    private static bool IsAnswer(TcpFlags flags) => (flags & TcpFlags.Ack) != 0;

    /// <summary>What this side offers and the peer offers is used by both (RFC 7323 §2.2, §3.2; RFC 2018 §2).</summary>
    private void NegotiateOptions(TcpSegment syn)
    {
        _usesScaling = _options.WindowScaling && _offers.WindowScale is not null;
        _sendShift = _usesScaling ? _offers.WindowScale!.Value : 0;
        _receiveShift = _usesScaling ? TcpOptionBuilder.WindowScale(_options, Settings) : 0;
        _usesSack = _options.SelectiveAcks && _offers.SackPermitted;
        _usesTimestamps = _options.Timestamps && _offers.Timestamp is not null;
        if (_usesTimestamps)
            RememberTimestamp(_offers.Timestamp!.Value);
        var wants = _options.Ecn == EcnMode.Request || _congestion.EchoesEachMark;
        _usesEcn = _offers.Ecn && (syn.Has(TcpFlags.Ack) ? wants : wants || _options.Ecn == EcnMode.Accept);
    }

    private void RememberTimestamp(uint value)
    {
        _recentTimestamp = value;
        _recentTimestampAt = _environment.Now;
    }

    /// <summary>PAWS: a segment with an older timestamp than one before it is an old duplicate (RFC 7323 §5.3, R1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool PassesPaws(TcpSegment segment) =>
        (int)(segment.TimestampValue - _recentTimestamp) >= 0 || segment.Has(TcpFlags.Rst) || ReplacesOutdated(segment);

    /// <summary>TS.Recent says nothing any more after a long pause (§5.5).</summary>
    private bool ReplacesOutdated(TcpSegment segment)
    {
        if (_environment.Now - _recentTimestampAt <= PawsIdle)
            return false;
        RememberTimestamp(segment.TimestampValue);
        return true;
    }

    /// <summary>R3 of §5.3: the timestamp of what is the next to be acknowledged is echoed (§4.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateRecentTimestamp(TcpSegment segment)
    {
        if (_usesTimestamps && segment.HasTimestamps
            && (int)(segment.TimestampValue - _recentTimestamp) >= 0 && segment.Sequence <= _lastAckSent)
        {
            RememberTimestamp(segment.TimestampValue);
        }
    }

    /// <summary>The options of a segment that is no SYN, where there are others than timestamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PduList<TcpOption> DataOptions() => _sackBlocks is null && !_options.UserTimeoutOption ? default : ListedOptions();

    private PduList<TcpOption> ListedOptions()
    {
        var blocks = _usesSack && _sackBlocks is { IsEmpty: false } some ? some : null;
        if (blocks is null && !_options.UserTimeoutOption)
            return default;
        var stamp = _usesTimestamps ? new TimestampsOption(OwnTimestamp, _recentTimestamp) : null;
        return TcpOptionBuilder.BuildData(stamp, blocks is null ? [] : blocks.Take(TcpOptionBuilder.MaxSacks(_usesTimestamps)));
    }

    /// <summary>The timestamps of a segment that has no other options: of each that acknowledges (RFC 7323 §3.2).</summary>
    private (uint Value, uint EchoReply)? TimestampsAlone(TcpFlags flags, in PduList<TcpOption> options) =>
        _usesTimestamps && options.Count == 0 && (flags & (TcpFlags.Ack | TcpFlags.Syn)) == TcpFlags.Ack ? (OwnTimestamp, _recentTimestamp) : null;

    /// <summary>The round trip of the handshake; of a SYN that was sent again only timestamps can tell which of them was answered.</summary>
    private void MeasureHandshake(TcpSegment segment)
    {
        if (_timeouts == 0 && _synSentAt is { } sentAt)
        {
            TakeRttSample(_environment.Now - sentAt, 1);
        }
        else if (EchoedRtt(segment) is { } rtt)
        {
            // RFC 5682's idea for the handshake: the first copy was answered, so nothing was lost (Linux: tcp_syn_undo).
            _handshakeWasSpurious = _environment.Now - rtt <= _synSentAt + 1.Milliseconds;
            TakeRttSample(rtt, 1);
        }
    }

    /// <summary>TSecr, or null where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint? EchoedTimestamp(TcpSegment segment) =>
        _usesTimestamps && segment is { HasTimestamps: true, TimestampEcho: not 0 and var echo } ? echo : null;

    /// <summary>How long ago the segment was sent that the peer's timestamp echoes, or null (RFC 7323 §4.1).</summary>
    private Duration? EchoedRtt(TcpSegment segment)
    {
        if (EchoedTimestamp(segment) is not { } echo)
            return null;
        var milliseconds = (int)(OwnTimestamp - echo);
        var longest = _environment.Now - (_synSentAt ?? SimTime.Zero) + 1.Milliseconds; // what is older was never sent
        return milliseconds < 0 || milliseconds.Milliseconds > longest ? null : Duration.Max(milliseconds.Milliseconds, LeastEchoedRtt);
    }
}
