namespace NetSim.Tracing;

/// <content>ICMP.</content>
public partial class Reason
{
    /// <summary>{0}: destination, {1}: identifier, {2}: sequence number.</summary>
    public static readonly Reason IcmpAsks = New("The ping asks {0} for an echo: identifier {1}, sequence number {2}.");

    /// <summary>{0}: identifier, {1}: sequence number.</summary>
    public static readonly Reason IcmpIsAsked = New("ICMP is asked for an echo: identifier {0}, sequence number {1}.");

    /// <summary>{0}: the asker, {1}: octets of data.</summary>
    public static readonly Reason IcmpAnswers = New("ICMP answers {0} with the same identifier, sequence number and {1:octet|octets} of data.");

    /// <summary>{0}: identifier, {1}: sequence number.</summary>
    public static readonly Reason IcmpIsAnswered = New("This is the answer to the ping with identifier {0} and sequence number {1}.");
}

/// <content>ICMP.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: type.</summary>
    public static readonly DropReason IcmpUnknownType = New("ICMP knows no type {0}: it ignores the message, as RFC 1122 asks.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason EchoToBroadcast = New("The echo is asked of everybody at {0}: ICMP does not answer, so that one request cannot raise a flood of replies.");

    /// <summary>{0}: identifier.</summary>
    public static readonly DropReason EchoNotAsked = New("No ping with identifier {0} waits: the reply is dropped.");
}
