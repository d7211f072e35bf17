using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>When what came is acknowledged, and which window is offered (RFC 9293 §3.8.6.2.2, §3.8.6.3, RFC 5681 §4.2).</content>
internal sealed partial class TcpConnection
{
    private bool _owesAck;           // an acknowledgment must go out now
    private Reason? _ackReason;      // why, where there is a trace
    private int _unacknowledged;     // octets received since the last acknowledgment
    private int _quickAcks;          // how many acknowledgments are still sent at once
    private bool _isInteractive;     // each side answers the other, so acknowledgments ride on answers (Linux's pingpong mode)

    /// <summary>RCV.WND: what is free in the buffer, but never less than the peer was told.</summary>
    private int ReceiveWindow => Math.Max(_rcvEdge - _rcvNxt, 0);

    /// <summary>Eff.snd.MSS, as the path was when something was last sent: it is asked again for what is sent, not for what is acknowledged.</summary>
    private int FullSegment => Math.Max(_sendMss, 1);

    private void AcknowledgeNow(Reason reason)
    {
        _owesAck = true;
        if (_trace is not null)
            _ackReason ??= reason;
    }

    /// <summary>Delayed acknowledgment: of every second full segment at once, of others after a while (§3.8.6.3, RFC 5681 §4.2).</summary>
    private void AcknowledgeSoon(int octets)
    {
        _unacknowledged += octets;
        if (_options.DelayedAckTimeout == Duration.Zero || Settings.QuickAck == true || (_quickAcks > 0 && !_isInteractive && Settings.QuickAck is null))
        {
            _quickAcks = Math.Max(_quickAcks - 1, 0);
            AcknowledgeNow(Reason.TcpAcksQuickly);
            return;
        }

        if (IsAckDue(octets))
            AcknowledgeNow(Reason.TcpAcksSecondSegment);
        else
            DelayAck();
    }

    private void DelayAck()
    {
        _trace?.In(PduAction.Accept, null, Reason.TcpDelaysAck, _options.DelayedAckTimeout);
        if (_delayedAckTimer is not { IsRunning: true })
            Start(ref _delayedAckTimer, DelayedAckTimeout, _options.DelayedAckTimeout);
    }

    private bool IsAckDue(int octets) => _options.DelayedAckRule switch
    {
        DelayedAckRule.MoreThanOneSegment => _unacknowledged > _receiveMss,
        DelayedAckRule.SecondSegment => _unacknowledged > octets,
        _ => _unacknowledged / 2 is var half && (half >= _receiveMss || half >= FullSegment),
    };

    /// <summary>The first data of a connection, and data after a long pause, is acknowledged at once for a while, so that the peer's window grows (Linux).</summary>
    private void NoteArrival()
    {
        if (_options.QuickAckSegments > 0 && (_dataSegmentsReceived == 0 || _environment.Now - _dataReceivedAt > _rtt.Rto))
        {
            _quickAcks = Math.Clamp(ReceiveWindow / (2 * Math.Max(_receiveMss, 1)), 2, _options.QuickAckSegments);
            _isInteractive = _dataSegmentsReceived > 0 && _isInteractive && _quickAcks == 0;
        }

        _dataReceivedAt = _environment.Now;
        _dataSegmentsReceived++;
    }

    /// <summary>Data goes out soon after data came.</summary>
    private void NotePingPong()
    {
        if (_environment.Now - _dataReceivedAt < _options.DelayedAckTimeout)
            _isInteractive = true;
    }

    private void OnDelayedAckTimeout()
    {
        AcknowledgeNow(Reason.TcpAcksAfterDelay);
        ComeToRest();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnAcknowledging()
    {
        _owesAck = false;
        _ackReason = null;
        _unacknowledged = 0;
        if (_delayedAckTimer is { IsRunning: true })
            _delayedAckTimer.Disarm();
        OpenReceiveWindow();
        _lastAckSent = _rcvNxt;
    }

    /// <summary>The receiver's side of silly-window avoidance: the window's edge moves by a worthwhile step or not at all (§3.8.6.2.2).</summary>
    private bool OpenReceiveWindow()
    {
        var limit = ReceiveBufferLimit;
        if (_rcvEdge - _rcvNxt >= limit)
            return false; // all of the buffer is offered
        if (_options.OffersAllRoom)
            return OfferAllRoom();
        var edge = _rcvNxt + Math.Max(0, limit - _received.Available);
        var step = edge - _rcvEdge;
        if (step <= 0 || (step < limit / 2 && step < FullSegment))
            return false;
        _rcvEdge = edge;
        return true;
    }

    /// <summary>
    /// SEG.WND: the window in units of the shift. What is left of a unit is rounded up where the peer was told of more, so that its window
    /// does not seem to shrink (RFC 7323 §2.4), but not beyond the buffer by more than a unit.
    /// </summary>
    private ushort WindowField()
    {
        if (_isResponse)
        {
            _isResponse = false;
            return ResponseWindow();
        }

        var window = ReceiveWindow;
        var units = Math.Min(window >> _receiveShift, ushort.MaxValue);
        var rest = window - (units << _receiveShift);
        if (rest > 0 && units < ushort.MaxValue && units << _receiveShift <= ReceiveBufferLimit - _received.Available)
            units++;
        _rcvEdge = _rcvNxt + (units << _receiveShift);
        return (ushort)units;
    }

    /// <summary>The application has read: a peer that was held up is told at once.</summary>
    private void UpdateReceiveWindow()
    {
        var before = ReceiveWindow;
        var isDue = _options.OffersAllRoom ? IsUpdateDue() : before < ReceiveBufferLimit / 2 && before / 2 < FullSegment;
        if (!IsSynchronized || _finDelivered || !isDue || !OpenReceiveWindow())
            return;
        AcknowledgeNow(Reason.TcpOpensWindow);
        Output();
    }
}
