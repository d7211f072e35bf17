using NetSim.Kernel;

namespace NetSim.Sockets;

/// <summary>A connection's variables at an instant. Sequence numbers are relative to each side's SYN.</summary>
public readonly record struct TcpSample
{
    /// <summary>When.</summary>
    public required SimTime Time { get; init; }

    /// <summary>cwnd, octets; <see cref="int.MaxValue"/> where nothing limits it yet, in the handshake.</summary>
    public required int CongestionWindow { get; init; }

    /// <summary>ssthresh, octets, or null before a loss set it.</summary>
    public required int? SlowStartThreshold { get; init; }

    /// <summary>Octets in flight as congestion control counts them.</summary>
    public required int OctetsInFlight { get; init; }

    /// <summary>SRTT; zero before the first measurement.</summary>
    public required Duration SmoothedRtt { get; init; }

    /// <summary>RTO, backed off as it is.</summary>
    public required Duration Rto { get; init; }

    /// <summary>SND.UNA.</summary>
    public required long SendUnacknowledged { get; init; }

    /// <summary>SND.NXT.</summary>
    public required long SendNext { get; init; }

    /// <summary>SND.UNA + SND.WND: where the peer's window ends.</summary>
    public required long SendWindowEdge { get; init; }

    /// <summary>RCV.NXT.</summary>
    public required long ReceiveNext { get; init; }

    /// <summary>RCV.NXT + RCV.WND: where this side's window ends, as the peer was last told.</summary>
    public required long ReceiveWindowEdge { get; init; }
}
