using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Sockets;

/// <summary>How a ping is sent.</summary>
public sealed record PingOptions
{
    /// <summary>How long the reply is waited for: 4 s unless said otherwise, as Windows' ping does.</summary>
    public Duration Timeout { get; init; } = 4.Seconds;

    /// <summary>Octets of data: 32 unless said otherwise, as Windows' ping sends; 0 to 65,507.</summary>
    public int DataLength { get; init; } = 32;

    /// <summary>The TTL of the request: 64 unless said otherwise; at least 1.</summary>
    public byte TimeToLive { get; init; } = Ipv4Packet.DefaultTimeToLive;

    /// <summary>Whether routers must not fragment the request (DF). False unless said otherwise.</summary>
    public bool DontFragment { get; init; }

    /// <summary>How many requests a host's ping sends: 4 unless said otherwise; a single echo of its sockets is always one.</summary>
    public int Count { get; init; } = 4;

    /// <summary>From one request to the next: 1 s unless said otherwise. A reply that takes longer is waited for.</summary>
    public Duration Interval { get; init; } = 1.Seconds;

    /// <summary>The sequence number of the (first) request.</summary>
    public ushort SequenceNumber { get; init; } = 1;
}
