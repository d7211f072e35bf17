namespace NetSim.Links;

/// <summary>What passed an interface so far, after the interface group of RFC 2863. Octets are those of frames without FCS.</summary>
/// <remarks>A value within its interface, as each frame changes it: a copy keeps what was counted when it was made.</remarks>
public record struct InterfaceCounters
{
    /// <summary>Frames received (ifInUcastPkts and the like).</summary>
    public long InboundFrames { get; internal set; }

    /// <summary>Octets received (ifInOctets).</summary>
    public long InboundOctets { get; internal set; }

    /// <summary>Frames that arrived with wrong bits and were dropped for their FCS (ifInErrors); they are not among the received ones.</summary>
    public long InboundErrors { get; internal set; }

    /// <summary>Frames handed to the link (ifOutUcastPkts and the like).</summary>
    public long OutboundFrames { get; internal set; }

    /// <summary>Octets handed to the link (ifOutOctets).</summary>
    public long OutboundOctets { get; internal set; }

    /// <summary>Frames dropped on the way out: no cable, a full or managed queue, an unplugged cable (ifOutDiscards).</summary>
    public long OutboundDrops { get; internal set; }

    /// <summary>Frames that the queue marked with Congestion Experienced on the way out (RFC 3168 §5).</summary>
    public long OutboundMarks { get; internal set; }

    /// <summary>
    /// Frames that were sent and that the link lost, which no real interface could count: an unplugged cable's are among the drops.
    /// </summary>
    public long OutboundLosses { get; internal set; }
}
