using NetSim.Kernel;

namespace NetSim.Services.Dns;

/// <summary>How a DNS client asks and remembers.</summary>
public sealed record DnsClientOptions
{
    /// <summary>How long an answer is waited for: 5 s unless said otherwise (resolv.conf's default; RFC 1035 §4.2.1 has 2 to 5 s).</summary>
    public Duration Timeout { get; init; } = 5.Seconds;

    /// <summary>How often a question is asked in all, of the servers in turn: 3 unless said otherwise.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>How many answers are remembered: 10,000 unless said otherwise; then the oldest goes.</summary>
    public int CacheLimit { get; init; } = 10_000;

    /// <summary>How long an answer is remembered at most: a day unless said otherwise, whatever its TTL.</summary>
    public Duration MaxCacheTime { get; init; } = 24.Hours;

    /// <summary>How long "no such name" is remembered at most: 3 hours unless said otherwise (RFC 2308 §5).</summary>
    public Duration MaxNegativeCacheTime { get; init; } = 3.Hours;
}
