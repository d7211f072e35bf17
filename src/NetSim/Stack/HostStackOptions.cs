using NetSim.Stack.Arp;
using NetSim.Stack.Icmp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Stack;

/// <summary>How a host's protocols behave.</summary>
public sealed record HostStackOptions
{
    /// <summary>How addresses are resolved.</summary>
    public ArpOptions Arp { get; init; } = new();

    /// <summary>How packets are treated.</summary>
    public Ipv4ProtocolOptions Ipv4 { get; init; } = new();

    /// <summary>How many errors are told of.</summary>
    public IcmpOptions Icmp { get; init; } = new();

    /// <summary>How TCP behaves.</summary>
    public TcpOptions Tcp { get; init; } = new();
}
