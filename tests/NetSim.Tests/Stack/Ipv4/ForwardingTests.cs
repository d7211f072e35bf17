using System.Net.NetworkInformation;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

public sealed class ForwardingTests
{
    private static readonly Payload RouterAlert = Payload.Copy([148, 4, 0, 0]);
    private static readonly Payload RecordRouteAndRouterAlert = Payload.Copy([7, 7, 4, 0, 0, 0, 0, 1, 148, 4, 0, 0]);

    [Fact]
    public void A_router_lowers_the_TTL_and_changes_nothing_else() // RFC 1812 §5.3.1, §4.2.2
    {
        var bench = new RouterBench();
        var packet = RouterBench.Datagram() with
        {
            Dscp = 46, Ecn = 1, Identification = 0xBEEF, DontFragment = true, TimeToLive = 17, Options = RecordRouteAndRouterAlert,
        };

        bench.Send(packet);

        bench.AtRight.Should().Equal(packet with { TimeToLive = 16 });
        bench.AtLeft.Should().BeEmpty();
        bench.Right.Frames.Single().Source.Should().Be(bench.Router.Interfaces[1].MacAddress);
        bench.Right.Frames.Single().Destination.Should().Be(bench.Right.Mac);
    }

    [Fact]
    public void What_it_does_is_said_in_the_order_in_which_it_is_done()
    {
        var bench = new RouterBench();

        bench.Send(RouterBench.Datagram());

        var forwarded = bench.Network.Trace.PduEvents.Last();
        forwarded.InSteps.Where(step => step.Layer == Layer.Network).Select(step => step.Sentence).Should().Equal(
            "The destination 10.0.2.2 is not an address of this router: the packet is to be forwarded.");
        forwarded.OutSteps.Where(step => step.Layer == Layer.Network).Select(step => step.Sentence).Should().Equal(
            "The router lowers the TTL from 64 to 63.",
            "10.0.2.2 is in the interface's own subnet 10.0.2.0/24: the next hop is the destination itself.");
    }

    [Theory]
    [InlineData("192.0.2.1", "10.0.2.10")]
    [InlineData("10.9.1.1", "10.0.2.20")]
    [InlineData("10.9.9.1", "10.0.2.40")] // the same prefix, a lower metric
    [InlineData("10.0.2.77", "10.0.2.77")]
    public void The_longest_prefix_wins_then_the_lowest_metric(string destination, string nextHop) // RFC 1812 §5.2.4.3
    {
        var bench = new RouterBench();
        bench.Router.AddRoute("0.0.0.0/0", "10.0.2.10");
        bench.Router.AddRoute("10.9.0.0/16", "10.0.2.20");
        bench.Router.AddRoute("10.9.9.0/24", "10.0.2.30", metric: 5);
        bench.Router.AddRoute("10.9.9.0/24", "10.0.2.40", metric: 3);

        bench.Send(RouterBench.Datagram(destination: destination));

        bench.Right.Frames.Select(frame => frame.Payload).OfType<ArpPacket>().First().TargetIp.Should().Be(Ipv4Address.Parse(nextHop));
    }

    [Fact]
    public void A_blackhole_swallows_silently() // RFC 1812 §5.2.4.3
    {
        var bench = new RouterBench();
        bench.Router.AddRoute("0.0.0.0/0", "10.0.2.2");
        bench.Router.AddBlackhole("10.9.8.0/24");

        bench.Send(RouterBench.Datagram(destination: "10.9.8.7"));

        bench.Dropped.Should().Equal(DropReason.Blackhole);
        bench.AtLeft.Should().BeEmpty();
        bench.AtRight.Should().BeEmpty();
    }

    [Fact]
    public void What_is_too_large_and_may_be_cut_is_cut() // RFC 1812 §4.2.2.7
    {
        var bench = new RouterBench(right: new LinkOptions { Mtu = 600 });
        var packet = Fragments.Datagram(1400, identification: 7) with
        {
            Source = Ipv4Address.Parse("10.0.1.2"), Destination = Ipv4Address.Parse("10.0.2.2"), Options = RecordRouteAndRouterAlert,
        };

        bench.Send(packet);

        var fragments = bench.AtRight;
        fragments.Select(fragment => (fragment.FragmentOffset, fragment.Payload.WireLength, fragment.MoreFragments)).Should().Equal(
            (0, 568, true), (568, 576, true), (1144, 256, false)); // 32 and 24 octets of header
        fragments.Should().OnlyContain(fragment => fragment.Identification == 7 && fragment.TimeToLive == 63 && fragment.WireLength <= 600);
        fragments[0].Options.Should().Be(RecordRouteAndRouterAlert);
        fragments.Skip(1).Should().OnlyContain(fragment => fragment.Options.Equals(RouterAlert)); // RFC 791 §3.1: copied
        var octets = fragments.SelectMany(fragment => ((Payload)fragment.Payload).ToMemory().ToArray());
        octets.Should().Equal(EncodedPayload(packet));
    }

