namespace NetSim.Tracing;

/// <content>TCP: closing. Numbers are relative to the initial sequence numbers.</content>
public partial class Reason
{
    /// <summary>{0}: state.</summary>
    public static readonly Reason TcpClosesFirst = New("The application closes the connection, and this side is the first to do so: the connection is now {0}.");

    /// <summary>{0}: state.</summary>
    public static readonly Reason TcpClosesToo = New("The application closes the connection after the peer did: the connection is now {0}.");

    /// <summary>{0}: number.</summary>
    public static readonly Reason TcpSendsFin = New("All data has been sent: a FIN takes number {0} and tells the peer that nothing follows.");

    /// <summary>{0}: number.</summary>
    public static readonly Reason TcpPeerCloses = New("The peer closes its side first: its FIN has number {0}. The connection is now CLOSE-WAIT, and the application reads the end of the stream.");

    /// <summary>{0}: number.</summary>
    public static readonly Reason TcpBothClose = New("The peer closed at the same time: its FIN has number {0}. The connection is now CLOSING.");

    /// <summary>{0}: number, {1}: time.</summary>
    public static readonly Reason TcpPeerClosesToo = New("The peer closes its side too: its FIN has number {0}. The connection is now TIME-WAIT for {1} (twice the MSL), in which late segments die out.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksFin = New("A FIN is acknowledged at once, in a segment of its own where no data waits.");

    /// <summary>{0}: state.</summary>
    public static readonly Reason TcpFinAcknowledged = New("The peer has received this side's FIN: the connection is now {0}, and the peer may still send.");

    /// <summary>{0}: time.</summary>
    public static readonly Reason TcpFinAcknowledgedTimeWait = New("The peer has received this side's FIN: the connection is now TIME-WAIT for {0} (twice the MSL), in which late segments die out.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpFinAcknowledgedClosed = New("The peer has received this side's FIN: both sides are done, and the connection is CLOSED.");

    /// <summary>{0}: state.</summary>
    public static readonly Reason TcpIsReset = New("The peer resets the connection in state {0}: it is CLOSED at once, and the application is told.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAborts = New("The application aborts the connection: TCP sends a reset, and the connection is CLOSED at once.");

    /// <summary>{0}: octets.</summary>
    public static readonly Reason TcpResetsUnread = New("The application closes with {0:octet|octets} unread, which are lost: the peer is told so by a reset.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpResetsUnreadable = New("The peer is told by a reset that its data is lost.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpResetsTimedOut = New("The peer, should it hear again, is told by a reset that the connection was given up.");
}

/// <content>TCP: closing.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: octets.</summary>
    public static readonly DropReason TcpNobodyReads = New("{0:octet of data arrives|octets of data arrive} after the application closed: nobody can read them any more.");
}
