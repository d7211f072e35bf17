using NetSim.Devices;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

public sealed class ArpProxyTests
{
    private Network _network = null!;
    private Router _router = null!;
    private Station _asker = null!;

    public ArpProxyTests() => Build(new ArpOptions { ProxyArp = true });

    [Fact]
    public void A_router_answers_for_an_address_that_it_reaches_by_another_interface() // RFC 1027 §2.1
    {
        Ask("10.0.1.2", "10.0.2.5");

        _asker.Frames.Should().ContainSingle().Which.Should().Be(new EthernetFrame(
            _asker.Mac, _router.Interfaces[0].MacAddress, EtherType.Arp,
            new ArpPacket(
                ArpOperation.Reply, _router.Interfaces[0].MacAddress, Ipv4Address.Parse("10.0.2.5"), _asker.Mac, Ipv4Address.Parse("10.0.1.2"))));
        var traced = _network.Trace.PduEvents.Single(traced => traced.Device == "Router");
        traced.InSteps[^1].Sentence.Should().Be("The router reaches 10.0.2.5 by another interface: it answers as proxy in the place of that host.");
        traced.OutSteps[0].Sentence.Should().Be(
            $"ARP answers {_asker.Mac} that 10.0.2.5 is at {_router.Interfaces[0].MacAddress}, the router's own MAC address: the packets for 10.0.2.5 come here to be forwarded.");
    }

    [Theory]
    [InlineData("10.0.1.2", "10.0.1.9", "it is on the asker's own link and answers itself")]
    [InlineData("10.0.1.2", "10.9.9.9", "no route leads there")]
    [InlineData("0.0.0.0", "10.0.2.5", "it is a probe")]
    [InlineData("10.0.2.5", "10.0.2.5", "it is an announcement")]
    public void It_does_not_answer_for_another(string sender, string target, string why)
    {
        Ask(sender, target);

        _asker.Received.Should().BeEmpty(why);
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.ArpNotForMe);
    }

    [Fact]
    public void Unless_the_option_is_on_it_answers_for_itself_only()
    {
        Build(new ArpOptions());

        Ask("10.0.1.2", "10.0.2.5");
        _asker.Received.Should().BeEmpty();
        Ask("10.0.1.2", "10.0.1.1");
        _asker.Received.Should().HaveCount(1);
    }

    [Fact]
    public void A_host_that_takes_the_whole_network_for_its_link_reaches_the_other_side()
    {
        var network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = new ArpOptions { ProxyArp = true } } });
        var near = network.AddHost("Near", "10.0.1.2/16"); // knows of no subnets
        var far = network.AddHost("Far", "10.0.2.5/24", gateway: "10.0.2.1");
        var router = network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        network.Connect(near.Interfaces[0], router.Interfaces[0]);
        network.Connect(far.Interfaces[0], router.Interfaces[1]);

        network.Run(() => near.PingAsync("10.0.2.5"));

        far.ArpCache.Should().ContainSingle().Which.Address.Should().Be(Ipv4Address.Parse("10.0.2.1"));
        near.ArpCache.Should().Contain((Ipv4Address.Parse("10.0.2.5"), router.Interfaces[0].MacAddress, near.Interfaces[0]));
    }

    private void Build(ArpOptions options)
    {
        _network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = options } });
        _router = _network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        _asker = new Station(_network, 2, _router.Interfaces[0]);
    }

    private void Ask(string sender, string target)
    {
        _asker.Send(MacAddress.Broadcast, EtherType.Arp, ArpPacket.Request(_asker.Mac, Ipv4Address.Parse(sender), Ipv4Address.Parse(target)));
        _network.Run();
    }
}
