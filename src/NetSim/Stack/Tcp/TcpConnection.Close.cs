using System.Net.Sockets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>CLOSE, ABORT (RFC 9293 §3.10.4, §3.10.5) and the ends of waiting (§3.10.8).</content>
internal sealed partial class TcpConnection
{
    private bool _finQueued;          // CLOSE was called: a FIN follows the last octet
    private bool _receiveShutdown;    // the application has said that it will not read any more
    private bool _isOrphaned;         // the application is gone

    /// <summary>Closes this side for writing: a FIN follows the last octet (half-close).</summary>
    public void ShutdownSend()
    {
        if (_finQueued || State == TcpState.Closed)
            return;
        if (State == TcpState.SynSent && !IsBerkeley) // FreeBSD closes when it is open
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

    /// <summary>
    /// Closes this side for reading, and for writing too unless said otherwise. Octets that were never read are lost, which the peer is
    /// told by a reset (§3.6.1).
    /// </summary>
    public void Close(bool closeSend = true)
    {
        if (State == TcpState.Closed)
            return;
        _receiveShutdown = true;
        _changed = true;
        if (IsBerkeley)
            DiscardReceived();
        if (closeSend)
            Orphan();
        ComeToRest();
    }

    /// <summary>ABORT: resets the connection.</summary>
    public void Abort()
    {
        if (State is TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 or TcpState.CloseWait)
            SendReset(Reason.TcpAborts);

        if (StateToTell != TcpState.Closed)
            End(SocketError.ConnectionAborted);
    }

    private void Orphan()
    {
        _isOrphaned = true;
        if (IsBerkeley && State is (TcpState.SynSent or TcpState.SynReceived))
        {
            End(null); // tcp_disconnect: without a word
            return;
        }

        if (_received.Available > 0 && IsSynchronized && State != TcpState.TimeWait && _options.ResetsUnread)
        {
            SendReset(Reason.TcpResetsUnread, _received.Available);
            End(null);
            return;
        }

        if (Settings.Linger is { Enabled: true, LingerTime: 0 } && State is not (TcpState.SynSent or TcpState.TimeWait))
        {
            Abort();
            return;
        }

        if (State == TcpState.FinWait2)
            StartFinWait2Timer();
        ShutdownSend();
    }

    /// <summary>The state that follows from CLOSE (§3.10.4), at once or when the handshake is complete.</summary>
    private void BeginQueuedClose()
    {
        if (!_finQueued)
            return;
        switch (State)
        {
            case TcpState.Established:
                _trace?.Why(Reason.TcpClosesFirst, TcpState.FinWait1.ToRfcName());
                TransitionTo(TcpState.FinWait1);
                break;
            case TcpState.CloseWait:
                _trace?.Why(Reason.TcpClosesToo, TcpState.LastAck.ToRfcName());
                TransitionTo(TcpState.LastAck);
                break;
        }
    }

    /// <summary>Resets the connection: at the number that the peer expects, so that it believes it.</summary>
    private void SendReset(Reason reason, params object?[] arguments)
    {
        _trace?.Why(reason, arguments);
        SendSegment(EmptySegmentSequence, TcpFlags.Rst | TcpFlags.Ack, Packets.Payload.Empty, _usesTimestamps ? DataOptions() : default);
    }

    /// <summary>Answers a segment of some other connection.</summary>
    private void ResetBadAck(TcpSegment segment) => ResetAtItsAcknowledgment(segment, Reason.TcpResetsBadAck);

    /// <summary>Answers a segment as if there were no connection: the number that it acknowledges makes the reset believed (§3.5.2).</summary>
    private void ResetAtItsAcknowledgment(TcpSegment segment, Reason reason)
    {
        _trace?.Why(reason);
        SendSegment(segment.Acknowledgment, TcpFlags.Rst, Packets.Payload.Empty);
    }

    private void StartFinWait2Timer() => Start(ref _finWait2Timer, FinWait2Timeout, Settings.FinWait2Timeout, isBackground: true);
}
