using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp.Recovery;

/// <summary>What is known since the window was last reduced, so that the reduction can be undone.</summary>
internal sealed class UndoRecord
{
    private SequenceNumber _first; // the numbers that what was sent again lies between
    private SequenceNumber _last;

    /// <summary>Whether the reduction can still be undone.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Segments sent again since that no D-SACK has called duplicates; null before the first.</summary>
    public int? Retransmissions { get; private set; }

    /// <summary>The timestamp of the first of them.</summary>
    public uint? ResentTimestamp { get; private set; }

    /// <summary>cwnd before the reduction.</summary>
    public int Window { get; private set; }

    /// <summary>ssthresh before it.</summary>
    public int SlowStartThreshold { get; private set; }

    /// <summary>Whether a timeout was the reason.</summary>
    public bool IsTimeout { get; private set; }

    /// <summary>The window is about to be reduced.</summary>
    public void Begin(int window, int slowStartThreshold, bool isTimeout)
    {
        (Window, SlowStartThreshold, IsTimeout) = (window, slowStartThreshold, isTimeout);
        IsOpen = true;
        Retransmissions = null;
        ResentTimestamp = null;
    }

    /// <summary>A segment is sent again.</summary>
    public void OnResent(in SentSegment segment, uint timestamp)
    {
        _first = Retransmissions is null ? segment.Sequence : SequenceNumber.Min(_first, segment.Sequence);
        _last = Retransmissions is null ? segment.End : SequenceNumber.Max(_last, segment.End);
        Retransmissions = (Retransmissions ?? 0) + 1;
        ResentTimestamp ??= timestamp;
    }

    /// <summary>The peer has got something twice. What was not sent again the network has copied: that tells nothing.</summary>
    public void OnDuplicate(SackBlock block, int segmentSize)
    {
        if (Retransmissions > 0 && block.Left >= _first && block.Right <= _last)
            Retransmissions -= Math.Min(Retransmissions.Value, Math.Max(1, (block.Right - block.Left) / segmentSize));
    }
}
