using NetSim.Kernel;

namespace NetSim.Stack.Arp;

/// <summary>How a host resolves addresses.</summary>
public sealed record ArpOptions
{
    /// <summary>How long an answer is believed: 60 s unless said otherwise (RFC 1122 §2.3.2.1: "on the order of a minute").</summary>
    public Duration CacheTimeout { get; init; } = 60.Seconds;

    /// <summary>How long an answer is waited for: 1 s unless said otherwise (RFC 1122 §2.3.2.1: at most one request a second and address).</summary>
    public Duration RequestTimeout { get; init; } = 1.Seconds;

    /// <summary>How many requests are sent before the address counts as unreachable: 3 unless said otherwise (Linux's mcast_solicit).</summary>
    public int MaxRequests { get; init; } = 3;

    /// <summary>How many packets wait for one address: 16 unless said otherwise; then the oldest goes (RFC 1122 §2.3.2.2 asks for at least 1).</summary>
    public int QueueLimit { get; init; } = 16;

    /// <summary>How many addresses the cache holds: 4,096 unless said otherwise; then the oldest answer goes.</summary>
    public int CacheLimit { get; init; } = 4_096;
}
