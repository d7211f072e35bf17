using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>How a host or router treats packets.</summary>
public sealed record Ipv4ProtocolOptions
{
    /// <summary>Whether packets for others are passed on. False for a host (RFC 1122 §3.1), true for a router.</summary>
    public bool IsForwarding { get; init; }

    /// <summary>The TTL that packets start with: 64 unless said otherwise (RFC 1122 §3.2.1.7).</summary>
    public byte TimeToLive { get; init; } = Ipv4Packet.DefaultTimeToLive;

    /// <summary>How fragments are put together.</summary>
    public Ipv4ReassemblyOptions Reassembly { get; init; } = new();

    /// <summary>Whether a router passes packets for all hosts of a subnet on to it. False unless said otherwise (RFC 2644).</summary>
    public bool ForwardsDirectedBroadcasts { get; init; }

    /// <summary>Whether a router tells hosts of a better first hop. True unless said otherwise (RFC 1812 §4.3.3.2).</summary>
    public bool SendsRedirects { get; init; } = true;

    /// <summary>Whether a host believes redirects of its gateway. True unless said otherwise (RFC 1122 §3.3.1.2).</summary>
    public bool AcceptsRedirects { get; init; } = true;
}
