using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Stack.Arp;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpProbeTests
{
    private readonly ArpNetwork _lan = new(new ArpOptions { Probes = true, QueueLimit = 2 });

    [Fact]
    public void Three_probes_go_before_the_address_is_announced() // RFC 5227 §2.1.1, §2.3
    {
        _lan.Network.RunFor(60.Seconds);

        _lan.Packets.Should().Equal(
            "ARP who-has 10.0.0.1 tell 0.0.0.0", "ARP who-has 10.0.0.1 tell 0.0.0.0", "ARP who-has 10.0.0.1 tell 0.0.0.0",
            "ARP who-has 10.0.0.1 tell 10.0.0.1", "ARP who-has 10.0.0.1 tell 10.0.0.1");
        var times = _lan.Times.ToList();
        times[0].Should().BeGreaterThanOrEqualTo(Duration.Zero).And.BeLessThan(1.Seconds); // PROBE_WAIT
        (times[1] - times[0]).Should().BeGreaterThanOrEqualTo(1.Seconds).And.BeLessThan(2.Seconds); // PROBE_MIN, PROBE_MAX
        (times[2] - times[1]).Should().BeGreaterThanOrEqualTo(1.Seconds).And.BeLessThan(2.Seconds);
        (times[1] - times[0]).Should().NotBe(times[2] - times[1], "each delay is drawn anew");
        (times[3] - times[2]).Should().Be(2.Seconds); // ANNOUNCE_WAIT
        (times[4] - times[3]).Should().Be(2.Seconds); // ANNOUNCE_INTERVAL
        _lan.Events.First().OutSteps[0].Sentence.Should().Be(
            "Before the host uses 10.0.0.1, ARP asks whether another host has it (probe 1 of 3). The sender address is 0.0.0.0, so that nobody learns it yet.");
    }

    [Fact]
    public void What_is_sent_meanwhile_waits_and_only_the_latest_is_kept()
    {
        using var socket = Send(3);
        _lan.Network.RunFor(3.Seconds);
        _lan.Packets.Should().OnlyContain(packet => packet == "ARP who-has 10.0.0.1 tell 0.0.0.0");
        _lan.Network.RunFor(4.Seconds);
        _lan.Hear(ArpOperation.Reply, ArpNetwork.Peer, ArpNetwork.Own);
        _lan.Network.RunFor(1.Milliseconds);

        _lan.Packets.Should().Contain("ARP who-has 10.0.0.2 tell 10.0.0.1");
        _lan.Station.Frames.Select(frame => frame.Find<UdpDatagram>()).OfType<UdpDatagram>().Select(datagram => datagram.Payload.Length).Should().Equal(2, 3);
        Drops().Should().Equal(DropReason.ArpProbeQueueFull);
        _lan.Events.First(made => made.OutSteps.Any(step => step.Reason == Reason.ArpStillProbes)).OutSteps[^1].Sentence.Should().Be(
            "ARP still asks whether another host has 10.0.0.1: the packet waits at place 1 until the host may use the address.");
    }

    [Fact]
    public void A_broadcast_from_the_address_is_not_sent_meanwhile()
    {
        using var socket = _lan.Host.Sockets.BindUdp();
        socket.Send(Payload.Zeros(1), new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.255"), 9));

        Drops().Should().Equal(DropReason.ArpNotYetOwn);
    }

    [Fact]
    public void A_request_for_the_address_is_not_answered_meanwhile()
    {
        _lan.Hear(ArpOperation.Request, ArpNetwork.Peer, ArpNetwork.Own);
        _lan.Network.RunFor(1.Milliseconds);

        _lan.Packets.Should().NotContain(packet => packet.Contains("is-at"));
        Drops().Should().Equal(DropReason.ArpProbesItself);
    }

    [Theory]
    [InlineData(ArpOperation.Reply, "10.0.0.1", "uses it")] // RFC 5227 §2.1.1: any packet from the address
    [InlineData(ArpOperation.Request, "0.0.0.0", "probes it too")] // RFC 5227 §2.1.1
    public void A_host_that_has_the_address_or_probes_it_too_makes_this_one_give_it_up(ArpOperation operation, string sender, string why)
    {
        using var socket = Send(1);
        _lan.Network.RunFor(1.5.Seconds);
        _lan.Hear(operation, Ipv4Address.Parse(sender), ArpNetwork.Own);
        _lan.Network.RunFor(60.Seconds);

        _lan.Host.Address.Should().BeNull(why);
        _lan.Packets.Should().OnlyContain(packet => packet == "ARP who-has 10.0.0.1 tell 0.0.0.0");
        _lan.Times.Max().Should().BeLessThan(2.Seconds, "the probes end");
        _lan.Network.Trace.Events.OfType<StateChange>().Last(change => change.Table == StateTable.Addresses).Value.Should().BeNull();
        Drops().Should().Equal(DropReason.ArpAddressLost);
        _lan.Events.SelectMany(heard => heard.InSteps).Last().Sentence.Should().Be(operation == ArpOperation.Reply
            ? $"{_lan.Station.Mac} has the address 10.0.0.1, which this host is about to use: it is a conflict, and this host does not use the address."
            : $"{_lan.Station.Mac} is about to use the address 10.0.0.1 too: it is a conflict, and this host does not use the address.");
    }

    [Fact]
    public void A_conflict_takes_one_of_several_addresses_alone()
    {
        _lan.Network.RunFor(20.Seconds);
        _lan.Host.AddAddress("10.0.0.9/24");
        _lan.Hear(ArpOperation.Reply, Ipv4Address.Parse("10.0.0.9"), ArpNetwork.Own);
        _lan.Network.RunFor(1.Seconds);

        _lan.Host.Addresses.Should().Equal(Ipv4InterfaceAddress.Parse("10.0.0.1/24"));
        using var socket = Send(1);
        _lan.Network.RunFor(1.Milliseconds);
        _lan.Packets.Last().Should().Be("ARP who-has 10.0.0.2 tell 10.0.0.1", "the route to the subnet is still there");
    }

    [Fact]
    public void A_cable_that_is_plugged_in_again_may_lead_elsewhere_so_all_is_asked_again() // RFC 5227 §2.1
    {
        _lan.Network.RunFor(20.Seconds);
        _lan.Hear(ArpOperation.Request, ArpNetwork.Peer, ArpNetwork.Own);
        _lan.Network.RunFor(1.Seconds);
        _lan.Host.ArpCache.Should().HaveCount(1);
        _lan.Station.Received.Clear();
        _lan.Station.Cable!.Unplug();
        _lan.Station.Cable.Plug();
        _lan.Host.ArpCache.Should().BeEmpty();
        _lan.Network.RunFor(20.Seconds);

        _lan.Packets.Should().HaveCount(5).And.StartWith("ARP who-has 10.0.0.1 tell 0.0.0.0").And.EndWith("ARP who-has 10.0.0.1 tell 10.0.0.1");
    }

    private UdpSocket Send(int count)
    {
        var socket = _lan.Host.Sockets.BindUdp();
        for (var length = 1; length <= count; length++)
            socket.Send(Payload.Zeros(length), new Ipv4EndPoint(ArpNetwork.Peer, 9));
        return socket;
    }

    private IEnumerable<DropReason?> Drops() => _lan.Events.Select(made => made.DropReason).Where(reason => reason is not null);
}
