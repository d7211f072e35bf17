using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;

namespace NetSim.Stack.Icmp;

/// <summary>Gets the answers to a host's echo requests.</summary>
internal interface IEchoObserver
{
    /// <summary>A reply to this observer's identifier has come.</summary>
    void OnEchoReply(Ipv4Packet packet, IcmpMessage reply);

    /// <summary>A request with this observer's identifier did not arrive.</summary>
    void OnEchoError(IpError error);
}
