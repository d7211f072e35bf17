using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>Explicit congestion notification (RFC 3168 §6.1), and DCTCP's precise echo (RFC 8257 §3.2).</content>
internal sealed partial class TcpConnection
{
    private const byte EcnCapable = 2;             // ECT(0)
    private const byte CongestionExperienced = 3;  // CE

    private bool _usesEcn;
    private bool _hasSeenEcn;
    private bool _echoesCongestion;                // ECE is set in acknowledgments: until the peer says CWR, or DCTCP.CE
    private bool _sendsCwr;                        // the next segment of new data says that the window was reduced

    /// <summary>What an ECE means (RFC 3168 §6.1.2): a reduction, at most once in a window of data.</summary>
    private void ReduceForEcn()
    {
        if (_phase is RecoveryPhase.Open or RecoveryPhase.Disorder && _sndUna > _highSequence)
            EnterCwr(CongestionCause.EcnEcho);
    }

    private void EnterCwr(CongestionCause cause)
    {
        Reduce(cause);
        _undo?.IsOpen = false;
        _phase = RecoveryPhase.Cwr;
        _highSequence = _sndNxt;
        _trace?.In(PduAction.Accept, null, Reason.TcpReducesWindow, _congestion.SlowStartThreshold);
    }

    /// <summary>The mark of a segment that came.</summary>
    private void OnEcnField(TcpSegment segment, byte ecn)
    {
        _hasSeenEcn |= ecn != 0;
        if (_congestion.EchoesEachMark)
        {
            EchoEachMark(segment, ecn);
            return;
        }

        if (segment.Has(TcpFlags.Cwr))
            _echoesCongestion = false;
        if (ecn == CongestionExperienced && !segment.Payload.IsEmpty)
        {
            _echoesCongestion = true;
            _trace?.In(PduAction.Accept, segment, Reason.TcpSeesMark);
        }
    }

    /// <summary>RFC 8257 §3.2: when the mark changes, what came before is acknowledged at once with the old one.</summary>
    private void EchoEachMark(TcpSegment segment, byte ecn)
    {
        if (segment.Payload.IsEmpty)
            return;
        var isMarked = ecn == CongestionExperienced;
        if (isMarked == _echoesCongestion)
            return;
        if (_unacknowledged > 0)
        {
            _trace?.Why(Reason.TcpAcksMarkChange);
            SendSegment(EmptySegmentSequence, TcpFlags.Ack, Packets.Payload.Empty, DataOptions());
        }

        _echoesCongestion = isMarked;
    }

    /// <summary>The ECN field of a segment: only new data is ECN-capable, no window probe either (RFC 3168 §6.1.4 to §6.1.6); with DCTCP, every segment (RFC 8257 §3.4).</summary>
    private byte EcnField(TcpSegment segment, bool isAgain)
    {
        if (segment.Has(TcpFlags.Syn))
            return 0;
        var isNewData = !segment.Payload.IsEmpty && !isAgain && segment.EndSequence <= _sndUna + _sndWnd;
        return isNewData || _congestion.EchoesEachMark ? EcnCapable : (byte)0;
    }

    private TcpFlags EcnFlags(TcpFlags flags, bool isNewData)
    {
        if ((flags & (TcpFlags.Syn | TcpFlags.Rst)) != 0)
            return 0;
        var echo = _echoesCongestion && (flags & TcpFlags.Ack) != 0 ? TcpFlags.Ece : 0;
        if (!isNewData || !_sendsCwr)
            return echo;
        _sendsCwr = false;
        return echo | TcpFlags.Cwr;
    }
}
