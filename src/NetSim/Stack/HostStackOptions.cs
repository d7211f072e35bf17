using NetSim.Stack.Arp;
using NetSim.Stack.Tcp;

namespace NetSim.Stack;

/// <summary>How a host's protocols behave.</summary>
public sealed record HostStackOptions
{
    /// <summary>How addresses are resolved.</summary>
    public ArpOptions Arp { get; init; } = new();

    /// <summary>How TCP behaves.</summary>
    public TcpOptions Tcp { get; init; } = new();
}
