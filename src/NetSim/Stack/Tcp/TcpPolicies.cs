namespace NetSim.Stack.Tcp;

/// <summary>In which order a header's options stand, and where the padding.</summary>
public enum TcpOptionLayout
{
    /// <summary>As RFC 7323 appendix A recommends: <c>mss, sackOK, TS, nop, wscale</c>, and <c>nop, nop</c> before timestamps and SACK.</summary>
    Rfc,

    /// <summary>Linux: the same order, <c>nop, nop</c> in the place of timestamps that are not sent (net/ipv4/tcp_output.c, tcp_options_write).</summary>
    Linux,

    /// <summary>FreeBSD: <c>mss, nop, wscale, sackOK, TS</c>, padded with end-of-list (netinet/tcp_output.c, tcp_addoptions).</summary>
    FreeBsd,

    /// <summary>Windows: <c>mss, nop, wscale, nop, nop, sackOK</c>, or <c>mss, nop, wscale, sackOK, TS</c> (as seen in captures).</summary>
    Windows,
}

/// <summary>Explicit congestion notification (RFC 3168).</summary>
public enum EcnMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Where the peer's SYN asks for it.</summary>
    Accept,

    /// <summary>Asked for in each SYN, and accepted.</summary>
    Request,
}

/// <summary>What a congestion window is worth that was not used.</summary>
public enum CongestionWindowValidationMode
{
    /// <summary>As much as ever.</summary>
    Off,

    /// <summary>After an idle time longer than the RTO, no more than the initial window (RFC 5681 §4.1).</summary>
    RestartAfterIdle,

    /// <summary>Half for each RTO of idle time, down to the initial window (RFC 2861, which RFC 7661 replaced; Linux).</summary>
    DecayWhenIdle,

    /// <summary>It is kept for five minutes, and given up in steps (RFC 7661).</summary>
    Rfc7661,
}

/// <summary>What asks a peer for an acknowledgment.</summary>
public enum TcpProbeForm
{
    /// <summary>The next octet of data (RFC 9293 §3.8.6.1).</summary>
    NextOctet,

    /// <summary>An empty segment with a number that the peer has acknowledged, as Linux sends it: it takes no buffer at the peer.</summary>
    OldNumber,
}

/// <summary>How much waits to be acknowledged when it is acknowledged at once (RFC 9293 §3.8.6.3).</summary>
public enum DelayedAckRule
{
    /// <summary>Two full segments' worth (RFC 5681 §4.2).</summary>
    TwoFullSegments,

    /// <summary>More than one full segment's worth (Linux).</summary>
    MoreThanOneSegment,

    /// <summary>A second segment, whatever its size (FreeBSD, Windows).</summary>
    SecondSegment,
}

/// <summary>Answers to SYNs that keep no state (RFC 4987 §3.6).</summary>
public enum SynCookieMode
{
    /// <summary>None: SYNs past the backlog are dropped.</summary>
    Off,

    /// <summary>Where the backlog is full.</summary>
    PastBacklog,

    /// <summary>For every SYN.</summary>
    Always,
}

/// <summary>How segments of a connection are checked, and what a connection that is not open yet does about closes and ICMP errors.</summary>
public enum TcpSegmentChecks
{
    /// <summary>As RFC 9293 §3.10.7 says.</summary>
    Rfc9293,

    /// <summary>As FreeBSD does: a SYN cache, resets first, of old segments the acknowledgment counts (netinet/tcp_input.c, tcp_syncache.c).</summary>
    Berkeley,
}
