using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpResolutionTests
{
    private static readonly Ipv4Address Own = Ipv4Address.Parse("10.0.0.1");
    private static readonly Ipv4Address Peer = Ipv4Address.Parse("10.0.0.2");

    private Network _network = null!;
    private Host _host = null!;
    private Station _peer = null!;
    private UdpSocket _socket = null!;

    public ArpResolutionTests() => Build(new ArpOptions());

    [Fact]
    public void A_packet_to_an_unknown_neighbour_waits_while_a_request_is_broadcast() // RFC 826, "Packet Generation"
    {
        Send(1);
        _network.RunFor(1.Milliseconds);

        _peer.Frames.Should().ContainSingle().Which.Should().Be(new EthernetFrame(
            MacAddress.Broadcast, _host.Interfaces[0].MacAddress, EtherType.Arp,
            new ArpPacket(ArpOperation.Request, _host.Interfaces[0].MacAddress, Own, default, Peer)));
        var events = _network.Trace.PduEvents.ToList();
        events[0].OutSteps[^1].Sentence.Should().Be("The next hop 10.0.0.2 is not in the ARP cache: the packet waits while ARP asks for its MAC address.");
        events[1].OutSteps[0].Sentence.Should().Be("ARP asks every station of the link who has 10.0.0.2: the request is broadcast (try 1 of 3).");
        events[1].Cause.Should().BeSameAs(events[0]);
    }

    [Fact]
    public void The_answer_sends_what_waits_in_order_and_later_packets_at_once()
    {
        Send(3);
        _network.RunFor(1.Milliseconds);
        Answer();
        _network.RunFor(1.Milliseconds);
        Send(1);
        _network.RunFor(1.Milliseconds);

        Datagrams().Should().Equal(1, 2, 3, 1);
        _peer.Frames.Skip(1).Should().OnlyContain(frame => frame.Destination == _peer.Mac);
        Requests().Should().HaveCount(1);
        _host.ArpCache.Should().ContainSingle().Which.Should().Be((Peer, _peer.Mac, _host.Interfaces[0]));
        _network.Trace.PduEvents.Last().OutSteps.Should().Contain(step => step.Reason == Reason.ArpHit);
        _network.Trace.PduEvents.Single(pduEvent => pduEvent.InPdu is not null).InSteps.Should()
            .Contain(step => step.Sentence == "3 packets that waited for 10.0.0.2 can be sent now.");
    }

    [Fact]
    public void A_packet_that_waited_names_its_event_as_the_cause()
    {
        Send(2);
        _network.RunFor(1.Milliseconds);
        Answer();
        _network.RunFor(1.Milliseconds);

        var made = _network.Trace.PduEvents.Where(pduEvent => pduEvent.OutSteps.Any(step => step.Reason == Reason.UdpSends)).ToList();
        var sent = _network.Trace.PduEvents.Where(pduEvent => pduEvent.OutSteps.Any(step => step.Reason == Reason.ArpWaited)).ToList();
        sent.Select(pduEvent => pduEvent.Cause).Should().Equal(made);
    }

    [Fact]
    public void The_request_is_repeated_each_second_and_given_up_after_three() // RFC 1122 §2.3.2.1
    {
        Send(1);
        _network.Run();

        Requests().Select(time => time.Nanoseconds).Should().Equal(5_810, 1_000_005_810, 2_000_005_810);
        _network.Simulation.Now.Should().Be(SimTime.At(3.Seconds));
        _network.Trace.PduEvents.Last().DropReason.Should().Be(DropReason.ArpUnresolved);
        _network.Trace.PduEvents.Last().Cause.Should().BeSameAs(_network.Trace.PduEvents.First());
        _network.Trace.PduEvents.Last().OutSteps[^1].Sentence.Should().Be(
            "Nobody answered for 10.0.0.2 after 3 requests: the packet is dropped, and its sender is to hear that the host is unreachable.");
    }

    [Fact]
    public void The_application_is_told_that_the_host_is_unreachable()
    {
        var receive = () => _network.Run(async () =>
        {
            Send(1);
            await _socket.ReceiveAsync();
        });

        receive.Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.HostUnreachable)
            .WithMessage("Host UDP port 1000: nobody answered ARP for 10.0.0.2*");
        _network.Simulation.Now.Should().Be(SimTime.At(3.Seconds));
    }

    [Fact]
    public void A_late_answer_to_a_repeated_request_does()
    {
        Send(1);
        _network.RunFor(1.5.Seconds);
        Answer();
        _network.Run();

        Datagrams().Should().Equal(1);
        Requests().Should().HaveCount(2);
        _network.Simulation.Now.Should().BeLessThan(SimTime.At(1.6.Seconds), "the timer of the requests is stopped");
    }

    [Fact]
    public void After_giving_up_the_next_packet_asks_again()
    {
        Send(1);
        _network.Run();
        Send(1);
        _network.RunFor(1.Milliseconds);

        Requests().Should().HaveCount(4);
    }

    [Fact]
    public void Where_too_many_wait_the_oldest_goes() // RFC 1122 §2.3.2.2: the latest is to be kept
    {
        Build(new ArpOptions { QueueLimit = 2 });

        Send(3);
        _network.RunFor(1.Milliseconds);
        Answer();
        _network.RunFor(1.Milliseconds);

        Datagrams().Should().Equal(2, 3);
        var events = _network.Trace.PduEvents.Where(pduEvent => pduEvent.Time == SimTime.Zero).ToList();
        var dropped = events.Single(pduEvent => pduEvent.DropReason is not null);
        dropped.DropReason.Should().Be(DropReason.ArpQueueFull);
        dropped.Cause.Should().BeSameAs(events[0]);
        dropped.OutSteps.Should().ContainSingle().Which.Sentence.Should().Be("2 packets wait for 10.0.0.2 already: the oldest is dropped. Its sender is not told and may try again.");
        events[^2].OutSteps.Select(step => step.Reason).Should().Equal(Reason.UdpSends, Reason.Ipv4ChoosesSource, Reason.Ipv4SendsDirectly, Reason.ArpStillWaits);
    }

    [Fact]
    public void A_queue_of_none_holds_nothing_but_asks()
    {
        Build(new ArpOptions { QueueLimit = 0 });

        Send(1);
        _network.RunFor(1.Milliseconds);
        Answer();
        _network.RunFor(1.Milliseconds);
        Send(1);
        _network.RunFor(1.Milliseconds);

        Requests().Should().HaveCount(1);
        Datagrams().Should().Equal(1);
    }

    [Fact]
    public void A_cache_full_of_unanswered_requests_drops_further_packets()
    {
        Build(new ArpOptions { CacheLimit = 2 });

        foreach (var number in (uint[])[2, 3, 4])
            _socket.Send(Payload.Zeros(1), new Ipv4EndPoint(new Ipv4Address((10u << 24) + number), 2000));
        _network.RunFor(1.Milliseconds);

        Requests().Should().HaveCount(2);
        _network.Trace.PduEvents.Last(pduEvent => pduEvent.Device == "Host").DropReason.Should().Be(DropReason.ArpCacheFull);
    }

    private void Build(ArpOptions options)
    {
        _network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = options } });
        _host = _network.AddHost("Host", $"{Own}/24");
        _peer = new Station(_network, 2, _host.Interfaces[0]);
        _socket = _host.Sockets.BindUdp(1000);
    }

    /// <summary>Sends datagrams of 1, 2, 3 octets and so on to the peer.</summary>
    private void Send(int count)
    {
        for (var length = 1; length <= count; length++)
            _socket.Send(Payload.Zeros(length), new Ipv4EndPoint(Peer, 2000));
    }

    private void Answer() => _peer.Send(
        _host.Interfaces[0].MacAddress, EtherType.Arp,
        new ArpPacket(ArpOperation.Reply, _peer.Mac, Peer, _host.Interfaces[0].MacAddress, Own));

    private IEnumerable<int> Datagrams() => _peer.Frames.Select(frame => frame.Find<UdpDatagram>()).OfType<UdpDatagram>().Select(datagram => datagram.Payload.Length);

    private IEnumerable<SimTime> Requests() => _peer.Received.Where(received => received.Frame.Payload is ArpPacket).Select(received => received.Time);
}
