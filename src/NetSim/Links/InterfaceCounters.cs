namespace NetSim.Links;

/// <summary>What passed an interface so far, after the interface group of RFC 2863. Octets are those of frames without FCS.</summary>
public sealed class InterfaceCounters
{
    /// <summary>Frames received (ifInUcastPkts and the like).</summary>
    public long InboundFrames { get; internal set; }

    /// <summary>Octets received (ifInOctets).</summary>
    public long InboundOctets { get; internal set; }

    /// <summary>Frames handed to the link (ifOutUcastPkts and the like).</summary>
    public long OutboundFrames { get; internal set; }

    /// <summary>Octets handed to the link (ifOutOctets).</summary>
    public long OutboundOctets { get; internal set; }

    /// <summary>Frames dropped on the way out: no cable, a full queue, an unplugged cable (ifOutDiscards).</summary>
    public long OutboundDrops { get; internal set; }
}
