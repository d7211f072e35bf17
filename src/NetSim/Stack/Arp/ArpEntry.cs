using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>What a host knows of a neighbour that has answered, or that the user has written down: 16 octets, as a LAN has as many of them as pairs of hosts.</summary>
/// <param name="mac">The neighbour's MAC address.</param>
/// <param name="expiresAt">When the answer is no longer believed.</param>
/// <param name="isStatic">Whether the user has written it down.</param>
internal struct ArpEntry(MacAddress mac, SimTime expiresAt, bool isStatic)
{
    private const ulong StaticBit = 1UL << 63; // a MAC address has 48

    private readonly ulong _mac = mac.Value | (isStatic ? StaticBit : 0);

    /// <summary>When the answer is no longer believed.</summary>
    public SimTime ExpiresAt { get; set; } = expiresAt;

    /// <summary>The neighbour's MAC address.</summary>
    public readonly MacAddress Mac => new(_mac & ~StaticBit);

    /// <summary>Whether it was written down by the user: it stays, whatever packets tell.</summary>
    public readonly bool IsStatic => (_mac & StaticBit) != 0;

    /// <summary>Whether the neighbour itself has told this MAC address.</summary>
    public readonly bool WasTold(MacAddress mac) => _mac == mac.Value;
}

/// <summary>An entry and whose it is.</summary>
/// <param name="InterfaceNumber">The number of the interface that the neighbour is at.</param>
/// <param name="Address">Its address.</param>
/// <param name="Entry">What is known of it.</param>
/// <param name="Order">Its place in the order in which addresses were first asked for.</param>
internal readonly record struct ArpAnswer(int InterfaceNumber, Ipv4Address Address, ArpEntry Entry, int Order);
