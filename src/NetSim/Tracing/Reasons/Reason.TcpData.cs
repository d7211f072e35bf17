namespace NetSim.Tracing;

/// <content>TCP: data. Numbers are relative to the initial sequence numbers.</content>
public partial class Reason
{
    /// <summary>{0}: peer, {1}: state.</summary>
    public static readonly Reason TcpFindsConnection = New("TCP finds its connection with {0}, in state {1}.");

    /// <summary>{0}: octets, {1}: next number.</summary>
    public static readonly Reason TcpDelivers = New("The data is the next in order: {0:octet is|octets are} ready for the application, and {1} is expected next.");

    /// <summary>{0}: the segment's number, {1}: the expected one.</summary>
    public static readonly Reason TcpKeepsOutOfOrder = New("The data starts at {0} and {1} is expected: it is kept until the gap before it is filled.");

    /// <summary>{0}: sequence numbers, {1}: window, {2}: congestion window.</summary>
    public static readonly Reason TcpAckCovers = New("The acknowledgment covers {0:more sequence number|more sequence numbers}. The peer's window is {1}, the congestion window {2}.");

    /// <summary>{0}: sample, {1}: smoothed, {2}: timeout.</summary>
    public static readonly Reason TcpMeasuresRtt = New("The round trip took {0}; smoothed it is {1}, so the retransmission timeout is {2}.");