    [Fact]
    public void A_fragment_is_cut_again()
    {
        var bench = new RouterBench(right: new LinkOptions { Mtu = 300 });
        var middle = RouterBench.Datagram() with
        {
            Payload = Payload.Zeros(800), FragmentOffset = 1480, MoreFragments = true, Identification = 9,
        };

        bench.Send(middle);

        bench.AtRight.Select(fragment => (fragment.FragmentOffset, fragment.Payload.WireLength, fragment.MoreFragments)).Should().Equal(
            (1480, 280, true), (1760, 280, true), (2040, 240, true));
    }

    [Fact]
    public void A_broadcast_to_another_subnet_stops_at_its_router() // RFC 2644
    {
        var bench = new RouterBench();

        bench.Send(RouterBench.Datagram(destination: "10.0.2.255"));

        bench.Dropped.Should().Equal(DropReason.DirectedBroadcast);
        bench.Right.Received.Should().BeEmpty();
        bench.AtLeft.Should().BeEmpty();
    }

    [Fact]
    public void A_broadcast_to_another_subnet_passes_where_that_is_wanted() // RFC 1812 §5.3.5.2
    {
        var bench = new RouterBench(new HostStackOptions { Ipv4 = new Ipv4ProtocolOptions { ForwardsDirectedBroadcasts = true } });
        var packet = RouterBench.Datagram(destination: "10.0.2.255");

        bench.Send(packet);

        bench.Right.Frames.Single().Destination.Should().Be(MacAddress.Broadcast);
        bench.AtRight.Should().Equal(packet with { TimeToLive = 63 });
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("0.1.2.3")]
    [InlineData("0.0.0.0")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.1.255")]
    public void A_source_that_is_no_host_is_not_forwarded(string source) // RFC 1812 §5.3.7
    {
        var bench = new RouterBench();

        bench.Send(RouterBench.Datagram(source));

        bench.Dropped.Should().ContainSingle().Which.Should().Match<DropReason>(reason => reason == DropReason.SourceNotUnicast || reason == DropReason.NotForwardable);
        bench.AtRight.Should().BeEmpty();
        bench.AtLeft.Should().BeEmpty();
    }

    [Theory]
    [InlineData("224.0.0.5")]
    [InlineData("127.0.0.1")]
    [InlineData("0.1.2.3")]
    [InlineData("240.0.0.1")]
    public void A_destination_that_is_no_host_is_not_forwarded(string destination) // RFC 1812 §5.3.7
    {
        var bench = new RouterBench();
        bench.Router.AddRoute("0.0.0.0/0", "10.0.2.2");

        bench.Send(RouterBench.Datagram(destination: destination));

        bench.Dropped.Should().ContainSingle();
        bench.AtRight.Should().BeEmpty();
        bench.AtLeft.Should().BeEmpty();
    }

    [Fact]
    public void A_host_does_not_forward() // RFC 1122 §3.1
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.1.1/24", gateway: "10.0.1.9");
        var station = new Station(network, 1, host.Interfaces[0]);

        station.Send(host.Interfaces[0].MacAddress, EtherType.Ipv4, RouterBench.Datagram());
        network.Run();

        network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.NotForThisHost);
        station.Received.Should().BeEmpty();
    }

    [Fact]
    public void A_router_answers_pings_to_all_its_addresses_and_asks_both_sides()
    {
        var network = new Network();
        var router = network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        var one = network.AddHost("One", "10.0.1.2/24", "10.0.1.1");
        var other = network.AddHost("Other", "10.0.2.2/24", "10.0.2.1");
        one.AddAddress("10.0.1.3/24");
        one.AddAddress("172.16.0.1/16");
        network.Connect(router, one);
        network.Connect(router, other);

        (Devices.Host From, string To, int TimeToLive)[] pings =
        [
            (router, "10.0.1.1", 64), (router, "10.0.2.1", 64), (router, "10.0.1.2", 64), (router, "10.0.2.2", 64),
            (one, "10.0.2.1", 64), (one, "10.0.2.2", 63), (other, "10.0.1.1", 64), (other, "10.0.1.3", 63), (one, "172.16.0.1", 64),
        ];
        foreach (var (from, to, timeToLive) in pings)
        {
            var reply = network.Run(() => from.Sockets.PingAsync(Ipv4Address.Parse(to)));
            (reply.Status, $"{reply.Address}", (int)reply.TimeToLive).Should().Be((IPStatus.Success, to, timeToLive), $"{from} pings {to}");
        }
    }

    private static byte[] EncodedPayload(Ipv4Packet packet) => packet.ToArray()[packet.HeaderLength..];
}
