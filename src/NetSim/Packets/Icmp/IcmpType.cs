namespace NetSim.Packets.Icmp;

/// <summary>What an ICMP message is about (IANA ICMP types).</summary>
public enum IcmpType : byte
{
    /// <summary>The answer to an echo.</summary>
    EchoReply = 0,

    /// <summary>A packet could not be delivered; the code says why not.</summary>
    DestinationUnreachable = 3,

    /// <summary>Asks to send more slowly; nobody sends it any more, and who gets it ignores it (RFC 6633).</summary>
    SourceQuench = 4,

    /// <summary>Another router of the same link is the better way to a destination.</summary>
    Redirect = 5,

    /// <summary>Asks for an answer.</summary>
    EchoRequest = 8,

    /// <summary>A packet ran out of hops, or its fragments did not all come in time.</summary>
    TimeExceeded = 11,

    /// <summary>A packet's header could not be understood.</summary>
    ParameterProblem = 12,
}
