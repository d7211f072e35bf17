using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>A protocol above IPv4: it registers for its protocol number.</summary>
internal interface IIpProtocolHandler
{
    /// <summary>The protocol's name in a sentence.</summary>
    string Name { get; }

    /// <summary>A packet for this host, of this protocol.</summary>
    void OnPacket(Ipv4Interface ingress, Ipv4Packet packet);

    /// <summary>A packet that this protocol sent did not arrive.</summary>
    void OnError(IpError error);
}
