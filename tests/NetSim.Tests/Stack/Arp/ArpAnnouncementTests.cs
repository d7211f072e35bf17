using NetSim.Packets.Ipv4;
using NetSim.Kernel;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpAnnouncementTests
{
    private readonly ArpNetwork _lan = new(new ArpOptions { Announces = true });

    [Fact]
    public void An_address_is_announced_twice_two_seconds_apart() // RFC 5227 §2.3
    {
        _lan.Network.RunFor(60.Seconds);

        _lan.Station.Frames.Should().HaveCount(2).And.OnlyContain(frame => frame == new EthernetFrame(
            MacAddress.Broadcast, _lan.Mac, EtherType.Arp,
            new ArpPacket(ArpOperation.Request, _lan.Mac, ArpNetwork.Own, default, ArpNetwork.Own)));
        _lan.Times.Should().Equal(Duration.Zero, 2.Seconds);
        var events = _lan.Events.ToList();
        events[0].OutSteps[0].Sentence.Should().Be(
            $"ARP tells every station of the link that 10.0.0.1 is at {_lan.Mac} now (announcement 1 of 2): who has an old entry corrects it.");
        events[1].Cause.Should().BeSameAs(events[0]);
    }

    [Fact]
    public void Announcements_do_not_keep_a_run_alive()
    {
        _lan.Network.Run();

        _lan.Network.Simulation.Now.Should().Be(SimTime.Zero);
    }

    [Fact]
    public void Unless_the_option_is_on_nothing_is_announced()
    {
        var quiet = new ArpNetwork(new ArpOptions());

        quiet.Network.RunFor(60.Seconds);

        quiet.Station.Received.Should().BeEmpty();
    }

    [Fact]
    public void A_further_address_is_announced_alone()
    {
        _lan.Network.RunFor(10.Seconds);
        _lan.Host.AddAddress("10.0.0.9/24");
        _lan.Network.RunFor(10.Seconds);

        _lan.Packets.Skip(2).Should().Equal("ARP who-has 10.0.0.9 tell 10.0.0.9", "ARP who-has 10.0.0.9 tell 10.0.0.9");
    }

    [Fact]
    public void A_cable_that_is_plugged_in_again_has_the_address_announced_again()
    {
        _lan.Network.RunFor(1.Seconds);
        _lan.Station.Cable!.Unplug();
        _lan.Network.RunFor(9.Seconds);
        _lan.Station.Cable.Plug();
        _lan.Network.RunFor(10.Seconds);

        _lan.Times.Should().Equal(Duration.Zero, 10.Seconds, 12.Seconds);
    }

    [Fact]
    public void A_neighbour_that_knows_the_address_corrects_its_entry()
    {
        var network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = new ArpOptions { Announces = true } } });
        var @switch = network.AddSwitch("Switch");
        var neighbour = network.AddHost("Neighbour", "10.0.0.2/24");
        var first = network.AddHost("First", "10.0.0.1/24");
        network.Connect(@switch, neighbour);
        var cable = network.Connect(@switch, first);
        network.Run(() => neighbour.PingAsync("10.0.0.1"));
        network.RunFor(5.Seconds);
        cable.Unplug();

        var spare = network.AddHost("Spare", "10.0.0.3/24");
        network.Connect(@switch, spare);
        spare.Stack.Ipv4.AddAddress(spare.Ipv4Interface, Ipv4InterfaceAddress.Parse("10.0.0.1/24")); // a plan would be refused
        network.RunFor(1.Seconds);

        neighbour.ArpCache.Should().Equal((ArpNetwork.Own, spare.Interfaces[0].MacAddress, neighbour.Interfaces[0]));
    }
}
