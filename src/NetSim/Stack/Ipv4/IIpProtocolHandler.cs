using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>A protocol above IPv4: it registers for its protocol number.</summary>
internal interface IIpProtocolHandler
{
    /// <summary>The protocol's name in a sentence.</summary>
    string Name { get; }

    /// <summary>A packet for this host, of this protocol.</summary>
    void OnPacket(Ipv4Interface ingress, Ipv4Packet packet);

    /// <summary>A packet of this protocol did not arrive, somebody says.</summary>
    /// <returns>Whether somebody here sent such a packet; if not, the error is late or forged.</returns>
    bool OnError(IpError error);
}
