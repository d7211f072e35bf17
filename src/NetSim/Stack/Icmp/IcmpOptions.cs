namespace NetSim.Stack.Icmp;

/// <summary>How many errors a host or router tells of (RFC 1812 §4.3.2.8).</summary>
public sealed record IcmpOptions
{
    /// <summary>How many errors a second are sent in the long run: 1,000 unless said otherwise (Linux's icmp_msgs_per_sec); 0 for none.</summary>
    public int ErrorsPerSecond { get; init; } = 1_000;

    /// <summary>How many errors may be sent at once after a pause: 50 unless said otherwise (Linux's icmp_msgs_burst).</summary>
    public int ErrorBurst { get; init; } = 50;
}
