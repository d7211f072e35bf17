namespace NetSim.Tracing;

/// <content>TCP: opening. Numbers are relative to the initial sequence numbers unless said otherwise.</content>
public partial class Reason
{
    /// <summary>{0}: peer, {1}: own address, {2}: own port.</summary>
    public static readonly Reason TcpChoosesPort = New("The application opens a connection to {0}. This side is {1}, the address of the interface that leads there, and port {2}, the next free ephemeral one.");

    /// <summary>{0}: initial sequence number.</summary>
    public static readonly Reason TcpOpens = New("TCP chooses the initial sequence number {0}, called 0 from here on, and goes to SYN-SENT.");

    /// <summary>{0}: port.</summary>
    public static readonly Reason TcpFindsListener = New("TCP finds a listener on port {0}.");

    /// <summary>{0}: initial sequence number.</summary>
    public static readonly Reason TcpSendsCookie = New("TCP answers SYN+ACK but keeps nothing of the SYN: what it needs is in its initial sequence number {0}, a SYN cookie, which the peer's ACK brings back.");

    /// <summary>{0}: port, {1}: MSS to send with.</summary>
    public static readonly Reason TcpFindsCookie = New("TCP listens on port {0}, and the segment acknowledges a SYN cookie of its own: the peer's SYN was answered, with MSS {1}. The connection is now made as if it had been kept.");

    /// <summary>{0}: peer.</summary>
    public static readonly Reason TcpTimeWaitYields = New("The connection with {0} is in TIME-WAIT, and the SYN is newer than all that came on it: it is forgotten, and the SYN opens another.");

    /// <summary>{0}: MSS to send with, {1}: the peer's initial sequence number.</summary>
    public static readonly Reason TcpAnswersSyn = New("It records the peer's initial sequence number {1} (called 0) and MSS {0}, and answers SYN+ACK: the connection is now SYN-RECEIVED.");

    /// <summary>{0}: MSS to send with, {1}: the peer's initial sequence number.</summary>
    public static readonly Reason TcpAnswersSynWithoutMss = New("It records the peer's initial sequence number {1} (called 0). The SYN offers no MSS, so {0} is used. TCP answers SYN+ACK: the connection is now SYN-RECEIVED.");

    /// <summary>{0}: MSS to send with, {1}: window.</summary>
    public static readonly Reason TcpHandshakeAnswered = New("The peer acknowledges the SYN and sends its own, with MSS {0} and window {1}: the connection is now ESTABLISHED on this side.");

    /// <summary>{0}: MSS to send with, {1}: window.</summary>
    public static readonly Reason TcpHandshakeAnsweredWithoutMss = New("The peer acknowledges the SYN and sends its own, with window {1} and no MSS, so {0} is used: the connection is now ESTABLISHED on this side.");

    /// <summary>{0}: window.</summary>
    public static readonly Reason TcpHandshakeComplete = New("The segment acknowledges the SYN+ACK and so completes the three-way handshake: the connection is now ESTABLISHED. The peer's window is {0}.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpSimultaneousOpen = New("The peer opens the same connection at the same time: TCP answers its SYN with SYN+ACK and goes to SYN-RECEIVED.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksSyn = New("A SYN must be acknowledged at once: this ACK is the third segment of the handshake.");

    /// <summary>{0}: peer.</summary>
    public static readonly Reason TcpRefused = New("The peer answers the SYN with a reset: nobody listens at {0}. The connection is CLOSED, and the application is told that it was refused.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpSynReturnsToListen = New("A new SYN arrives before the handshake is complete: the half-open connection is given up, and the port listens on.");

    /// <summary>{0}: peer.</summary>
    public static readonly Reason TcpKeepsTrying = New("TCP is told that {0} is out of reach. That may pass, so it keeps trying until its time is up.");

    /// <summary>{0}: peer.</summary>
    public static readonly Reason TcpIsToldHardError = New("{0} itself refuses the connection attempt: it is CLOSED, and the application is told.");

    /// <summary>{0}: MSS.</summary>
    public static readonly Reason TcpGrowsSegments = New("What was known of the path is out of date: TCP tries segments of at most {0:octet|octets} again.");

    /// <summary>{0}: MSS.</summary>
    public static readonly Reason TcpShrinksSegments = New("The path carries less than TCP sent: from now on a segment holds at most {0:octet|octets}, and what is in flight is sent again.");

    /// <summary>{0}: local port, {1}: peer's port.</summary>
    public static readonly Reason TcpResetsNoConnection = New("TCP answers with a reset from port {0} to port {1}, so that the peer gives up at once.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpResetsBadAck = New("It acknowledges what this side never sent, so it is of some other connection: TCP answers with a reset.");
}

/// <content>TCP: opening.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: port, {1}: peer.</summary>
    public static readonly DropReason TcpNoConnection = New("TCP has no connection with {1} on port {0}, and nobody listens for this segment there: it is dropped.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpResetOfNothing = New("The segment resets a connection that does not exist: it is ignored.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpNeitherSynNorReset = New("The segment neither opens a connection nor resets one: it is dropped. Its sender is not told.");

    /// <summary>{0}: port, {1}: backlog.</summary>
    public static readonly DropReason TcpBacklogFull = New("{1:connection already waits|connections already wait} to be accepted on port {0}, as many as its backlog allows: the SYN is dropped. Its sender will try again.");

    /// <summary>{0}: port, {1}: backlog.</summary>
    public static readonly DropReason TcpSynQueueFull = New("{1:handshake is|handshakes are} under way on port {0}, as many as its backlog allows: the SYN is dropped. Its sender will try again.");

    /// <summary>{0}: port, {1}: backlog.</summary>
    public static readonly DropReason TcpAcceptQueueFull = New("{1:connection already waits|connections already wait} to be accepted on port {0}, as many as its backlog allows: the handshake is not completed yet. The next SYN+ACK makes the peer try again.");

    /// <summary>TCP_DEFER_ACCEPT: the handshake waits for data.</summary>
    public static readonly DropReason TcpWaitsForData = New("The listener on port {0} takes connections only with data: the handshake is not completed yet.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason TcpBroadcast = New("A connection has one host at each end, and {0} or the source is not one host's address: the segment is dropped. Nobody is told.");

    /// <summary>{0}: acknowledgment number.</summary>
    public static readonly DropReason TcpAckOfNothing = New("The segment acknowledges {0}, which this side never sent: it is dropped.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpErrorNotInFlight = New("The error quotes a segment that is not in flight: it is late, or forged, and TCP ignores it.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpResetWithoutAck = New("The reset acknowledges nothing, so it may answer any other segment: it is ignored.");
}
