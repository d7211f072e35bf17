namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What tells of congestion.</summary>
public enum CongestionCause
{
    /// <summary>A segment is taken for lost.</summary>
    Loss,

    /// <summary>A router marked a packet and the receiver echoes it: ECE (RFC 3168).</summary>
    EcnEcho,
}
