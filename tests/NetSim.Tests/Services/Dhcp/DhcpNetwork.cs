using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Sockets;
using NetSim.Stack.Ipv4;

namespace NetSim.Tests.Services.Dhcp;

/// <summary>Short forms of what the DHCP tests need.</summary>
internal static class DhcpNetwork
{
    public static DhcpServerOptions Pool(string start = "192.168.100.1", string end = "192.168.100.100") => new()
    {
        PoolStart = Ipv4Address.Parse(start),
        PoolEnd = Ipv4Address.Parse(end),
        Router = Ipv4Address.Parse("192.168.100.250"),
        DnsServers = [Ipv4Address.Parse("192.168.100.254")],
    };

    public static DhcpServer AddDhcpServer(this Lan lan, DhcpServerOptions? options = null, string name = "Server", string address = "192.168.100.252/24")
    {
        var host = lan.Add(name, address);
        return new DhcpServer(host.Sockets, host.Interface, options ?? Pool());
    }

    public static DhcpClient AddDhcpClient(this Lan lan, string name = "Client") => lan.AddDhcpClient(out _, name);

    public static DhcpClient AddDhcpClient(this Lan lan, out LanHost host, string name = "Client")
    {
        host = lan.Add(name);
        return new DhcpClient(host.Sockets, host.Interface);
    }

    /// <summary>Starts the client and runs until it has a lease.</summary>
    public static DhcpLease Acquire(this Lan lan, DhcpClient client) => lan.Simulation.Run(() =>
    {
        client.Start();
        return client.WaitForLeaseAsync();
    });

    public static DhcpMessage Request(DhcpMessageType type, MacAddress mac, params ReadOnlySpan<DhcpOption> options) => new()
    {
        Operation = DhcpOperation.BootRequest,
        TransactionId = 0x1234_5678,
        ClientMac = mac,
        Options = [new MessageTypeOption(type), .. options],
    };

    /// <summary>Broadcasts a message as a client does, from its address or, without one, from 0.0.0.0.</summary>
    public static void Broadcast(this UdpSocket socket, LanHost host, DhcpMessage message) => socket.Send(
        Payload.Wrap(message.ToArray()), new Ipv4EndPoint(Ipv4Address.Broadcast, DhcpMessage.ServerPort), new Ipv4SendOptions { Egress = host.Interface });

    public static string[] Types(this IEnumerable<Sent<DhcpMessage>> messages) => [.. messages.Select(message => $"{message.From} {message.Pdu.MessageType}")];
}
