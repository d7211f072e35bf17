using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpLearningTests
{
    private static readonly Ipv4Address Own = Ipv4Address.Parse("10.0.0.1");
    private static readonly Ipv4Address Peer = Ipv4Address.Parse("10.0.0.2");
    private static readonly Ipv4Address Other = Ipv4Address.Parse("10.0.0.3");

    private Network _network = null!;
    private Host _host = null!;
    private Station _peer = null!;

    public ArpLearningTests() => Build(new ArpOptions());

    [Fact]
    public void A_request_for_its_own_address_is_answered_to_the_asker_who_is_learned() // RFC 826, "Packet Reception"
    {
        Request(Peer, Own);

        _peer.Frames.Should().ContainSingle().Which.Should().Be(new EthernetFrame(
            _peer.Mac, _host.Interfaces[0].MacAddress, EtherType.Arp,
            new ArpPacket(ArpOperation.Reply, _host.Interfaces[0].MacAddress, Own, _peer.Mac, Peer)));
        Cache().Should().Equal((Peer, _peer.Mac));
        _network.Trace.PduEvents.Single().Steps.Where(step => step.Layer == Layer.DataLink).Select(step => step.Reason).Should().Equal(
            Reason.NicSeesBroadcast, Reason.ArpIsAskedForMe, Reason.ArpLearnsAsker, Reason.ArpReplies, Reason.NicWritesSource);
    }

    [Fact]
    public void A_request_for_another_address_is_neither_answered_nor_learned_from()
    {
        Request(Peer, Other);

        _peer.Received.Should().BeEmpty();
        Cache().Should().BeEmpty();
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.ArpNotForMe);
    }

    [Fact]
    public void A_request_for_another_address_refreshes_a_sender_that_is_known() // RFC 826: "merge"
    {
        Request(Peer, Own);
        Receive(new ArpPacket(ArpOperation.Request, MacAddress.FromNumber(77), Peer, default, Other));

        Cache().Should().Equal((Peer, MacAddress.FromNumber(77)));
        _network.Trace.PduEvents.Last().InSteps.Select(step => step.Reason).Should().EndWith([Reason.ArpRefreshesSender, DropReason.ArpNotForMe]);
    }

    [Fact]
    public void A_reply_that_nobody_asked_for_is_ignored()
    {
        Receive(new ArpPacket(ArpOperation.Reply, _peer.Mac, Peer, _host.Interfaces[0].MacAddress, Own));

        Cache().Should().BeEmpty();
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.ArpNotAsked);
    }

    [Fact]
    public void A_second_reply_replaces_the_first_and_is_not_called_the_answer()
    {
        Request(Peer, Own);
        Receive(new ArpPacket(ArpOperation.Reply, MacAddress.FromNumber(77), Peer, _host.Interfaces[0].MacAddress, Own));

        Cache().Should().Equal((Peer, MacAddress.FromNumber(77)));
        _network.Trace.PduEvents.Last().InSteps[^1].Reason.Should().Be(Reason.ArpRefreshesSender);
    }

    [Fact]
    public void A_probe_is_answered_and_its_asker_who_has_no_address_not_learned() // RFC 5227 §1.1
    {
        Request(Ipv4Address.Any, Own);

        _peer.Frames.Should().ContainSingle().Which.Find<ArpPacket>()!.TargetIp.Should().Be(Ipv4Address.Any);
        Cache().Should().BeEmpty();
    }

    [Fact]
    public void Another_operation_is_ignored()
    {
        Receive(new ArpPacket((ArpOperation)9, _peer.Mac, Peer, default, Own));

        _peer.Received.Should().BeEmpty();
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.ArpUnknownOperation);
    }

    [Fact]
    public void A_malformed_packet_is_dropped_with_the_fault()
    {
        var octets = Payload.Zeros(28);
        ArpPacket.TryDecode(octets.ToArray(), out _, out var error).Should().BeFalse();

        Receive(new MalformedPdu(octets, error));

        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.Malformed);
        _network.Trace.PduEvents.Single().InSteps[^1].Sentence.Should().StartWith("The octets are no valid PDU (malformed ARP");
    }

    [Fact]
    public void An_answer_is_believed_for_sixty_seconds() // RFC 1122 §2.3.2.1
    {
        Request(Peer, Own); // heard at 5,810 ns
        _network.Simulation.RunUntil(SimTime.At(60.Seconds + 5_809.Nanoseconds));
        Cache().Should().HaveCount(1);
        _network.RunFor(1.Nanoseconds);

        Cache().Should().BeEmpty();
        var change = _network.Trace.Events.OfType<StateChange>().Last(change => change.Table == StateTable.ArpCache);
        change.Value.Should().BeNull();
        change.Cause.Should().BeNull("time alone made it go");
    }

    [Fact]
    public void An_answer_is_no_longer_believed_at_the_instant_at_which_it_expires()
    {
        using var socket = _host.Sockets.BindUdp();
        _network.Simulation.ScheduleAt(SimTime.At(60.Seconds + 5_810.Nanoseconds), () => socket.Send(Payload.Zeros(1), new Ipv4EndPoint(Peer, 9)));

        Request(Peer, Own);
        _network.RunFor(61.Seconds);

        _peer.Frames.Count(frame => frame.Payload is ArpPacket { Operation: ArpOperation.Request }).Should().Be(3, "nobody answers");
    }

    [Fact]
    public void Being_heard_again_starts_the_sixty_seconds_anew()
    {
        Request(Peer, Own);
        _network.RunFor(40.Seconds);
        Request(Peer, Own);
        _network.RunFor(40.Seconds);
        Cache().Should().HaveCount(1);
        _network.RunFor(20.Seconds);

        Cache().Should().BeEmpty();
    }

    [Fact]
    public void A_full_cache_forgets_the_answer_that_is_the_oldest()
    {
        Build(new ArpOptions { CacheLimit = 2 });

        Request(Peer, Own);
        Request(Other, Own);
        Request(Peer, Own); // heard again: younger than the other now
        Request(Ipv4Address.Parse("10.0.0.4"), Own);

        Cache().Select(entry => entry.Address.ToString()).Should().Equal("10.0.0.2", "10.0.0.4");
    }

    private void Build(ArpOptions options)
    {
        _network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = options } });
        _host = _network.AddHost("Host", $"{Own}/24");
        _peer = new Station(_network, 2, _host.Interfaces[0]);
    }

    private void Request(Ipv4Address sender, Ipv4Address target) => Receive(new ArpPacket(ArpOperation.Request, _peer.Mac, sender, default, target));

    private void Receive(Pdu packet)
    {
        _peer.Send(MacAddress.Broadcast, EtherType.Arp, packet);
        _network.Run();
    }

    private IEnumerable<(Ipv4Address Address, MacAddress Mac)> Cache() => _host.ArpCache.Select(entry => (entry.Address, entry.Mac));
}
