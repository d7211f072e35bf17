using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Udp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Udp;

public sealed class AllocationTests
{
    private const int Datagrams = 10_000;

    [Fact]
    public void Without_a_trace_a_datagram_through_a_switch_allocates_nothing_but_its_PDUs()
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        var lan = network.AddSwitch("Switch");
        var sender = network.AddHost("Sender", "10.0.0.1/24");
        var receiver = network.AddHost("Receiver", "10.0.0.2/24");
        var bystander = network.AddHost("Bystander", "10.0.0.3/24");
        network.Connect(lan, sender, receiver, bystander);
        using var socket = sender.Sockets.BindUdp(1000);
        var counter = new Counter();
        receiver.Stack.Udp.Bind(2000, counter);
        var payload = Payload.Zeros(100);
        var destination = new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.2"), 2000);

        var allocated = AllocatedBy(() => SendAll(network, socket, payload, destination));

        counter.Datagrams.Should().Be(3 * Datagrams);
        allocated.Should().Be(AllocatedByPdus(payload));
    }

    [Fact]
    public void Without_a_trace_a_router_allocates_nothing()
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        var router = network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24", "10.0.3.1/24");
        var sender = network.AddHost("Sender", "10.0.1.2/24", "10.0.1.1");
        var receiver = network.AddHost("Receiver", "10.9.9.9/24", "10.9.9.1");
        var one = network.AddRouter("One", "10.0.2.2/24", "10.9.9.1/24");
        network.Connect(sender, router);
        network.Connect(router, one);
        network.Connect(one, receiver);
        network.ComputeRoutes();
        using var socket = sender.Sockets.BindUdp(1000);
        var counter = new Counter();
        receiver.Stack.Udp.Bind(2000, counter);
        var payload = Payload.Zeros(100);
        var destination = new Ipv4EndPoint(Ipv4Address.Parse("10.9.9.9"), 2000);

        var allocated = AllocatedBy(() => SendAll(network, socket, payload, destination));

        counter.Datagrams.Should().Be(3 * Datagrams);
        allocated.Should().Be(AllocatedByPdus(payload));
    }

    [Fact]
    public void Without_a_trace_a_flooded_frame_allocates_nothing_at_those_it_is_not_for()
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        var lan = network.AddSwitch("Switch");
        var sender = new Station(network, 1, lan.Port(1));
        for (var i = 1; i <= 10; i++)
            network.Connect(network.AddHost($"Host {i}", $"10.0.0.{i}/24"), lan);
        var frame = Station.Frame(MacAddress.FromNumber(999), sender.Mac);

        AllocatedBy(() =>
        {
            for (var i = 0; i < 500; i++)
                sender.Interface.Send(frame);
            network.Simulation.Run();
        }).Should().Be(0);
    }

    private static void SendAll(Network network, UdpSocket socket, Payload payload, Ipv4EndPoint destination)
    {
        for (var i = 0; i < Datagrams; i++)
        {
            socket.Send(payload, destination);
            if (i % 100 == 0)
                network.Simulation.Run();
        }

        network.Simulation.Run();
    }

    /// <summary>What the host that sends them allocates for one round of datagrams.</summary>
    private static long AllocatedByPdus(Payload payload) => AllocatedBy(() =>
    {
        for (var i = 0; i < Datagrams; i++)
            GC.KeepAlive(new EthernetFrame(default, default, EtherType.Ipv4, new Ipv4Packet(default, default, IpProtocol.Udp, new UdpDatagram(0, 0, payload))));
    });

    /// <summary>What the third round allocates: by then the arrays have grown, the addresses are known and the methods compiled.</summary>
    private static long AllocatedBy(Action round)
    {
        round();
        round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Counter : IUdpObserver
    {
        public int Datagrams { get; private set; }

        public bool OnDatagram(Ipv4Interface ingress, Ipv4Packet packet, UdpDatagram datagram)
        {
            Datagrams++;
            return true;
        }

        public void OnError(IpError error) => Datagrams = int.MinValue;
    }
}
