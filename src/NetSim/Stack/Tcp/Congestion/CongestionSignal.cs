using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>The network is overloaded: what told of it, and when.</summary>
public readonly record struct CongestionSignal
{
    /// <summary>What told of it.</summary>
    public required CongestionCause Cause { get; init; }

    /// <summary>FlightSize: what is sent and not acknowledged, octets (RFC 5681 §2), without what limited transmit added (§3.2 (2)).</summary>
    public required int FlightSize { get; init; }

    /// <summary>When.</summary>
    public SimTime Now { get; init; }
}
