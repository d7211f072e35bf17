using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>CLOSE, ABORT (RFC 9293 §3.10.4, §3.10.5) and the ends of waiting (§3.10.8).</content>
internal sealed partial class TcpConnection
{
    private readonly SimTimer _timeWaitTimer;
    private readonly SimTimer _finWait2Timer;
    private bool _finQueued;       // CLOSE was called: a FIN follows the last octet
    private bool _receiveShutdown; // nobody will read any more

    /// <summary>Closes this side for writing: a FIN follows the last octet (half-close).</summary>
    public void ShutdownSend()
    {
        if (_finQueued || State == TcpState.Closed)
            return;
        if (State == TcpState.SynSent)
        {
            // There is no peer yet to say goodbye to.
            End(null);
            ComeToRest();
            return;
        }

        _finQueued = true;
        BeginQueuedClose();
        ComeToRest();
    }

    /// <summary>Closes this side for reading, and for writing too unless said otherwise. Octets that were never read are lost, which the peer is told by a reset (§3.6.1).</summary>
    public void Close(bool closeSend = true)
    {
        if (State == TcpState.Closed)
            return;
        _receiveShutdown = true;
        _changed = true;
        if (_received.Available > 0 && IsSynchronized && State != TcpState.TimeWait)
        {
            SendReset(Reason.TcpResetsUnread, _received.Available);
            End(null);
        }
        else if (State == TcpState.FinWait2)
        {
            _finWait2Timer.Start(_options.FinWait2Timeout);
        }

        if (closeSend)
            ShutdownSend();
        ComeToRest();
    }

    /// <summary>ABORT: resets the connection.</summary>
    public void Abort()
    {
        if (State is TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 or TcpState.CloseWait)
            SendReset(Reason.TcpAborts);
        if (State != TcpState.Closed)
            End(SocketError.ConnectionAborted);
    }

    /// <summary>The state that follows from CLOSE (§3.10.4), at once or when the handshake is complete.</summary>
    private void BeginQueuedClose()
    {
        if (!_finQueued)
            return;
        switch (State)
        {
            case TcpState.Established:
                TransitionTo(TcpState.FinWait1);
                Why(Reason.TcpClosesFirst, State.ToRfcName());
                break;
            case TcpState.CloseWait:
                TransitionTo(TcpState.LastAck);
                Why(Reason.TcpClosesToo, State.ToRfcName());
                break;
        }
    }

    /// <summary>Resets the connection: at the number that the peer expects, so that it believes it.</summary>
    private void SendReset(Reason reason, params object?[] arguments)
    {
        Why(reason, arguments);
        SendSegment(EmptySegmentSequence, TcpFlags.Rst | TcpFlags.Ack, Packets.Payload.Empty);
    }

    /// <summary>Answers a segment of some other connection: the number that it acknowledges makes the reset believed (§3.5.2).</summary>
    private void ResetBadAck(TcpSegment segment)
    {
        Why(Reason.TcpResetsBadAck);
        SendSegment(segment.Acknowledgment, TcpFlags.Rst, Packets.Payload.Empty);
    }

    private void OnTimeWaitTimeout() => End(null);

    private void OnFinWait2Timeout() => End(null);
}