    /// <summary>{0}: how many.</summary>
    public static readonly Reason TcpDuplicateAck = New("The acknowledgment covers nothing new: it is duplicate {0} in a row, and data may be missing at the peer.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpWindowCloses = New("The peer's window is 0: TCP sends no more data until it opens, and will probe it.");

    /// <summary>{0}: window.</summary>
    public static readonly Reason TcpWindowOpens = New("The peer's window has opened: it is {0}.");

    /// <summary>{0}: time.</summary>
    public static readonly Reason TcpDelaysAck = New("The acknowledgment can ride on the next data to the peer; without any it goes out alone within {0}.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksSecondSegment = New("Every second full segment is acknowledged at once.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksAfterDelay = New("No data went to the peer that the acknowledgment could ride on, and it cannot be put off any longer.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksOutOfOrder = New("Data is missing before what arrived: TCP repeats its acknowledgment at once, so that the peer notices.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksFilledGap = New("The data fills a gap: that is acknowledged at once.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksOldSegment = New("The peer sent what this side has already, so it may have missed the acknowledgment: TCP sends it again.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksOutsideWindow = New("TCP tells the peer which number it expects and what its window is.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpAcksUnsent = New("TCP tells the peer what it really sent.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpChallenges = New("TCP asks the peer by an acknowledgment whether it meant that (a challenge ACK): a peer that did will reset exactly.");

    /// <summary>{0}: time.</summary>
    public static readonly Reason TcpWithholdsAck = New("TCP answered such a segment less than {0} ago and stays silent now, lest two sides answer each other's answers for ever.");

    /// <summary>No values.</summary>
    public static readonly Reason TcpOpensWindow = New("The application has read, and the receive window has room again: the peer is told.");

    /// <summary>{0}: octets, {1}: window, {2}: in flight, {3}: congestion window.</summary>
    public static readonly Reason TcpSendsData = New("{0:octet may|octets may} go: {2} in flight, the peer's window is {1}, the congestion window {3}.");

    /// <summary>{0}: octets, {1}: number.</summary>
    public static readonly Reason TcpSendsAgain = New("TCP sends {0:octet|octets} from {1} again, because no acknowledgment has covered them.");

    /// <summary>{0}: timeout, {1}: how many in a row, {2}: next timeout.</summary>
    public static readonly Reason TcpTimesOut = New("No acknowledgment came within {0}: TCP sends again (time {1}), and waits {2} now.");

    /// <summary>{0}: octets, {1}: number.</summary>
    public static readonly Reason TcpResendsInRecovery = New("{0:octet|octets} from {1} were overtaken by what was sent later: TCP sends them again at once, without waiting for the timeout.");

    /// <summary>{0}: octets, {1}: window, {2}: how many in a row.</summary>
    public static readonly Reason TcpProbes = New("The peer's window of {1} lets no useful segment go, and nothing is in flight: TCP probes it with {0:octet|octets} (probe {2}).");

    /// <summary>{0}: octets, {1}: buffer size.</summary>
    public static readonly Reason TcpSendBufferFull = New("The send buffer of {1} octets is full: the application waits with {0:octet|octets} until the peer has acknowledged some.");

    /// <summary>{0}: octets.</summary>
    public static readonly Reason TcpHoldsForHandshake = New("TCP keeps {0:octet|octets} until the handshake is complete.");

    /// <summary>{0}: octets, {1}: window.</summary>
    public static readonly Reason TcpHoldsForWindow = New("TCP keeps {0:octet|octets}: the peer's window of {1} is used up.");

    /// <summary>{0}: octets, {1}: congestion window.</summary>
    public static readonly Reason TcpHoldsForCongestion = New("TCP keeps {0:octet|octets}: the congestion window of {1} is used up.");

    /// <summary>{0}: octets, {1}: in flight.</summary>
    public static readonly Reason TcpHoldsForNagle = New("TCP keeps {0:octet|octets}: they fill no segment, and {1} in flight are not acknowledged yet (Nagle's algorithm).");

    /// <summary>{0}: flags, {1}: source port, {2}: destination port, {3}: number, {4}: acknowledgment, {5}: window, {6}: octets.</summary>
    public static readonly Reason TcpSends = New("TCP sends {0} from port {1} to port {2}: sequence {3}, acknowledgment {4}, window {5}, {6:octet|octets} of data.");

    /// <summary>{0}: flags, {1}: source port, {2}: destination port, {3}: number, {4}: window, {5}: MSS.</summary>
    public static readonly Reason TcpSendsSyn = New("TCP sends {0} from port {1} to port {2}: sequence {3} (relative), window {4}, MSS {5}.");

    /// <summary>{0}: flags, {1}: source port, {2}: destination port, {3}: number, {4}: acknowledgment, {5}: window, {6}: MSS.</summary>
    public static readonly Reason TcpSendsSynAck = New("TCP sends {0} from port {1} to port {2}: sequence {3} (relative), acknowledgment {4}, window {5}, MSS {6}.");

    /// <summary>{0}: flags, {1}: source port, {2}: destination port, {3}: number.</summary>
    public static readonly Reason TcpSendsWithoutAck = New("TCP sends {0} from port {1} to port {2}: sequence {3}.");
}

/// <content>TCP: data.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: number, {1}: expected, {2}: window.</summary>
    public static readonly DropReason TcpOldSegment = New("The segment starts at {0} and {1} is expected: this side has it all already. It is dropped.");

    /// <summary>{0}: number, {1}: expected, {2}: window.</summary>
    public static readonly DropReason TcpOutsideWindowAcked = New("The segment starts at {0}; acceptable is from {1} on, within the window of {2}: it is dropped.");

    /// <summary>{0}: number, {1}: expected, {2}: window.</summary>
    public static readonly DropReason TcpOutsideWindow = New("The reset's number is {0}; acceptable is from {1} on, within the window of {2}: it is ignored.");

    /// <summary>{0}: number, {1}: expected.</summary>
    public static readonly DropReason TcpInexactReset = New("The reset's number is {0} and not exactly {1}, so it may be forged: it is not obeyed.");

    /// <summary>{0}: state.</summary>
    public static readonly DropReason TcpSynOnOpenConnection = New("A SYN on a connection in state {0} opens nothing: it is dropped.");

    /// <summary>No values.</summary>
    public static readonly DropReason TcpWithoutAck = New("Every segment of an open connection has an acknowledgment, and this one has none: it is dropped. Its sender is not told.");

    /// <summary>{0}: acknowledgment, {1}: greatest number sent.</summary>
    public static readonly DropReason TcpAckOfUnsent = New("The segment acknowledges {0}, but only numbers below {1} were sent: it is dropped.");

    /// <summary>{0}: acknowledgment, {1}: least acceptable.</summary>
    public static readonly DropReason TcpAckTooOld = New("The segment acknowledges {0}, but no peer that follows is further back than {1}, so it may be forged: it is dropped.");

    /// <summary>{0}: time, {1}: how many times.</summary>
    public static readonly DropReason TcpGivesUp = New("No acknowledgment has come for {0}, though TCP sent again {1:time|times}: it gives the connection up, and the application is told.");
}
