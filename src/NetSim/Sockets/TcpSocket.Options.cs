using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Sockets;

/// <content>The options of a socket. They may be set at any time; the sockets that a listener accepts start with the listener's.</content>
public sealed partial class TcpSocket
{
    private const int MaxBufferSize = 1 << 30; // the largest window there is (RFC 7323 §2.3)
    private const int MaxSegmentSize = ushort.MaxValue - 40; // the largest packet without its headers

    /// <summary>Whether small segments are sent at once (TCP_NODELAY), in place of waiting for acknowledgments (Nagle's algorithm, RFC 9293 §3.7.4). False unless set.</summary>
    public bool NoDelay
    {
        get => _settings.NoDelay;
        set => Set(value, static (settings, value) => settings.NoDelay = value);
    }

    /// <summary>Whether only full segments are sent (TCP_CORK, TCP_NOPUSH), until it is set to false again. False unless set.</summary>
    public bool Cork
    {
        get => _settings.Cork;
        set => Set(value, static (settings, value) => settings.Cork = value);
    }

    /// <summary>
    /// What closing does with octets that are not acknowledged (SO_LINGER). Off, unless set: they go out in the background. With a time of 0 the
    /// connection is reset; with another they have so many seconds before it is, which <see cref="CloseAsync"/> waits for.
    /// </summary>
    public LingerOption LingerState
    {
        get => _settings.Linger is { } linger ? new LingerOption(true, linger.LingerTime) : new LingerOption(false, 0);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Enabled)
                EnsureInRange(value.LingerTime, 0, ushort.MaxValue, "seconds");
            Set(value.Enabled ? new LingerOption(true, value.LingerTime) : null, static (settings, value) => settings.Linger = value);
        }
    }

    /// <summary>How many octets may wait to be acknowledged (SO_SNDBUF): 1 octet to 1 GiB. It grows with the congestion window until it is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public int SendBufferSize
    {
        get => _settings.SendBufferSize;
        set
        {
            EnsureInRange(value, 1, MaxBufferSize, "octets");
            Set(value, static (settings, value) => (settings.SendBufferSize, settings.TunesSendBuffer) = (value, false));
        }
    }

    /// <summary>How many octets may wait to be received (SO_RCVBUF): 1 octet to 1 GiB. It grows with what the path carries until it is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public int ReceiveBufferSize
    {
        get => _settings.ReceiveBufferSize;
        set
        {
            EnsureInRange(value, 1, MaxBufferSize, "octets");
            Set(value, static (settings, value) => (settings.ReceiveBufferSize, settings.TunesReceiveBuffer) = (value, false));
        }
    }

    /// <summary>Whether a silent peer is asked whether it is still there (SO_KEEPALIVE, RFC 9293 §3.8.4). False unless the host's options say otherwise.</summary>
    public bool KeepAlive
    {
        get => _settings.KeepAlive;
        set => Set(value, static (settings, value) => settings.KeepAlive = value);
    }

    /// <summary>After how long without a segment from the peer (TCP_KEEPIDLE): more than zero. The host's, 2 h as a rule, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public Duration KeepAliveTime
    {
        get => _settings.KeepAliveTime;
        set
        {
            EnsurePositive(value);
            Set(value, static (settings, value) => settings.KeepAliveTime = value);
        }
    }

    /// <summary>The time between keep-alives without an answer (TCP_KEEPINTVL): more than zero. The host's, 75 s as a rule, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public Duration KeepAliveInterval
    {
        get => _settings.KeepAliveInterval;
        set
        {
            EnsurePositive(value);
            Set(value, static (settings, value) => settings.KeepAliveInterval = value);
        }
    }

    /// <summary>After how many keep-alives without an answer the connection fails (TCP_KEEPCNT): 1 to 255. The host's, 9 as a rule, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public int KeepAliveRetryCount
    {
        get => _settings.KeepAliveRetryCount;
        set
        {
            EnsureInRange(value, 1, byte.MaxValue, "keep-alives");
            Set(value, static (settings, value) => settings.KeepAliveRetryCount = value);
        }
    }

    /// <summary>For how long data may stay unacknowledged before the connection fails (TCP_USER_TIMEOUT, RFC 5482), or null for the host's limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public Duration? UserTimeout
    {
        get => _settings.UserTimeout;
        set
        {
            if (value is { } timeout)
                EnsurePositive(timeout);
            Set(value, static (settings, value) => settings.UserTimeout = value);
        }
    }

    /// <summary>A bound on the segment size in both directions (TCP_MAXSEG), 1 to 65,495 octets, or null. What is announced is fixed by the handshake.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public int? MaximumSegmentSize
    {
        get => _settings.MaximumSegmentSize;
        set
        {
            if (value is { } size)
                EnsureInRange(size, 1, MaxSegmentSize, "octets");
            Set(value, static (settings, value) => settings.MaximumSegmentSize = value);
        }
    }

    /// <summary>How the connection shares the network (TCP_CONGESTION): the host's unless set. It takes effect when the connection is opened.</summary>
    public TcpCongestionControl CongestionControl
    {
        get => _settings.CongestionControl;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set(value, static (settings, value) => settings.CongestionControl = value);
        }
    }

    /// <summary>The TTL of segments (IP_TTL), 1 to 255, or null for the host's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The TTL is zero: RFC 1122 §3.2.1.7.</exception>
    public byte? Ttl
    {
        get => _settings.TimeToLive;
        set
        {
            if (value is { } ttl)
                EnsureInRange(ttl, 1, byte.MaxValue, "hops");
            Set(value, static (settings, value) => settings.TimeToLive = value);
        }
    }

    /// <summary>The differentiated services code point of segments (the upper six bits of IP_TOS): 0 to 63.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code point is out of its range.</exception>
    public byte Dscp
    {
        get => _settings.Dscp;
        set
        {
            EnsureInRange(value, 0, 63, "");
            Set(value, static (settings, value) => settings.Dscp = value);
        }
    }

    /// <summary>
    /// Whether the port may be bound while connections have it, TIME-WAIT included, or another socket that allows it too and does not listen
    /// (SO_REUSEADDR as in Linux). False unless set; a host's short way to listen sets it, as .NET does on Unix.
    /// </summary>
    public bool ReuseAddress { get; set; }

    /// <summary>True for acknowledgments at once (TCP_QUICKACK), false for delayed ones, or null for the host's policy.</summary>
    public bool? QuickAck
    {
        get => _settings.QuickAck;
        set => Set(value, static (settings, value) => settings.QuickAck = value);
    }

    /// <summary>Whether urgent octets stay in the stream (SO_OOBINLINE), as RFC 6093 §3.2 wants them to. True unless set.</summary>
    public bool UrgentInline
    {
        get => _settings.UrgentInline;
        set => Set(value, static (settings, value) => settings.UrgentInline = value);
    }

    /// <summary>How long a closed socket waits in FIN-WAIT-2 for a peer that does not close (TCP_LINGER2): zero or more. The host's, 60 s as a rule, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public Duration FinWait2Timeout
    {
        get => _settings.FinWait2Timeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Duration.Zero);
            Set(value, static (settings, value) => settings.FinWait2Timeout = value);
        }
    }

    /// <summary>
    /// How many SYN+ACKs a listener sends for a peer that only acknowledges them, before it takes the connection without data (TCP_DEFER_ACCEPT),
    /// 0 to 255: until then data completes the handshake. 0 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public int DeferredHandshakes
    {
        get => _settings.DeferredHandshakes;
        set
        {
            EnsureInRange(value, 0, byte.MaxValue, "SYN+ACKs");
            Set(value, static (settings, value) => settings.DeferredHandshakes = value);
        }
    }

    /// <summary>How often a SYN is sent again at most (TCP_SYNCNT), beyond the host's <see cref="TcpOptions.LinearSynRetries"/>, 0 to 255, or null for the host's limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public int? SynRetryCount
    {
        get => _settings.SynRetries;
        set
        {
            if (value is { } count)
                EnsureInRange(count, 0, byte.MaxValue, "retries");
            Set(value, static (settings, value) => settings.SynRetries = value);
        }
    }

    private void Set<T>(T value, Action<TcpSettings, T> change)
    {
        EnsureOpen();
        if (_settings.IsShared)
            _settings = _settings.Copy();
        change(_settings, value);
        _listening?.Settings = _settings;
        _connection?.Settings = _settings;
        _connection?.OnSettingsChanged();
    }

    private void EnsureInRange(int value, int least, int greatest, string unit, [CallerMemberName] string option = "")
    {
        if (value < least || value > greatest)
            throw new ArgumentOutOfRangeException(option, value, $"{this}: {option} is {least} to {greatest} {unit}".TrimEnd() + ".");
    }

    private void EnsurePositive(Duration value, [CallerMemberName] string option = "")
    {
        if (value <= Duration.Zero)
            throw new ArgumentOutOfRangeException(option, value, $"{this}: {option} is more than zero.");
    }
}
