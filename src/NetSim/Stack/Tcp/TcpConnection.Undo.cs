using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What is undone when a retransmission proves to have been spurious: by timestamps (RFC 3522, RFC 4015), by D-SACK (RFC 3708), by F-RTO (RFC 5682).</content>
internal sealed partial class TcpConnection
{
    private SequenceNumber? _undoMarker;  // SND.UNA when the window was reduced last, while that can be undone
    private int? _undoRetransmissions;    // segments sent again since that no D-SACK has called duplicates; null before the first
    private SequenceNumber _undoFirst;    // the numbers that they lie between
    private SequenceNumber _undoLast;
    private uint? _resentTimestamp;       // the timestamp of the first of them
    private int _windowBefore;            // cwnd and ssthresh before the reduction
    private int _thresholdBefore;
    private bool _reducedByTimeout;       // and whether a timeout was the reason
    private bool _forwardRto;             // F-RTO is under way

    private void BeginUndo(bool isTimeout)
    {
        _reducedByTimeout = isTimeout;
        _undoMarker = _sndUna;
        _undoRetransmissions = null;
        _resentTimestamp = null;
        _windowBefore = _congestion.Window;
        _thresholdBefore = _congestion.SlowStartThreshold;
    }

    private void OnResent(in SentSegment segment)
    {
        if (_undoMarker is null)
            return;
        _undoFirst = _undoRetransmissions is null ? segment.Sequence : SequenceNumber.Min(_undoFirst, segment.Sequence);
        _undoLast = _undoRetransmissions is null ? segment.End : SequenceNumber.Max(_undoLast, segment.End);
        _undoRetransmissions = (_undoRetransmissions ?? 0) + 1;
        _resentTimestamp ??= OwnTimestamp;
    }

    /// <summary>
    /// The peer has got twice what was sent again. It often says so when recovery is over, for the first copy ends recovery and the second
    /// comes after it. What was not sent again the network has copied: that tells nothing.
    /// </summary>
    private void OnRetransmissionWasDuplicate(SackBlock block)
    {
        if (_undoMarker is not null && _undoRetransmissions > 0 && block.Left >= _undoFirst && block.Right <= _undoLast)
            _undoRetransmissions -= Math.Min(_undoRetransmissions.Value, Math.Max(1, (block.Right - block.Left) / _sendMss));
    }

    /// <summary>Whether the acknowledgment answers the first transmission of what was sent again: its timestamp is older (RFC 3522 §3.2 (5)).</summary>
    private bool EchoesOriginal(TcpSegment segment) =>
        _resentTimestamp is { } resent && EchoedTimestamp(segment) is { } echo && (int)(echo - resent) < 0;

    private bool MayUndo(bool echoesOriginal) =>
        _options.UndoesSpuriousRetransmission && _undoMarker is not null && (_undoRetransmissions == 0 || echoesOriginal);

    private bool TryUndo(bool echoesOriginal)
    {
        if (!MayUndo(echoesOriginal))
            return false;
        Undo();
        return true;
    }

    /// <summary>Every retransmission proved to be a duplicate (RFC 3708 §2).</summary>
    private bool TryUndoByDuplicates() => _undoRetransmissions == 0 && TryUndo(echoesOriginal: false);

    /// <summary>A partial acknowledgment of what was only late: nothing more need be sent again.</summary>
    private bool TryUndoPartial(in AckTally tally)
    {
        if (!tally.EchoesOriginal || !MayUndo(echoesOriginal: true))
            return false;
        Undo();
        _phase = RecoveryPhase.Open;
        return true;
    }

    private void Undo()
    {
        for (var i = 0; i < _scoreboard.Count; i++)
        {
            if (_scoreboard[i].Has(SegmentStatus.Lost))
                _scoreboard.MarkInFlight(i);
        }

        _overtaken = _sndUna;
        if (!_reducedByTimeout)
            _rack.OnSpuriousRecovery();
        _undoMarker = null;
        _forwardRto = false;
        _timeouts = 0;
        _congestion.Window = Math.Max(_congestion.Window, _windowBefore);
        _congestion.SlowStartThreshold = Math.Max(_congestion.SlowStartThreshold, _thresholdBefore);
        _congestion.OnUndo(_environment.Now);
        _trace?.In(PduAction.Accept, null, Reason.TcpUndoes, _congestion.Window);
    }
}
