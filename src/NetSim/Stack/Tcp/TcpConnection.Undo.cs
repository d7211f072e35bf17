using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What is undone when a retransmission proves to have been spurious: by timestamps (RFC 3522, RFC 4015), by D-SACK (RFC 3708), by F-RTO (RFC 5682).</content>
internal sealed partial class TcpConnection
{
    private UndoRecord? _undo; // null before the first reduction
    private bool _forwardRto;  // F-RTO is under way

    private bool CanUndo => _undo is { IsOpen: true };

    private void BeginUndo(bool isTimeout)
    {
        _undo ??= new UndoRecord();
        _undo.Begin(_congestion.Window, _congestion.SlowStartThreshold, isTimeout);
    }

    private void OnResent(in SentSegment segment)
    {
        if (CanUndo)
            _undo!.OnResent(segment, OwnTimestamp);
    }

    /// <summary>
    /// The peer has got twice what was sent again. It often says so when recovery is over, for the first copy ends recovery and the second
    /// comes after it.
    /// </summary>
    private void OnRetransmissionWasDuplicate(SackBlock block)
    {
        if (CanUndo)
            _undo!.OnDuplicate(block, _sendMss);
    }

    /// <summary>Whether the acknowledgment answers the first transmission of what was sent again: its timestamp is older (RFC 3522 §3.2 (5)).</summary>
    private bool EchoesOriginal(in AckTally tally) =>
        _undo?.ResentTimestamp is { } resent && tally.Echo is { } echo && (int)(echo - resent) < 0;

    private bool MayUndo(bool echoesOriginal) =>
        _options.UndoesSpuriousRetransmission && CanUndo && (_undo!.Retransmissions == 0 || echoesOriginal);

    private bool TryUndo(bool echoesOriginal)
    {
        if (!MayUndo(echoesOriginal))
            return false;
        Undo();
        return true;
    }

    /// <summary>Every retransmission proved to be a duplicate (RFC 3708 §2).</summary>
    private bool TryUndoByDuplicates() => _undo?.Retransmissions == 0 && TryUndo(echoesOriginal: false);

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

        var undo = _undo!;
        _overtaken = _sndUna;
        if (!undo.IsTimeout)
            _rack.OnSpuriousRecovery();
        undo.IsOpen = false;
        _forwardRto = false;
        _timeouts = 0;
        _congestion.Window = Math.Max(_congestion.Window, undo.Window);
        _congestion.SlowStartThreshold = Math.Max(_congestion.SlowStartThreshold, undo.SlowStartThreshold);
        _congestion.OnUndo(_environment.Now);
        _trace?.In(PduAction.Accept, null, Reason.TcpUndoes, _congestion.Window);
    }
}
