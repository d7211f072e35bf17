using NetSim.Packets.Ipv4;
using NetSim.Kernel;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Stack.Arp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpConflictTests
{
    private readonly ArpNetwork _lan = new(new ArpOptions());

    [Fact]
    public void An_address_that_another_host_uses_is_defended_by_a_broadcast() // RFC 5227 §2.4
    {
        _lan.HearConflict();
        _lan.Network.Run();

        _lan.Station.Frames.Should().ContainSingle().Which.Should().Be(new EthernetFrame(
            MacAddress.Broadcast, _lan.Mac, EtherType.Arp,
            new ArpPacket(ArpOperation.Request, _lan.Mac, ArpNetwork.Own, default, ArpNetwork.Own)));
        _lan.Host.ArpCache.Should().BeEmpty("the host's own address is not learned");
        _lan.Host.Address.Should().NotBeNull();
        var traced = _lan.Events.Single();
        traced.InSteps[^1].Sentence.Should().Be(
            $"{_lan.Station.Mac} uses 10.0.0.1, this interface's own address: two hosts of the link have the same address. One must be given another.");
        traced.OutSteps[0].Sentence.Should().Be(
            $"ARP defends 10.0.0.1: it tells every station of the link that the address is at {_lan.Mac}, and keeps it.");
    }

    [Theory]
    [InlineData(ArpOperation.Request)]
    [InlineData(ArpOperation.Reply)]
    public void A_packet_to_anybody_from_the_address_is_a_conflict(ArpOperation operation)
    {
        _lan.Hear(operation, ArpNetwork.Own, ArpNetwork.Peer);
        _lan.Network.Run();

        _lan.Packets.Should().Equal("ARP who-has 10.0.0.1 tell 10.0.0.1");
    }

    [Fact]
    public void Within_ten_seconds_it_is_not_defended_again_but_kept() // RFC 5227 §2.4 (c), DEFEND_INTERVAL
    {
        _lan.HearConflict(); // arrives 5,810 ns later
        _lan.Network.Simulation.RunUntil(SimTime.At(10.Seconds - 1.Nanoseconds));
        _lan.HearConflict();
        _lan.Network.RunFor(1.Milliseconds);
        _lan.Station.Received.Should().HaveCount(1);
        _lan.Events.Last().DropReason.Should().Be(DropReason.ArpConflictAgain);
        _lan.Network.Simulation.RunUntil(SimTime.At(10.Seconds + 1.Milliseconds));
        _lan.HearConflict();
        _lan.Network.RunFor(1.Milliseconds);

        _lan.Station.Received.Should().HaveCount(2);
        _lan.Host.Address.Should().NotBeNull();
    }

    [Fact]
    public void Two_hosts_that_defend_the_same_address_do_not_dispute_for_ever() // RFC 5227 §2.4
    {
        var network = new Network();
        var first = network.AddHost("First", "10.0.0.1/24");
        var second = network.AddHost("Second", "10.0.0.2/24");
        network.Connect(first, second);
        second.Stack.Ipv4.AddAddress(second.Ipv4Interface, Ipv4InterfaceAddress.Parse("10.0.0.1/24")); // a plan would be refused

        first.Interfaces[0].Send(new EthernetFrame(
            MacAddress.Broadcast, first.Interfaces[0].MacAddress, EtherType.Arp,
            ArpPacket.Request(first.Interfaces[0].MacAddress, ArpNetwork.Own, ArpNetwork.Own)));
        network.Run();

        network.Trace.Transmissions.Select(sent => sent.From.Device).Should().Equal("First", "Second", "First");
    }
}
