namespace NetSim.Tracing;

/// <content>ICMP.</content>
public partial class Reason
{
    /// <summary>{0}: destination, {1}: identifier, {2}: sequence number.</summary>
    public static readonly Reason IcmpAsks = New("ICMP asks {0} for an echo: identifier {1}, sequence number {2}.");

    /// <summary>{0}: identifier, {1}: sequence number.</summary>
    public static readonly Reason IcmpIsAsked = New("ICMP is asked for an echo: identifier {0}, sequence number {1}.");

    /// <summary>{0}: the asker, {1}: octets of data.</summary>
    public static readonly Reason IcmpAnswers = New("ICMP answers {0} with the same identifier, sequence number and {1:octet|octets} of data.");

    /// <summary>{0}: the packet's source, {1}: the error, {2}: octets quoted.</summary>
    public static readonly Reason IcmpTellsError = New("ICMP tells {0} ({1}), and quotes the first {2:octet|octets} of the packet, so that its source knows which one is meant.");

    /// <summary>{0}: who says so, {1}: the packet's destination, {2}: the error.</summary>
    public static readonly Reason IcmpIsToldError = New("{0} tells of a packet that this device sent to {1} ({2}).");

    /// <summary>{0}: the packet's source.</summary>
    public static readonly Reason IcmpNotAboutErrors = New("The packet is an ICMP error itself: no error is sent about an error, so {0} is not told.");

    /// <summary>{0}: the packet's source.</summary>
    public static readonly Reason IcmpNotAboutLaterFragments = New("The packet is a fragment other than the first: only the first one is told of, so {0} is not told.");

    /// <summary>No values.</summary>
    public static readonly Reason IcmpNotAboutBroadcasts = New("The packet is for a group of hosts: no error is sent about it, or one packet could raise a flood of them.");

    /// <summary>{0}: the packet's source.</summary>
    public static readonly Reason IcmpNotToNobody = New("The packet's source {0} is not one host's address: there is nobody to tell.");

    /// <summary>{0}: the packet's source.</summary>
    public static readonly Reason IcmpRateLimited = New("ICMP has told of as many errors as its rate limit allows: {0} is not told.");

    /// <summary>{0}: identifier, {1}: sequence number.</summary>
    public static readonly Reason IcmpIsAnswered = New("This is the reply to the echo request with identifier {0} and sequence number {1}.");
}

/// <content>ICMP.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: type.</summary>
    public static readonly DropReason IcmpUnknownType = New("ICMP knows no type {0}: it ignores the message, as RFC 1122 asks.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason EchoToBroadcast = New("The echo is asked of everybody at {0}: ICMP does not answer, so that one request cannot raise a flood of replies.");

    /// <summary>No values.</summary>
    public static readonly DropReason IcmpErrorNotOurs = New("The error quotes no packet that a protocol of this device sent: it is ignored.");

    /// <summary>{0}: gateway.</summary>
    public static readonly DropReason RedirectRefused = New("The redirect to {0} is not from the gateway in use, or not to a neighbour: it may be forged, and is ignored.");

    /// <summary>{0}: identifier.</summary>
    public static readonly DropReason EchoNotAsked = New("No ping with identifier {0} waits: the reply is dropped.");
}
