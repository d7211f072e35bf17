using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Stack.Tcp;

/// <summary>What an application has set on a socket. A connection that a listener makes shares the listener's, until one of them changes its own.</summary>
internal sealed record TcpSettings
{
    public TcpSettings(TcpOptions options)
    {
        SendBufferSize = options.SendBufferSize;
        ReceiveBufferSize = options.ReceiveBufferSize;
        KeepAlive = options.KeepAlive;
        KeepAliveTime = options.KeepAliveTime;
        KeepAliveInterval = options.KeepAliveInterval;
        KeepAliveRetryCount = options.KeepAliveRetryCount;
        CongestionControl = options.CongestionControl;
        TimeToLive = options.TimeToLive;
        FinWait2Timeout = options.FinWait2Timeout;
        SynRetries = options.SynRetries;
    }

    /// <summary>Whether small segments are sent at once (TCP_NODELAY), in place of Nagle's algorithm (RFC 9293 §3.7.4).</summary>
    public bool NoDelay { get; set; }

    /// <summary>Whether only full segments are sent (TCP_CORK, TCP_NOPUSH).</summary>
    public bool Cork { get; set; }

    /// <summary>What closing does with octets that wait (SO_LINGER), or null for the default: they are sent in the background.</summary>
    public LingerOption? Linger { get; set; }

    /// <summary>SO_SNDBUF.</summary>
    public int SendBufferSize { get; set; }

    /// <summary>Whether the send buffer grows with the congestion window; not once its size is set.</summary>
    public bool TunesSendBuffer { get; set; } = true;

    /// <summary>SO_RCVBUF.</summary>
    public int ReceiveBufferSize { get; set; }

    /// <summary>Whether the receive buffer grows with what the path carries; not once its size is set.</summary>
    public bool TunesReceiveBuffer { get; set; } = true;

    /// <summary>TCP_MAXSEG: a bound on the segment size in both directions, or null.</summary>
    public int? MaximumSegmentSize { get; set; }

    /// <summary>SO_KEEPALIVE.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>TCP_KEEPIDLE.</summary>
    public Duration KeepAliveTime { get; set; }

    /// <summary>TCP_KEEPINTVL.</summary>
    public Duration KeepAliveInterval { get; set; }

    /// <summary>TCP_KEEPCNT.</summary>
    public int KeepAliveRetryCount { get; set; }

    /// <summary>TCP_USER_TIMEOUT: for how long data may stay unacknowledged, or null for the host's R2 (RFC 9293 §3.8.3, RFC 5482).</summary>
    public Duration? UserTimeout { get; set; }

    /// <summary>TCP_CONGESTION.</summary>
    public TcpCongestionControl CongestionControl { get; set; }

    /// <summary>IP_TTL, or null for the host's.</summary>
    public byte? TimeToLive { get; set; }

    /// <summary>The differentiated services code point (IP_TOS without its last two bits).</summary>
    public byte Dscp { get; set; }

    /// <summary>TCP_LINGER2: how long an orphaned connection stays in FIN-WAIT-2.</summary>
    public Duration FinWait2Timeout { get; set; }

    /// <summary>TCP_SYNCNT, beyond the linear ones, or null.</summary>
    public int? SynRetries { get; set; }

    /// <summary>TCP_DEFER_ACCEPT: how many SYN+ACKs wait for data before the handshake is complete without it.</summary>
    public int DeferredHandshakes { get; set; }

    /// <summary>TCP_QUICKACK: true for acknowledgments at once, false for delayed ones, or null for the host's policy.</summary>
    public bool? QuickAck { get; set; }

    /// <summary>SO_OOBINLINE: whether urgent octets stay in the stream, as RFC 6093 §3.2 wants them to; true unless set.</summary>
    public bool UrgentInline { get; set; } = true;

    /// <summary>Whether others have these settings too: whoever would change them changes a copy.</summary>
    public bool IsShared { get; private set; }

    /// <summary>The same settings, for another one.</summary>
    public TcpSettings Share()
    {
        IsShared = true;
        return this;
    }

    /// <summary>A copy to change.</summary>
    public TcpSettings Copy() => this with { IsShared = false };
}
