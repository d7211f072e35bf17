using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Topology;

public sealed class ComputedRoutesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_a_random_network_every_host_reaches_every_other_by_a_shortest_path(ulong seed)
    {
        var (made, distances) = RoutedNetwork.Random(routers: 50, links: 49 + (25 * (int)seed), seed);
        made.Network.ComputeRoutes();

        foreach (var (from, to, reply) in made.PingAll())
            reply.Should().Be(new PingResult("Success", 64 - distances[from, to] - 1), $"H{from} pings H{to}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void In_a_fat_tree_every_host_reaches_every_other(int k)
    {
        var made = RoutedNetwork.FatTree(k);
        made.Network.ComputeRoutes();
        var half = k / 2;

        foreach (var (from, to, reply) in made.PingAll())
        {
            var (edge, otherEdge) = (from / half, to / half);
            var routers = edge == otherEdge ? 1 : edge / half == otherEdge / half ? 3 : 5;
            reply.Should().Be(new PingResult("Success", 64 - routers), $"H{from} pings H{to}");
        }
    }

    [Fact]
    public void Flows_spread_over_equal_paths_and_each_keeps_its_own() // RFC 2992
    {
        var made = new RoutedNetwork(tracing: true);
        made.AddRoutersWithHost(6);
        foreach (var middle in (int[])[1, 2, 3, 4])
        {
            made.Join(0, middle);
            made.Join(middle, 5);
        }

        made.Network.ComputeRoutes();
        using var receiver = made.Hosts[5].Sockets.BindUdp(2000);
        for (ushort port = 1000; port < 1100; port++)
        {
            using var sender = made.Hosts[0].Sockets.BindUdp(port);
            for (var i = 0; i < 5; i++)
                sender.Send("x"u8, new Ipv4EndPoint(made.Hosts[5].Address!.Value.Address, 2000));
            made.Network.Run();
        }

        var paths = made.Network.Trace.Transmissions
            .Where(transmission => transmission.To.Device == "R5")
            .Select(transmission => (transmission.From.Device, Datagram: transmission.Frame.Find<UdpDatagram>()))
            .Where(seen => seen.Datagram is not null)
            .GroupBy(seen => seen.Datagram!.SourcePort, seen => seen.Device).ToList();
        paths.Should().HaveCount(100).And.OnlyContain(flow => flow.Count() == 5 && flow.Distinct().Count() == 1);
        var load = paths.CountBy(flow => flow.First()).ToDictionary();
        load.Should().HaveCount(4).And.OnlyContain(path => path.Value >= 12 && path.Value <= 40);
    }

    [Fact]
    public void A_cable_that_is_unplugged_is_gone_round()
    {
        var made = new RoutedNetwork();
        made.AddRoutersWithHost(3);
        made.Join(0, 1);
        var direct = made.Network.Links[^1];
        made.Join(0, 2);
        made.Join(2, 1);
        made.Network.ComputeRoutes();
        made.PingAll()[0].Reply.TimeToLive.Should().Be(62);

        direct.Unplug();
        made.Network.ComputeRoutes();

        made.PingAll().Should().OnlyContain(ping => ping.Reply.Status == "Success");
        made.PingAll()[0].Reply.TimeToLive.Should().Be(61);
    }

    [Fact]
    public void A_subnet_of_two_routers_is_reached_by_the_one_whose_cable_is_plugged_in()
    {
        var network = new Network();
        var lan = network.AddSwitch("LAN");
        var server = network.AddHost("Server", "10.0.9.9/24", "10.0.9.2");
        var near = network.AddRouter("Near", "10.0.9.1/24", "10.0.1.1/24", "10.0.2.1/24");
        var far = network.AddRouter("Far", "10.0.9.2/24", "10.0.2.2/24");
        var edge = network.AddRouter("Edge", "10.0.1.2/24", "10.0.3.1/24");
        var client = network.AddHost("Client", "10.0.3.3/24", "10.0.3.1");
        var unplugged = network.Connect(near, lan);
        network.Connect(lan, far, server);
        network.Connect(near, edge);
        network.Connect(near, far);
        network.Connect(edge, client);
        unplugged.Unplug();
        network.ComputeRoutes();

        edge.Stack.Ipv4.Routes.Find(Ipv4Address.Parse("10.0.9.9"))!.Value.Metric.Should().Be(3, "it is beyond Near and Far");
    }

    [Fact]
    public void A_routing_loop_ends_with_the_TTL() // RFC 791 §3.2
    {
        var network = new Network();
        var client = network.AddHost("Client", "10.0.1.2/24", "10.0.1.1");
        var one = network.AddRouter("One", "10.0.1.1/24", "10.0.2.1/24");
        var other = network.AddRouter("Other", "10.0.2.2/24");
        network.Connect(client, one);
        network.Connect(one, other);
        one.AddRoute("0.0.0.0/0", "10.0.2.2");
        other.AddRoute("0.0.0.0/0", "10.0.2.1");
        network.Run(() => one.Sockets.PingAsync(Ipv4Address.Parse("10.0.2.2"))); // ARP is done
        var before = network.Trace.Transmissions.Count;

        var reply = network.Run(() => client.Sockets.PingAsync(Ipv4Address.Parse("192.0.2.1"), new PingOptions { TimeToLive = 20 }));

        reply.ToString().Should().Be("Reply from 10.0.2.2: TTL expired in transit.");
        network.Trace.PduEvents.Where(traced => traced.DropReason == DropReason.TtlExpired).Should().ContainSingle().Which.Device.Should().Be("Other");
        network.Trace.Transmissions.Skip(before).Select(sent => sent.Frame.Payload).OfType<Ipv4Packet>()
            .Count(packet => packet.Destination == Ipv4Address.Parse("192.0.2.1")).Should().Be(20);
    }
}
