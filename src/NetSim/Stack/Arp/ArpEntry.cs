using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>A neighbour that has answered, or that the user has written down: 24 octets, as a LAN has as many of them as pairs of hosts.</summary>
/// <param name="interfaceNumber">The number of the interface that the neighbour is at.</param>
/// <param name="address">Its address.</param>
/// <param name="mac">Its MAC address.</param>
/// <param name="expiresAt">When the answer is no longer believed.</param>
/// <param name="isStatic">Whether the user has written it down.</param>
internal struct ArpEntry(int interfaceNumber, Ipv4Address address, MacAddress mac, SimTime expiresAt, bool isStatic)
{
    private readonly int _interface = (interfaceNumber << 1) | (isStatic ? 1 : 0);

    /// <summary>The number of the interface that the neighbour is at.</summary>
    public readonly int InterfaceNumber => _interface >> 1;

    public Ipv4Address Address { get; } = address;

    public MacAddress Mac { get; set; } = mac;

    /// <summary>When the answer is no longer believed.</summary>
    public SimTime ExpiresAt { get; set; } = expiresAt;

    /// <summary>Whether it was written down by the user: it stays, whatever packets tell.</summary>
    public readonly bool IsStatic => (_interface & 1) != 0;
}
