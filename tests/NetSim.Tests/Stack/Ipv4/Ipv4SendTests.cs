using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

public sealed class Ipv4SendTests
{
    private readonly Network _network = new();

    [Fact]
    public void A_packet_to_another_subnet_goes_to_the_gateways_MAC_address() // RFC 1122 §3.3.1.1
    {
        var (host, gateway, socket) = Build(gateway: "10.0.0.254");

        socket.Send(Payload.Zeros(5), EndPoint("192.0.2.1"));
        _network.RunFor(1.Milliseconds);
        gateway.Send(host.Interfaces[0].MacAddress, EtherType.Arp, new ArpPacket(
            ArpOperation.Reply, gateway.Mac, Ipv4Address.Parse("10.0.0.254"), host.Interfaces[0].MacAddress, Ipv4Address.Parse("10.0.0.1")));
        _network.RunFor(1.Milliseconds);

        gateway.Frames.First().Payload.ToString().Should().Be("ARP who-has 10.0.0.254 tell 10.0.0.1");
        gateway.Frames.Last().Destination.Should().Be(gateway.Mac);
        gateway.Frames.Last().Find<Ipv4Packet>()!.Destination.Should().Be(Ipv4Address.Parse("192.0.2.1"));
        _network.Trace.PduEvents.First().OutSteps[2].Sentence.Should().Be(
            "The longest matching route for 192.0.2.1 is 0.0.0.0/0: the next hop is its gateway 10.0.0.254, by FastEthernet0.");
    }

    [Fact]
    public void A_packet_to_its_own_subnet_goes_there_directly_whatever_the_gateway()
    {
        var (_, peer, socket) = Build(gateway: "10.0.0.254");

        socket.Send(Payload.Zeros(5), EndPoint("10.0.0.7"));
        _network.RunFor(1.Milliseconds);

        peer.Frames.Single().Payload.ToString().Should().Be("ARP who-has 10.0.0.7 tell 10.0.0.1");
    }

    [Theory]
    [InlineData("192.0.2.1", null)]
    [InlineData("0.0.0.0", "10.0.0.254")] // RFC 1122 §3.2.1.3 (a): not as a destination
    public void Without_a_route_the_network_is_unreachable(string destination, string? gateway)
    {
        var (_, peer, socket) = Build(gateway);

        var send = () => socket.Send(Payload.Zeros(5), EndPoint(destination));

        send.Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.NetworkUnreachable)
            .WithMessage($"Host UDP port 1000: no route leads to {destination}:2000.");
        _network.Run();
        peer.Received.Should().BeEmpty();
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.NoRoute);
    }

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.1")]
    public void What_fills_the_MTU_is_sent_whole_and_an_octet_more_is_cut(string destination) // 1500 less 20 and 8
    {
        var (_, _, socket) = Build(gateway: "10.0.0.254");

        socket.Send(Payload.Zeros(1472), EndPoint(destination));
        Said().Should().NotContain(Reason.Ipv4Fragments);
        socket.Send(Payload.Zeros(1473), EndPoint(destination));
        Said().Should().ContainSingle(reason => reason == Reason.Ipv4Fragments);
        socket.Invoking(open => open.Send(Payload.Zeros(65_508), EndPoint(destination))).Should().Throw<SocketException>()
            .Where(e => e.SocketErrorCode == SocketError.MessageSize);

        IEnumerable<Reason> Said() => _network.Trace.PduEvents.SelectMany(traced => traced.OutSteps).Select(step => step.Reason);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.9")]
    public void A_packet_to_itself_never_leaves_the_host(string destination) // RFC 1122 §3.2.1.3 (g)
    {
        var (host, peer, socket) = Build();
        using var receiver = host.Sockets.BindUdp(2000);

        var message = _network.Run(async () =>
        {
            socket.Send(Payload.FromText("to myself"), EndPoint(destination));
            return await receiver.ReceiveAsync();
        });

        message.Should().Be(new UdpMessage(Payload.FromText("to myself"), Ipv4EndPoint.Parse($"{destination}:1000"), EndPoint(destination)));
        _network.Simulation.Now.Should().Be(SimTime.Zero);
        _network.Trace.Transmissions.Should().BeEmpty();
        peer.Received.Should().BeEmpty();
    }

    [Fact]
    public void Not_even_to_itself_does_a_host_send_more_than_a_packet_holds() // RFC 791 §3.1
    {
        var (_, _, socket) = Build();

        var send = (int length) => socket.Send(Payload.Zeros(length), EndPoint("127.0.0.1"));

        send.Invoking(send => send(65_507)).Should().NotThrow();
        send.Invoking(send => send(65_508)).Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.MessageSize);
    }

    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.0.255")]
    public void A_broadcast_goes_to_every_station_at_once(string destination) // RFC 1122 §3.3.6
    {
        var (_, peer, socket) = Build();

        socket.Send(Payload.Zeros(5), EndPoint(destination));
        _network.Run();

        peer.Frames.Single().Destination.Should().Be(MacAddress.Broadcast);
        peer.Frames.Single().Find<Ipv4Packet>()!.Source.Should().Be(Ipv4Address.Parse("10.0.0.1"));
        _network.Trace.PduEvents.Single().OutSteps.Select(step => step.Reason).Should().Equal(
            Reason.UdpSends, Reason.Ipv4ChoosesSource, Reason.Ipv4Broadcasts, Reason.FrameIsBroadcast, Reason.NicWritesSource, Reason.PortSends);
    }

    [Fact]
    public void Packets_that_may_be_fragmented_have_identifications_of_their_own() // RFC 6864 §4.2
    {
        var (_, peer, socket) = Build();

        for (var i = 0; i < 3; i++)
            socket.Send(Payload.Zeros(5), EndPoint("10.0.0.255"));
        _network.Run();

        peer.Frames.Select(frame => frame.Find<Ipv4Packet>()!.Identification).Should().OnlyHaveUniqueItems();
        peer.Frames.Should().OnlyContain(frame => frame.Find<Ipv4Packet>()!.TimeToLive == 64);
    }

    private (Host Host, Station Peer, UdpSocket Socket) Build(string? gateway = null)
    {
        var host = _network.AddHost("Host", "10.0.0.1/24", gateway);
        return (host, new Station(_network, 2, host.Interfaces[0]), host.Sockets.BindUdp(1000));
    }

    private static Ipv4EndPoint EndPoint(string address) => new(Ipv4Address.Parse(address), 2000);
}
