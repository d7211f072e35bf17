using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack.Ipv4;

namespace NetSim.Stack.Udp;

/// <summary>Who holds a UDP port.</summary>
internal interface IUdpObserver
{
    /// <summary>Takes a datagram; false when there is no room for it.</summary>
    bool OnDatagram(Ipv4Interface ingress, Ipv4Packet packet, UdpDatagram datagram);

    /// <summary>A datagram from this port did not arrive.</summary>
    void OnError(IpError error);
}
