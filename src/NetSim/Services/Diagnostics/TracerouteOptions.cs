using NetSim.Kernel;

namespace NetSim.Services.Diagnostics;

/// <summary>What a traceroute's probes are.</summary>
public enum TracerouteProtocol
{
    /// <summary>UDP datagrams to ports that nobody is likely to hold: the destination says that the port is unreachable.</summary>
    Udp,

    /// <summary>ICMP echo requests: the destination replies.</summary>
    Icmp,
}

/// <summary>How a traceroute goes about it. The defaults are those of Linux.</summary>
public sealed record TracerouteOptions
{
    /// <summary>The port of the first UDP probe; each further one goes to the next.</summary>
    public const ushort FirstPort = 33_434;

    internal const int HeadersLength = 20 + 8; // IPv4, and UDP or ICMP

    /// <summary>What the probes are: UDP unless said otherwise.</summary>
    public TracerouteProtocol Protocol { get; init; }

    /// <summary>The TTL of the first probes: 1 unless said otherwise.</summary>
    public int FirstHop { get; init; } = 1;

    /// <summary>The TTL of the last probes: 30 unless said otherwise; at most 255.</summary>
    public int MaxHops { get; init; } = 30;

    /// <summary>How many probes are sent with each TTL: 3 unless said otherwise; 1 to 10.</summary>
    public int ProbesPerHop { get; init; } = 3;

    /// <summary>How long an answer is waited for: 5 s unless said otherwise.</summary>
    public Duration Timeout { get; init; } = 5.Seconds;

    /// <summary>Octets of data in a probe: 32 unless said otherwise, which makes packets of 60 octets; 0 to 65,507.</summary>
    public int DataLength { get; init; } = 32;

    /// <summary>Whether routers must not fragment the probes (DF). False unless said otherwise.</summary>
    public bool DontFragment { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstHop, 1, nameof(FirstHop)); // RFC 1122 §3.2.1.7: no packet is sent with a TTL of zero
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstHop, MaxHops, nameof(FirstHop));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHops, byte.MaxValue, nameof(MaxHops));
        ArgumentOutOfRangeException.ThrowIfLessThan(ProbesPerHop, 1, nameof(ProbesPerHop));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ProbesPerHop, 10, nameof(ProbesPerHop));
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, Duration.Zero, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(DataLength, nameof(DataLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DataLength, 65_507, nameof(DataLength));
    }
}
