using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>What a congestion control begins with.</summary>
public readonly record struct CongestionStart
{
    /// <summary>Every property but the required ones at its default.</summary>
    public CongestionStart()
    {
    }

    /// <summary>SMSS: what a segment may hold, octets.</summary>
    public required int MaximumSegmentSize { get; init; }

    /// <summary>IW: the initial window, octets (RFC 6928; one segment after a lost SYN, RFC 5681 §3.1).</summary>
    public required int InitialWindow { get; init; }

    /// <summary>When.</summary>
    public SimTime Now { get; init; }

    /// <summary>The round-trip time of the handshake; <see langword="null"/> where it was not measured.</summary>
    public Duration? Rtt { get; init; }

    /// <summary>Whether slow start ends early where the round-trip time rises: HyStart++ (RFC 9406).</summary>
    public bool UsesHyStart { get; init; }

    /// <summary>Whether segments are paced: then HyStart++ bounds no acknowledgment's part in slow start (RFC 9406 §4.3).</summary>
    public bool IsPaced { get; init; }

    /// <summary>
    /// L: by how many segments one acknowledgment may widen the window in slow start: 1 unless said otherwise (RFC 5681 §3.1); 2 is RFC 3465's,
    /// <see cref="int.MaxValue"/> no limit. A limit is 1 after a timeout (RFC 3465 §2.3). HyStart++ has its own.
    /// </summary>
    public int SlowStartLimit { get; init; } = 1;

    /// <summary>A number drawn from the run's seed, of which BBR makes the phase that its cycle begins with, so that connections do not probe in step.</summary>
    public uint Draw { get; init; }
}
