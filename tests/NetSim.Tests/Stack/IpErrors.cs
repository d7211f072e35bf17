using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;

namespace NetSim.Tests.Stack;

/// <summary>Errors about segments, as a host tells them itself.</summary>
internal static class IpErrors
{
    /// <summary>An error about a segment between two ends.</summary>
    public static IpError About(
        TcpSegment segment, Ipv4EndPoint local, Ipv4EndPoint remote, DestinationUnreachableCode code, int mtu = 0) =>
        IpError.Own(code, new Ipv4Packet(local.Address, remote.Address, IpProtocol.Tcp, segment), mtu);
}
