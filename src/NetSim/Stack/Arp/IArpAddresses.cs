using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>Who knows the addresses that ARP asks and answers for: IPv4.</summary>
internal interface IArpAddresses
{
    /// <summary>Whether the MAC address is that of one of the host's own interfaces.</summary>
    bool IsOwn(MacAddress mac);

    /// <summary>The address to ask with: one of the interface, or 0.0.0.0 where it has none.</summary>
    Ipv4Address SourceFor(NetworkInterface networkInterface, Ipv4Address target);

    /// <summary>Whether the host passes packets on to the address by another interface, so that it may answer in its place.</summary>
    bool Reaches(NetworkInterface networkInterface, Ipv4Address target);

    /// <summary>A packet is given up because nobody answered for its next hop, or because an address of the host, now a former one, was lost.</summary>
    void OnUnresolved(Ipv4Packet packet, Ipv4Address? former = null);

    /// <summary>What was found out about neighbours so far is to be asked for again.</summary>
    void ForgetNeighbours();

    /// <summary>A probe has shown that another host has the address: it is not to be used.</summary>
    void OnConflict(NetworkInterface networkInterface, Ipv4Address address);
}
