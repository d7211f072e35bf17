namespace NetSim.Stack.Tcp;

/// <summary>The states of a TCP connection (RFC 9293 §3.3.2). LISTEN is a listener's, not a connection's.</summary>
public enum TcpState
{
    /// <summary>CLOSED: there is no connection.</summary>
    Closed,

    /// <summary>SYN-SENT: a SYN was sent, and its answer is waited for.</summary>
    SynSent,

    /// <summary>SYN-RECEIVED: a SYN was received and sent, and its acknowledgment is waited for.</summary>
    SynReceived,

    /// <summary>ESTABLISHED: data flows both ways.</summary>
    Established,

    /// <summary>FIN-WAIT-1: this side closed, and its FIN is not acknowledged.</summary>
    FinWait1,

    /// <summary>FIN-WAIT-2: this side closed, and its FIN is acknowledged; the peer may still send.</summary>
    FinWait2,

    /// <summary>CLOSE-WAIT: the peer closed; this side may still send.</summary>
    CloseWait,

    /// <summary>CLOSING: both sides closed at once, and this side's FIN is not acknowledged.</summary>
    Closing,

    /// <summary>LAST-ACK: both sides closed, the peer first, and this side's FIN is not acknowledged.</summary>
    LastAck,

    /// <summary>TIME-WAIT: both sides closed; old segments are waited out.</summary>
    TimeWait,
}

/// <summary>The states as RFC 9293 writes them.</summary>
public static class TcpStateNames
{
    /// <summary>Such as <c>SYN-RECEIVED</c>.</summary>
    public static string ToRfcName(this TcpState state) => state switch
    {
        TcpState.Closed => "CLOSED",
        TcpState.SynSent => "SYN-SENT",
        TcpState.SynReceived => "SYN-RECEIVED",
        TcpState.Established => "ESTABLISHED",
        TcpState.FinWait1 => "FIN-WAIT-1",
        TcpState.FinWait2 => "FIN-WAIT-2",
        TcpState.CloseWait => "CLOSE-WAIT",
        TcpState.Closing => "CLOSING",
        TcpState.LastAck => "LAST-ACK",
        TcpState.TimeWait => "TIME-WAIT",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
