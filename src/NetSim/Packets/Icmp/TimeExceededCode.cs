namespace NetSim.Packets.Icmp;

/// <summary>Which time ran out (RFC 792).</summary>
public enum TimeExceededCode : byte
{
    /// <summary>The TTL, at a router.</summary>
    InTransit = 0,

    /// <summary>The time for all fragments to come, at the destination.</summary>
    FragmentReassembly = 1,
}
