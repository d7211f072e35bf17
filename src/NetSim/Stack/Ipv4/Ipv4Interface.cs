using NetSim.Links;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>A network interface as IPv4 sees it: with an address, once it has one.</summary>
internal sealed class Ipv4Interface(NetworkInterface networkInterface, int mtu)
{
    public NetworkInterface NetworkInterface { get; } = networkInterface;

    /// <summary>The largest packet that a frame of this interface holds, in octets.</summary>
    public int Mtu { get; } = mtu;

    /// <summary>The address and its subnet, or null while the interface has none.</summary>
    public Ipv4InterfaceAddress? Address { get; set; }

    /// <summary>Whether a packet to this address is for this interface's host: its own, or a broadcast.</summary>
    public bool IsBroadcast(Ipv4Address destination) =>
        destination.IsLimitedBroadcast
        || (Address is { } own && own.Subnet.HasBroadcast && destination == own.Subnet.DirectedBroadcast);
}
