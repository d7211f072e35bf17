using NetSim.Kernel;

namespace NetSim.Stack.Arp;

/// <summary>How a host resolves addresses.</summary>
public sealed record ArpOptions
{
    /// <summary>How long an answer is believed: 60 s unless said otherwise (RFC 1122 §2.3.2.1: "on the order of a minute").</summary>
    public Duration CacheTimeout { get; init; } = 60.Seconds;

    /// <summary>
    /// Whether a request for the host's own address teaches it the address of who asks: yes, unless said otherwise (RFC 826, "Packet
    /// Reception"). Where it does not, both ends of a pair ask, as in ns-3.
    /// </summary>
    public bool LearnsFromRequests { get; init; } = true;

    /// <summary>How long an answer is waited for: 1 s unless said otherwise (RFC 1122 §2.3.2.1: at most one request a second and address).</summary>
    public Duration RequestTimeout { get; init; } = 1.Seconds;

    /// <summary>How many requests are sent before the address counts as unreachable: 3 unless said otherwise (Linux's mcast_solicit).</summary>
    public int MaxRequests { get; init; } = 3;

    /// <summary>
    /// How many packets wait for one address: 64 unless said otherwise, so that the 45 fragments of the largest packet fit; then the oldest
    /// goes (RFC 1122 §2.3.2.2 asks for at least 1).
    /// </summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>How many addresses the cache holds: 4,096 unless said otherwise; then the oldest answer goes.</summary>
    public int CacheLimit { get; init; } = 4_096;

    /// <summary>
    /// Whether the host broadcasts an address that it gets, and all of them when a cable is plugged in, so that neighbours correct
    /// what they believe (RFC 5227 §2.3): no, unless said otherwise, so that a learner's first trace begins with what was sent on purpose.
    /// </summary>
    public bool Announces { get; init; }

    /// <summary>
    /// Whether the host asks, before it uses an address, whether another has it, and gives it up then (RFC 5227 §2.1): no, unless said
    /// otherwise. It takes 4 to 7 s, in which packets wait; the address is announced afterwards.
    /// </summary>
    public bool Probes { get; init; }

    /// <summary>Whether a router answers in the place of hosts that it reaches by another interface (RFC 1027): no, unless said otherwise.</summary>
    public bool ProxyArp { get; init; }
}
