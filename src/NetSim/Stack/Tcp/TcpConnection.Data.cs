using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>The data of segments that arrive, and the FIN behind it (RFC 9293 §3.10.7.4, seventh and eighth).</content>
internal sealed partial class TcpConnection
{
    private ReceiveBuffer _received = new();
    private SequenceNumber? _peerFin; // the number of the peer's FIN, once it has come
    private bool _finDelivered;       // everything before the peer's FIN has arrived
    private int _receiveMss;          // the largest segment that came, the peer's as far as is known

    /// <summary>How many octets the application can read.</summary>
    public int Available => _received.Available;

    /// <summary>How many octets are kept behind a gap.</summary>
    public int OutOfOrder => _received.OutOfOrder;

    /// <summary>Whether the peer has closed, or this side for reading, and all that was sent has been read.</summary>
    public bool IsAtEnd => (_finDelivered || _receiveShutdown) && _received.Available == 0;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AcceptData(TcpSegment segment)
    {
        if (segment.Payload.IsEmpty || State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
            return;
        if (_isOrphaned || _receiveShutdown && State != TcpState.Established && !IsBerkeley)
            ResetUnreadable(segment);
        else
            TakeData(segment);
    }

    /// <summary>Data that nobody can read any more is told to be lost (RFC 9293 §3.6.1).</summary>
    private void ResetUnreadable(TcpSegment segment)
    {
        _trace?.Drop(segment, DropReason.TcpNobodyReads, segment.Payload.Length);
        ResetAtItsAcknowledgment(segment, Reason.TcpResetsUnreadable);
        End(SocketError.ConnectionReset);
    }

    private void TakeData(TcpSegment segment)
    {
        var octets = segment.Payload;
        var length = octets.Length;
        if (segment.Sequence == _rcvNxt && length <= ReceiveWindow && !segment.Has(TcpFlags.Syn))
        {
            _receiveMss = Math.Max(_receiveMss, length);
            Deliver(segment, segment.Sequence, octets); // all of it, as nearly always
            return;
        }

        TakePart(segment, octets, length);
    }

    private void TakePart(TcpSegment segment, Packets.Payload octets, int length)
    {
        var first = segment.Has(TcpFlags.Syn) ? segment.Sequence + 1 : segment.Sequence;
        var skip = Math.Clamp(_rcvNxt - first, 0, length);
        var fits = Math.Clamp(_rcvNxt + ReceiveWindow - first, 0, length);
        _receiveMss = Math.Max(_receiveMss, length);
        if (skip > 0)
            RememberDuplicate(first, first + skip);
        if (fits > skip)
            Deliver(segment, first + skip, octets.Slice(skip, fits - skip));
    }

    private void Deliver(TcpSegment segment, SequenceNumber sequence, Packets.Payload octets)
    {
        var hadGap = _received.OutOfOrder > 0;
        NoteArrival();
        MeasureReceiverRtt(segment);
        var end = sequence + octets.Length;
        if (hadGap)
            RememberKept(sequence, end);

        var delivered = _received.Insert(_rcvNxt, sequence, octets);
        if (delivered == 0)
        {
            OnOutOfOrder(segment, sequence, end);
            return;
        }

        _rcvNxt += delivered;
        _octetsReceived += delivered;
        if (_hasUrgentMark)
            MoveUrgentMark();
        _sackBlocks?.RemoveBefore(_rcvNxt);
        _changed = true;
        if (_trace is not null)
            TraceDelivery(segment, delivered);
        if (_receiveShutdown && IsBerkeley)
            DiscardReceived();
        if (hadGap)
            AcknowledgeNow(Reason.TcpAcksFilledGap); // RFC 5681 §4.2
        else
            AcknowledgeSoon(delivered);
    }

    /// <summary>RFC 2883 §4.2: only what had come before, and of two such parts the first.</summary>
    private void RememberKept(SequenceNumber sequence, SequenceNumber end)
    {
        if (!_usesSack || !_options.DuplicateSelectiveAcks)
            return;
        var (left, right) = _received.FirstKept(sequence, end);
        RememberDuplicate(left, right);
    }

    private void OnOutOfOrder(TcpSegment segment, SequenceNumber sequence, SequenceNumber end)
    {
        _outOfOrderSegments++;
        if (_usesSack)
            (_sackBlocks ??= new SackBlockList()).Add(sequence, end); // a duplicate, too, is told with the block that holds it behind it (RFC 2883 §4.1.3)
        _trace?.In(PduAction.Queue, segment, Reason.TcpKeepsOutOfOrder, RelativeReceived(sequence), RelativeReceived(_rcvNxt));
        AcknowledgeNow(Reason.TcpAcksOutOfOrder); // RFC 5681 §4.2
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AcceptFin(TcpSegment segment)
    {
        if ((segment.Has(TcpFlags.Fin) || _peerFin is not null) && !_finDelivered && State is not (TcpState.Closed or TcpState.SynSent))
            TakeFin(segment);
    }

    private void TakeFin(TcpSegment segment)
    {
        var last = segment.EndSequence - 1;
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
