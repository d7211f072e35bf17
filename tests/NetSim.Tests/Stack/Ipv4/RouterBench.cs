using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>A router between two stations, 10.0.1.2 at its left and 10.0.2.2 at its right, which it knows by ARP.</summary>
internal sealed class RouterBench
{
    public RouterBench(HostStackOptions? stack = null, LinkOptions? right = null, bool tracing = true)
    {
        Network = new Network(new NetworkOptions { Stack = stack ?? new HostStackOptions(), Tracing = tracing });
        Router = Network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        Left = new Station(Network, 1, Router.Interfaces[0]);
        Right = new Station(Network, 2, Router.Interfaces[1], right);
        Introduce(Left, "10.0.1.2");
        Introduce(Right, "10.0.2.2");
        Started = Network.Simulation.Now;
    }

    public Network Network { get; }

    public Router Router { get; }

    public Station Left { get; }

    public Station Right { get; }

    public SimTime Started { get; }

    public IReadOnlyList<Ipv4Packet> AtRight => PacketsAt(Right);

    public IReadOnlyList<Ipv4Packet> AtLeft => PacketsAt(Left);

    /// <summary>The only error that came to the left station, as text.</summary>
    public string ToldLeft => AtLeft.Should().ContainSingle().Which.Payload.Should().BeOfType<IcmpMessage>().Which.ToString();

    /// <summary>Why packets were dropped, in order.</summary>
    public IReadOnlyList<DropReason> Dropped => [.. Network.Trace.PduEvents.Select(traced => traced.DropReason).OfType<DropReason>()];

    public static Ipv4Packet Datagram(string source = "10.0.1.2", string destination = "10.0.2.2", int length = 100) =>
        new(Ipv4Address.Parse(source), Ipv4Address.Parse(destination), IpProtocol.Udp, new UdpDatagram(1000, 2000, Payload.Zeros(length)));

    /// <summary>Lets a station tell the router its MAC address.</summary>
    public void Introduce(Station station, string address)
    {
        var router = ReferenceEquals(station, Left) ? Router.Interfaces[0] : Router.Interfaces[1];
        var own = ReferenceEquals(station, Left) ? "10.0.1.1" : "10.0.2.1";
        station.Send(router.MacAddress, EtherType.Arp, ArpPacket.Request(station.Mac, Ipv4Address.Parse(address), Ipv4Address.Parse(own)));
        Network.Run();
        station.Received.Clear();
    }

    /// <summary>Sends packets from the left station through the router, and lets everything happen.</summary>
    public void Send(params ReadOnlySpan<Ipv4Packet> packets)
    {
        foreach (var packet in packets)
            Left.Send(Router.Interfaces[0].MacAddress, EtherType.Ipv4, packet);
        Network.Run();
    }

    private static List<Ipv4Packet> PacketsAt(Station station) => [.. station.Frames.Select(frame => frame.Payload).OfType<Ipv4Packet>()];
}
