using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>The checks of segments that arrive as FreeBSD makes them (netinet/tcp_input.c, tcp_syncache.c), where they differ from RFC 9293 §3.10.7.4.</content>
internal sealed partial class TcpConnection
{
    private bool _isResponse; // the next segment is made without tcp_output, whose window would be rounded up

    private bool IsBerkeley => _options.SegmentChecks == TcpSegmentChecks.Berkeley;

    /// <summary>A handshake that only the SYN cache knows of.</summary>
    private bool IsInSynCache => State == TcpState.SynReceived && _isPassive;

    private void OnSegmentLikeBerkeley(TcpSegment segment, byte ecn)
    {
        if (CheckLikeBerkeley(segment) is not { } rest)
            return;
        UpdateRecentTimestamp(rest);
        Process(rest, ecn);
    }

    /// <summary>What of the segment is to be processed, or null where nothing is.</summary>
    private TcpSegment? CheckLikeBerkeley(TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst))
        {
            CheckResetLikeBerkeley(segment);
            return null;
        }

        if (IsInSynCache ? !CheckAgainstSynCache(segment) : !CheckSynLikeBerkeley(segment))
            return null;
        if (!CheckTimestampsLikeBerkeley(segment))
            return null;
        if (State == TcpState.SynReceived && segment.Sequence < _irs)
        {
            ResetBadAck(segment);
            return null;
        }

        return FitToWindow(segment);
    }

    /// <summary>RFC 5961 §3.2, counted from the last acknowledgment: the peer does not know of what was received since.</summary>
    private void CheckResetLikeBerkeley(TcpSegment segment)
    {
        var expected = IsInSynCache ? _irs + 1 : _lastAckSent;
        if (segment.Sequence == expected && !(IsInSynCache && (segment.Flags & (TcpFlags.Ack | TcpFlags.Syn | TcpFlags.Fin)) != 0))
        {
            _trace?.In(PduAction.Accept, segment, Reason.TcpIsReset, State.ToRfcName());
            End(State == TcpState.SynReceived ? SocketError.ConnectionRefused : SocketError.ConnectionReset);
            return;
        }

        _trace?.Drop(segment, DropReason.TcpInexactReset, RelativeReceived(segment.Sequence), RelativeReceived(expected));
        if (segment.Sequence > expected && segment.Sequence < expected + ReceiveWindow)
            Challenge(Reason.TcpChallenges);
    }

    /// <summary>syncache_add and syncache_expand: a SYN again has the SYN+ACK sent again, and only an acknowledgment of that completes the handshake.</summary>
    private bool CheckAgainstSynCache(TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Syn))
        {
            if (segment.Has(TcpFlags.Ack))
            {
                ResetBadAck(segment);
                End(SocketError.ConnectionReset);
                return false;
            }

            if (_usesTimestamps && segment.HasTimestamps)
                RememberTimestamp(segment.TimestampValue);
            SendSyn(TcpFlags.Syn | TcpFlags.Ack);
            return false;
        }

        if (!segment.Has(TcpFlags.Ack))
        {
            _trace?.Drop(segment, DropReason.TcpWithoutAck);
            return false;
        }

        if (segment.Sequence > _irs && segment.Sequence <= _irs + 1 + ReceiveWindow)
            return true; // the acknowledgment itself is looked at later
        _trace?.Drop(segment, DropReason.TcpOutsideWindowAcked, RelativeReceived(segment.Sequence), RelativeReceived(_rcvNxt), ReceiveWindow);
        Challenge(Reason.TcpAcksOutsideWindow);
        return false;
    }

    // A SYN of a simultaneous open that comes again is trimmed off later.
    private bool CheckSynLikeBerkeley(TcpSegment segment) => (State == TcpState.SynReceived && segment.Sequence == _irs) || CheckSyn(segment);

    /// <summary>PAWS: of what is old only data is answered.</summary>
    private bool CheckTimestampsLikeBerkeley(TcpSegment segment)
    {
        if (!_usesTimestamps)
            return true;
        if (!segment.HasTimestamps)
        {
            if (_options.ToleratesMissingTimestamps)
                return true;
            _trace?.Drop(segment, DropReason.TcpWithoutTimestamp);
            return false;
        }

        if (PassesPaws(segment))
            return true;
        _trace?.Drop(segment, DropReason.TcpOldTimestamp, segment.TimestampValue, _recentTimestamp);
        if (!segment.Payload.IsEmpty && !IsInSynCache)
            AcknowledgeNow(Reason.TcpAcksOldSegment);
        return false;
    }

    /// <summary>What is before the window is cut off, and acknowledged; of what is left the acknowledgment still counts. What is behind the window is only acknowledged.</summary>
    private TcpSegment? FitToWindow(TcpSegment segment)
    {
        var beginsBefore = segment.Sequence < _rcvNxt;
        if (segment.Has(TcpFlags.Syn) && beginsBefore)
            segment = segment with { Sequence = segment.Sequence + 1, Flags = segment.Flags & ~TcpFlags.Syn };
        var old = _rcvNxt - segment.Sequence;
        var length = segment.Payload.Length;
        if (beginsBefore && (old > length || (old == length && !segment.Has(TcpFlags.Fin))))
        {
            NoteDuplicate(segment);
            AcknowledgeNow(Reason.TcpAcksOldSegment);
            return segment with { Sequence = _rcvNxt, Payload = Payload.Empty, Flags = segment.Flags & ~(TcpFlags.Fin | TcpFlags.Psh) };
        }

        var beyond = segment.Sequence + length - (_rcvNxt + ReceiveWindow);
        if (beyond <= 0 || beyond < length)
            return segment;
        AcknowledgeNow(Reason.TcpAcksOutsideWindow);
        if (ReceiveWindow == 0 && segment.Sequence == _rcvNxt)
            return segment;
        _trace?.Drop(segment, DropReason.TcpOutsideWindowAcked, RelativeReceived(segment.Sequence), RelativeReceived(_rcvNxt), ReceiveWindow);
        return null;
    }

    /// <summary>
    /// tcp_ctlinput and tcp_notify: a refusal, or a TTL that ran out, ends SYN-SENT; other errors end an attempt only when it has been made more than
    /// four times and there was one before. An open connection does not even remember that its peer was unreachable.
    /// </summary>
    private void OnErrorLikeBerkeley(IpError error)
    {
        var isTimeExceeded = error.Message.Type == IcmpType.TimeExceeded;
        var told = BerkeleyErrorOf(error);
        if (State == TcpState.SynSent && (isTimeExceeded || told == SocketError.ConnectionRefused))
        {
            _trace?.In(PduAction.Accept, null, Reason.TcpIsToldHardError, Remote);
            End(told);
        }
        else if (State is TcpState.SynSent or TcpState.SynReceived && _timeouts > 3 && _softError is not null)
        {
            _trace?.In(PduAction.Accept, null, Reason.TcpIsToldHardError, Remote);
            End(told);
        }
        else if (State != TcpState.Established || told != SocketError.HostUnreachable)
        {
            _softError = told;
            _trace?.In(PduAction.Accept, null, Reason.TcpKeepsTrying, Remote);
        }
    }

    // icmp_errmap
    private static SocketError BerkeleyErrorOf(IpError error) => error.Message.Type switch
    {
        IcmpType.DestinationUnreachable => (DestinationUnreachableCode)error.Message.Code
            is DestinationUnreachableCode.ProtocolUnreachable or DestinationUnreachableCode.PortUnreachable
            or DestinationUnreachableCode.NetworkAdministrativelyProhibited or DestinationUnreachableCode.HostAdministrativelyProhibited
            or DestinationUnreachableCode.CommunicationAdministrativelyProhibited
            ? SocketError.ConnectionRefused
            : SocketError.HostUnreachable,
        IcmpType.ParameterProblem => SocketError.ProtocolOption,
        _ => SocketError.HostUnreachable,
    };

    /// <summary>Whether a window of this much room is worth telling at once (the update of tcp_output).</summary>
    private bool IsUpdateDue()
    {
        if (_delayedAckTimer is { IsRunning: true })
            return false;
        var segment = _sendMss + DataOptionsLength;
        var room = RoomToOffer();
        var before = ReceiveWindow;
        var more = room - before;
        if (more <= 0 || before >> _receiveShift >= room >> _receiveShift)
            return false;
        var limit = ReceiveBufferLimit;
        var isMuch = more >= limit / 4 || room <= limit / 8 || limit <= 8 * segment || more >= ushort.MaxValue << _receiveShift;
        return (more >= 2 * segment && isMuch) || 2 * more >= limit;
    }

    /// <summary>The window's edge moves by whatever is free.</summary>
    private bool OfferAllRoom()
    {
        var before = _rcvEdge;
        _rcvEdge = SequenceNumber.Max(_rcvEdge, _rcvNxt + RoomToOffer());
        return _rcvEdge > before;
    }

    /// <summary>What is free in the buffer; nothing where that is less than a segment and than a quarter of the buffer.</summary>
    private int RoomToOffer()
    {
        var room = Math.Min(Math.Max(0, ReceiveBufferLimit - _received.Available), ushort.MaxValue << _receiveShift);
        return room < ReceiveBufferLimit / 4 && room < _sendMss + DataOptionsLength ? 0 : room;
    }

    /// <summary>The window of tcp_respond: what is free, rounded down.</summary>
    private ushort ResponseWindow() =>
        (ushort)(Math.Min(Math.Max(0, ReceiveBufferLimit - _received.Available), ushort.MaxValue << _receiveShift) >> _receiveShift);

    /// <summary>Nobody will read what has come: it makes no difference to the window (sbflush).</summary>
    private void DiscardReceived()
    {
        Span<byte> octets = stackalloc byte[256];
        while (_received.Read(octets) > 0)
        {
        }
    }
}
