using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>A neighbour that has answered, or that the user has written down: 32 octets, as a host may have thousands.</summary>
internal struct ArpEntry
{
    private readonly int _order; // twice its place, and one more where it is static

    /// <param name="egress">The interface that the neighbour is at.</param>
    /// <param name="address">Its address.</param>
    /// <param name="order">Its place in the order in which addresses were first asked for.</param>
    /// <param name="isStatic">Whether the user has written it down.</param>
    public ArpEntry(NetworkInterface egress, Ipv4Address address, int order, bool isStatic = false)
    {
        Egress = egress;
        Address = address;
        _order = (order << 1) | (isStatic ? 1 : 0);
    }

    public NetworkInterface Egress { get; }

    public MacAddress Mac { get; set; }

    /// <summary>When the answer is no longer believed.</summary>
    public SimTime ExpiresAt { get; set; }

    public Ipv4Address Address { get; }

    /// <summary>Its place in the order in which addresses were first asked for.</summary>
    public readonly int Order => _order >> 1;

    /// <summary>Whether it was written down by the user: it stays, whatever packets tell.</summary>
    public readonly bool IsStatic => (_order & 1) != 0;

    /// <summary>Whether this is an answer, and not a free place of the table.</summary>
    public readonly bool IsUsed => Egress is not null;
}
