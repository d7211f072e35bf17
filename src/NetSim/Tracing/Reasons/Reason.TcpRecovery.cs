namespace NetSim.Tracing;

/// <content>TCP: loss recovery, options, probes. Numbers are relative to the initial sequence numbers.</content>
public partial class Reason
{
    /// <summary>{0}: segments, {1}: threshold.</summary>
    public static readonly Reason TcpEntersRecovery = New("{0:segment is|segments are} held for lost: TCP sends again without waiting for the timeout (fast recovery), and brings its congestion window down to {1}.");

    /// <summary>{0}: window.</summary>
    public static readonly Reason TcpUndoes = New("What was sent again had not been lost, only late: TCP takes its reduction back, and the congestion window is {0} again.");

    /// <summary>{0}: threshold.</summary>
    public static readonly Reason TcpReducesWindow = New("The network says that it is congested: TCP brings its congestion window down to {0}.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpSeesMark = New("A router has marked the packet instead of dropping it (ECN): the peer is told in each acknowledgment until it says that it has slowed down.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksMarkChange = New("The mark of the packets changes: what came before is acknowledged with the old one, so that the peer can count (DCTCP).");

    /// <summary>No values.</summary>
    public static readonly Reason TcpProbesTail = New("No acknowledgment has come for two round trips: TCP sends one segment to ask for one (tail loss probe), before the timeout.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksQuickly = New("At this stage every segment is acknowledged at once, so that the peer's window grows quickly.");

    /// <summary>{0}: number.</summary>
    public static readonly Reason TcpUrgent = New("The urgent pointer says that the data up to {0} is urgent: the application is told.");

    /// <summary>{0}: time, {1}: how many in a row.</summary>
    public static readonly Reason TcpKeepsAlive = New("Nothing has come from the peer for {0}: TCP asks whether it is still there (keep-alive {1}).");
}

/// <content>TCP: loss recovery, options, probes.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: timestamp, {1}: the one before.</summary>
    public static readonly DropReason TcpOldTimestamp = New("The timestamp {0} is older than {1}, which came before: the segment is an old duplicate (PAWS).");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpResetInTimeWait = New("The connection is in TIME-WAIT, which a reset must not cut short: it may be an old one.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpWithoutTimestamp = New("Both sides agreed on timestamps, and the segment has none.");

    /// <summary>{0}: time, {1}: how many.</summary>
    public static readonly DropReason TcpKeepAliveGivesUp = New("Nothing has come from the peer for {0}, and {1:keep-alive was|keep-alives were} not answered: TCP gives the connection up.");
}
