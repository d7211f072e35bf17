using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>How a host's TCP behaves. The defaults are those of the RFCs.</summary>
public sealed record TcpOptions
{
    /// <summary>How much data a segment from a peer may hold: 1,460 octets, what fits Ethernet's MTU of 1,500, unless said otherwise (RFC 9293 §3.7.1).</summary>
    public int MaximumSegmentSize { get; init; } = 1_460;

    /// <summary>What a peer takes that names no MSS: 536 octets (RFC 9293 §3.7.1, MUST-15).</summary>
    public int DefaultMaximumSegmentSize { get; init; } = 536;

    /// <summary>How many octets may wait for the application: 65,535 unless said otherwise, the largest window without scaling.</summary>
    public int ReceiveBufferSize { get; init; } = 65_535;

    /// <summary>How many octets the application may write ahead: 65,536 unless said otherwise.</summary>
    public int SendBufferSize { get; init; } = 65_536;

    /// <summary>The retransmission timeout before there is a measurement: 1 s (RFC 6298 §2.1).</summary>
    public Duration InitialRto { get; init; } = 1.Seconds;

    /// <summary>The least retransmission timeout: 1 s (RFC 6298 §2.4).</summary>
    public Duration MinRto { get; init; } = 1.Seconds;

    /// <summary>The greatest retransmission timeout: 60 s (RFC 6298 §2.5).</summary>
    public Duration MaxRto { get; init; } = 60.Seconds;

    /// <summary>The retransmission timeout after a handshake in which the SYN was sent again: 3 s (RFC 6298 §5.7).</summary>
    public Duration RtoAfterSynLoss { get; init; } = 3.Seconds;

    /// <summary>For how long a SYN is sent again before the attempt fails: 3 min (R2 for SYN, RFC 9293 §3.8.3).</summary>
    public Duration SynTimeout { get; init; } = 180.Seconds;

    /// <summary>For how long data is sent again before the connection fails: 100 s (R2, RFC 9293 §3.8.3).</summary>
    public Duration RetransmissionTimeout { get; init; } = 100.Seconds;

    /// <summary>How long an acknowledgment may be put off: 200 ms unless said otherwise; at most 500 ms (RFC 9293 §3.8.6.3).</summary>
    public Duration DelayedAckTimeout { get; init; } = 200.Milliseconds;

    /// <summary>The least time between two answers to segments that carry no data and do not fit: 500 ms (RFC 5961 §7; Linux's tcp_invalid_ratelimit).</summary>
    public Duration ChallengeInterval { get; init; } = 500.Milliseconds;

    /// <summary>For how long TCP waits for the network to forget a segment: the MSL, 2 min (RFC 9293 §3.4.2). TIME-WAIT lasts twice as long.</summary>
    public Duration MaximumSegmentLifetime { get; init; } = 120.Seconds;

    /// <summary>
    /// How long a connection whose application is gone waits in FIN-WAIT-2 for a peer that does not close: 60 s unless said otherwise
    /// (Linux's tcp_fin_timeout; RFC 9293 has no bound, and such connections would pile up).
    /// </summary>
    public Duration FinWait2Timeout { get; init; } = 60.Seconds;
}
