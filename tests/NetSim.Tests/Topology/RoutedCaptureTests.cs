using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack.Ipv4;
using NetSim.Tests.Stack.Ipv4;
using NetSim.Tests.Tracing.Captures;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Topology;

/// <summary>What routers and hosts make of fragments and errors on real links, and what Wireshark thinks of it.</summary>
public sealed class RoutedCaptureTests
{
    [Fact]
    public void Wireshark_finds_nothing_wrong_with_what_routers_send()
    {
        Tshark.Require();
        var network = new Network();
        var client = network.AddHost("Client", "10.0.1.2/24", "10.0.1.1");
        var one = network.AddRouter("One", "10.0.1.1/24", "10.0.2.1/24");
        var other = network.AddRouter("Other", "10.0.2.2/24", "10.0.3.1/24");
        var server = network.AddHost("Server", "10.0.3.2/24", "10.0.3.1");
        network.Connect(client, one);
        network.Connect(one, other, new LinkOptions { Mtu = 700 });
        network.Connect(other, server);
        network.ComputeRoutes();
        one.AddRoute("192.0.2.0/24", "10.0.2.2");
        network.Run(async () =>
        {
            await client.Sockets.PingAsync(Ipv4Address.Parse("10.0.3.2"), new PingOptions { DataLength = 3001 });
            await client.Sockets.PingAsync(Ipv4Address.Parse("10.0.3.2"), new PingOptions { DataLength = 1200, DontFragment = true });
            await client.Sockets.PingAsync(Ipv4Address.Parse("10.0.3.2"), new PingOptions { TimeToLive = 2 });
            await client.Sockets.PingAsync(Ipv4Address.Parse("10.0.3.99"));
            await client.Sockets.PingAsync(Ipv4Address.Parse("192.0.2.1"));
            using var socket = client.Sockets.BindUdp(1000);
            socket.Send(Payload.Zeros(2000), Ipv4EndPoint.Parse("10.0.3.2:2000"));
        });
        network.Run();

        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "capture.pcapng");
            network.Trace.SavePcapng(path);
            Tshark.Read(path, Tshark.Wrong, "frame.number").Should().BeEmpty();
            Tshark.Read(path, "_ws.expert.severity >= 6291456", "frame.number", "_ws.expert.message").Should().BeEmpty(); // warnings and errors
            Tshark.Read(path, "icmp and (icmp.type == 3 or icmp.type == 11) and eth.dst == 02:00:00:00:00:01", "icmp.type", "icmp.code", "ip.src").Should().Equal(
                "3|4|10.0.1.1", "11|0|10.0.2.2", "3|1|10.0.2.2", "3|0|10.0.2.2", "3|3|10.0.3.2");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fragments_arrive_whole_in_any_order_and_doubled(ulong seed) // RFC 791 §3.2, RFC 1122 §3.3.2
    {
        var (bench, socket, fragments) = FragmentsForHost();
        var random = new Simulation(new SimulationOptions { Seed = seed }).Random("order");
        var order = fragments.Concat(fragments.Where(_ => random.NextInt32(2) == 0)).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt32(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        bench.Send([.. order]);

        var message = bench.Network.Run(() => socket.ReceiveAsync());
        message.Payload.ToMemory().ToArray().Should().Equal(Fragments.Datagram(3000).ToArray()[28..]);
    }

    [Fact]
    public void A_fragment_that_is_lost_ends_the_packet_and_its_source_hears_of_it() // RFC 1122 §3.3.2
    {
        var (bench, _, fragments) = FragmentsForHost();

        bench.Send(fragments[0], fragments[1]);
        bench.Network.RunFor(59.Seconds);
        bench.Introduce(bench.Left, "10.0.1.2");
        bench.Network.RunFor(2.Seconds);

        bench.ToldLeft.Should().StartWith("ICMP ip reassembly time exceeded");
        bench.AtLeft[0].Source.Should().Be(Ipv4Address.Parse("10.0.5.2"));
    }

    [Fact]
    public void Fragments_that_overlap_are_given_up() // RFC 5722, RFC 8200 §4.5, by analogy
    {
        var (bench, _, fragments) = FragmentsForHost();
        var overlapping = fragments[1] with { FragmentOffset = fragments[1].FragmentOffset - 8 };

        bench.Send([fragments[0], overlapping, .. fragments[1..]]);
        bench.Network.RunFor(60.Seconds);

        bench.AtLeft.Should().BeEmpty();
        bench.Dropped.Should().Contain(DropReason.FragmentsOverlap).And.NotContain(DropReason.ReassemblyTimedOut);
    }

    /// <summary>A host behind a router, and a datagram for it in fragments of at most 576 octets.</summary>
    private static (RouterBench Bench, UdpSocket Socket, Ipv4Packet[] Fragments) FragmentsForHost()
    {
        var bench = new RouterBench();
        var host = bench.Network.AddHost("Host", "10.0.5.2/24", "10.0.5.1");
        bench.Network.Connect(bench.Router.AddInterface("10.0.5.1/24"), host.Interfaces[0]);
        var packet = Fragments.Datagram(3000) with { Source = Ipv4Address.Parse("10.0.1.2"), Destination = Ipv4Address.Parse("10.0.5.2") };
        bench.Network.Run(() => host.Sockets.PingAsync(Ipv4Address.Parse("10.0.5.1"))); // ARP is done
        return (bench, host.Sockets.BindUdp(2000), [.. Ipv4Fragmenter.Fragment(packet, 576)]);
    }
}
