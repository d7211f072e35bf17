using NetSim.Kernel;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>TIME-WAIT, and its end by a newer SYN (RFC 9293 §3.6.1, MAY-2; RFC 6191).</content>
internal sealed partial class TcpConnection
{
    /// <summary>When TIME-WAIT ends; null where it has not begun, or has ended. This and the next three are the host's <see cref="TimeWaitTimer"/>'s.</summary>
    public SimTime? TimeWaitEnd { get; set; }

    /// <summary>The place of that end among the events of its time.</summary>
    public long TimeWaitSequence { get; set; }

    /// <summary>The connection whose TIME-WAIT ends before this one's.</summary>
    public TcpConnection? EndsBefore { get; set; }

    /// <summary>The connection whose TIME-WAIT ends after this one's.</summary>
    public TcpConnection? EndsAfter { get; set; }

    /// <summary>TIME-WAIT has lasted as long as it does.</summary>
    public void EndTimeWait() => End(null);

    /// <summary>Whether a SYN opens a newer connection between the same sockets, and this one is but remembered.</summary>
    public bool YieldsTo(TcpSegment syn) =>
        State == TcpState.TimeWait && _options.TimeWaitReuse
        && (syn.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn
        && IsNewer(syn, _rcvNxt, _usesTimestamps ? _recentTimestamp : null);

    /// <summary>The number after the last one that was sent: a newer connection's numbers are beyond it.</summary>
    public SequenceNumber SentUpTo => _sndMax;

    /// <summary>Keeps the numbers, for minutes, but not the room for octets and segments and marks: there are none any more.</summary>
    private void ReleaseRoom()
    {
        _scoreboard.Release();
        _outgoing = _environment.TimeWait.Sent;
        if (_received is { Available: 0, OutOfOrder: 0 })
            _received = _environment.TimeWait.Read;
        _toldBlocks = null;
        _pushes = null;
        (_timestamps, _timestampsAlone) = (null, default);
        if (_sackBlocks is { IsEmpty: true })
            _sackBlocks = null;
    }

    private void StartTimeWaitTimer() => _environment.TimeWait.Start(this, _options.MaximumSegmentLifetime * 2);

    /// <summary>Ends the connection in favour of a newer one.</summary>
    public void Yield()
    {
        End(null);
        ComeToRest();
    }

    /// <summary>
    /// Whether the SYN cannot be an old one that comes late: its timestamp or, where that says nothing, its number is beyond all that
    /// the connection had from the peer (RFC 6191 §2).
    /// </summary>
    /// <param name="syn">The SYN.</param>
    /// <param name="rcvNxt">RCV.NXT.</param>
    /// <param name="recentTimestamp">TS.Recent, or null where the connection had no timestamps.</param>
    internal static bool IsNewer(TcpSegment syn, SequenceNumber rcvNxt, uint? recentTimestamp)
    {
        var elapsed = syn.Timestamps is { } timestamps && recentTimestamp is { } recent ? (int)(timestamps.Value - recent) : 0;
        return elapsed > 0 || (elapsed == 0 && syn.Sequence > rcvNxt);
    }
}
