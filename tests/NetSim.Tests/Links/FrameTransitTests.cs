using NetSim.Devices;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Topology;

namespace NetSim.Tests.Links;

/// <summary>Without a trace a router writes on the frame that comes to it, and passes it on. Whoever has seen it must not notice.</summary>
public sealed class FrameTransitTests
{
    private const int Datagrams = 3;

    private readonly Network _network = new(new NetworkOptions { Tracing = false });
    private readonly Host _sender;
    private readonly Router _router;
    private readonly Station _receiver;
    private readonly List<EthernetFrame> _seen = [];

    public FrameTransitTests()
    {
        _sender = _network.AddHost("Sender", "10.0.1.2/24", "10.0.1.1");
        _router = _network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        _receiver = new Station(_network, 2, _router.Interfaces[1]);
        _sender.AddNeighbor(Ipv4Address.Parse("10.0.1.1"), Inside.MacAddress);
        _router.AddNeighbor(Ipv4Address.Parse("10.0.2.2"), _receiver.Mac);
    }

    private NetworkInterface Inside => _router.Interfaces[0];

    [Fact]
    public void A_router_lowers_the_TTL_and_addresses_the_frame_to_the_next_hop()
    {
        _network.Connect(_sender, _router);

        Send();

        Received(Datagrams);
    }

    [Fact]
    public void Who_gets_another_copy_of_a_flood_has_it_as_it_was_sent()
    {
        var lan = _network.AddSwitch("Switch");
        _network.Connect(lan, _sender, _router);
        var bystander = new Station(_network, 3, lan.Port(3));

        Send();

        bystander.Frames.Should().HaveCount(Datagrams).And.OnlyContain(frame => IsAsSent(frame));
        Received(Datagrams);
    }

    [Fact]
    public void Who_listens_at_the_router_has_it_as_it_came()
    {
        _network.Connect(_sender, _router);
        Inside.Receiver = new Listener(Inside.Receiver!, _seen);

        Send();

        _seen.Should().HaveCount(Datagrams).And.OnlyContain(frame => IsAsSent(frame));
        Received(Datagrams);
    }

    [Fact]
    public void A_rule_of_the_link_has_it_as_it_came()
    {
        _network.Connect(_sender, _router, new LinkOptions { Impairments = new LinkImpairments { Rule = Keep } });

        Send();

        _seen.Should().HaveCount(Datagrams).And.OnlyContain(frame => IsAsSent(frame));
        Received(Datagrams);
    }

    [Fact]
    public void A_frame_that_arrives_twice_loses_one_hop_each_time()
    {
        _network.Connect(_sender, _router, new LinkOptions { Impairments = new LinkImpairments { Duplication = 1 } });

        Send();

        Received(2 * Datagrams);
    }

    private LinkFate Keep(EthernetFrame frame)
    {
        _seen.Add(frame);
        return LinkFate.Deliver;
    }

    private void Send()
    {
        using var socket = _sender.Sockets.BindUdp(1000);
        for (var i = 0; i < Datagrams; i++)
            socket.Send(Payload.Zeros(100), new Ipv4EndPoint(Ipv4Address.Parse("10.0.2.2"), 2000));
        _network.Run();
    }

    private bool IsAsSent(EthernetFrame frame) =>
        frame is { Payload: Ipv4Packet { TimeToLive: 64 } } && frame.Source == _sender.Interfaces[0].MacAddress && frame.Destination == Inside.MacAddress;

    private void Received(int count) => _receiver.Frames.Should().HaveCount(count).And.OnlyContain(frame =>
        ((Ipv4Packet)frame.Payload).TimeToLive == 63 && frame.Source == _router.Interfaces[1].MacAddress && frame.Destination == _receiver.Mac);

    private sealed class Listener(IFrameReceiver receiver, List<EthernetFrame> heard) : IFrameReceiver
    {
        public void OnFrame(NetworkInterface ingress, EthernetFrame frame)
        {
            heard.Add(frame);
            receiver.OnFrame(ingress, frame);
        }

        public void OnLinkChanged(NetworkInterface networkInterface) => receiver.OnLinkChanged(networkInterface);
    }
}
