using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpStaticTests
{
    private static readonly Ipv4Address Own = Ipv4Address.Parse("10.0.0.1");
    private static readonly Ipv4Address Peer = Ipv4Address.Parse("10.0.0.2");
    private static readonly MacAddress Told = MacAddress.FromNumber(77);

    private readonly Network _network = new();
    private readonly Host _host;
    private readonly Station _peer;

    public ArpStaticTests()
    {
        _host = _network.AddHost("Host", $"{Own}/24");
        _peer = new Station(_network, 2, _host.Interfaces[0]);
    }

    [Fact]
    public void A_neighbour_that_was_told_is_not_asked_for_however_long_ago()
    {
        _host.AddNeighbor(Peer, Told);
        _network.RunFor(3_600.Seconds);

        Send();

        _peer.Frames.Should().ContainSingle().Which.Destination.Should().Be(Told);
    }

    [Theory]
    [InlineData(ArpOperation.Request)]
    [InlineData(ArpOperation.Reply)]
    public void What_the_neighbour_itself_says_changes_nothing(ArpOperation operation)
    {
        _host.AddNeighbor(Peer, Told);

        _peer.Send(_host.Interfaces[0].MacAddress, EtherType.Arp, new ArpPacket(operation, _peer.Mac, Peer, default, Own));
        _network.Run();

        _host.ArpCache.Should().Equal((Peer, Told, _host.Interfaces[0]));
    }

    [Fact]
    public void What_waits_for_an_answer_goes_when_the_user_gives_it()
    {
        Send();
        _peer.Frames.Should().ContainSingle().Which.Payload.Should().BeOfType<ArpPacket>();

        _host.AddNeighbor(Peer, Told);
        _network.Run();

        _peer.Frames.Should().HaveCount(2);
        _peer.Frames.Last().Should().Match<EthernetFrame>(frame => frame.Destination == Told && frame.Payload is Ipv4Packet);
    }

    [Fact]
    public void The_user_may_tell_another_address_later_and_the_cable_may_be_pulled()
    {
        _host.AddNeighbor(Peer, MacAddress.FromNumber(1));
        _host.AddNeighbor(Peer, Told);
        _peer.Cable!.Unplug();
        _peer.Cable.Plug();

        _host.ArpCache.Should().Equal((Peer, Told, _host.Interfaces[0]));
        $"{_host.GetArpTable()}".Should().EndWith("static");
    }

    [Fact]
    public void Who_is_in_no_subnet_of_the_host_is_no_neighbour() => _host.Invoking(host => host.AddNeighbor(Ipv4Address.Parse("10.9.9.9"), Told))
        .Should().Throw<ArgumentException>().WithMessage("Host: 10.9.9.9 is no neighbour: it is in none of the subnets 10.0.0.0/24.*");

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Where_requests_teach_nothing_both_ends_of_a_pair_ask(bool learns, int requests)
    {
        var network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = new ArpOptions { LearnsFromRequests = learns } } });
        var one = network.AddHost("One", "10.0.0.1/24");
        var other = network.AddHost("Other", "10.0.0.2/24");
        network.Connect(one, other);
        using var echo = other.Sockets.BindUdp(7);
        using var socket = one.Sockets.BindUdp();

        network.Run(async () =>
        {
            socket.Send("ping"u8, Ipv4EndPoint.Parse("10.0.0.2:7"));
            var received = await echo.ReceiveAsync();
            echo.Send(received.Payload, received.Source);
            (await socket.ReceiveAsync()).Payload.Should().Be(Payload.FromText("ping"));
        });

        network.Trace.Transmissions.Count(transmission => transmission.Frame.Payload is ArpPacket { Operation: ArpOperation.Request }).Should().Be(requests);
    }

    private void Send()
    {
        using var socket = _host.Sockets.BindUdp();
        socket.Send("hello"u8, new Ipv4EndPoint(Peer, 9));
        _network.RunFor(1.Milliseconds);
    }
}
