using NetSim.Kernel;

namespace NetSim.Stack.Ipv4;

/// <summary>How long a host waits for fragments, and how many it keeps.</summary>
public sealed record Ipv4ReassemblyOptions
{
    /// <summary>How long after the first fragment of a packet all must be there: a fixed time of 60 to 120 s (RFC 1122 §3.3.2).</summary>
    public Duration Timeout { get; init; } = 60.Seconds;

    /// <summary>How many packets may be incomplete at a time. RFC 791 sets no limit; without one, a flood of fragments takes all memory.</summary>
    public int MaxReassemblies { get; init; } = 256;

    /// <summary>How many octets the fragments that wait may take in all, headers included: as many as Linux keeps (ipfrag_high_thresh).</summary>
    public int MaxOctets { get; init; } = 4 * 1024 * 1024;
}
