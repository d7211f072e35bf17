using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Tests.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>A client and a server with three routers between, and links that carry 1500, 1400, 1000 and 1500 octets (RFC 1191).</summary>
public sealed class PathMtuDiscoveryTests
{
    private readonly Network _network = new();
    private readonly Host _client;
    private readonly Host _server;
    private readonly Ipv4EndPoint _port = Ipv4EndPoint.Parse("10.0.4.2:80");

    public PathMtuDiscoveryTests()
    {
        _client = _network.AddHost("Client", "10.0.1.2/24", "10.0.1.1");
        var one = _network.AddRouter("One", "10.0.1.1/24", "10.0.2.1/24");
        var other = _network.AddRouter("Other", "10.0.2.2/24", "10.0.3.1/24");
        _server = _network.AddHost("Server", "10.0.4.2/24", "10.0.4.1");
        _network.Connect(_client, one);
        _network.Connect(one, other, new LinkOptions { Mtu = 1400 });
        var last = _network.AddRouter("Last", "10.0.3.2/24", "10.0.4.1/24");
        _network.Connect(other, last, new LinkOptions { Mtu = 1000 });
        _network.Connect(last, _server);
        _network.ComputeRoutes();
    }

    [Fact]
    public void A_transfer_learns_the_path_and_nothing_is_fragmented() // RFC 1191 §3, §6
    {
        var octets = TcpNetwork.RandomOctets(_network.Simulation.Random("data"), 200_000);

        Transfer(octets).Should().Equal(octets);

        PathMtu().Should().Be(1000);
        var packets = _network.Trace.Transmissions.Select(transmission => transmission.Frame.Payload).OfType<Ipv4Packet>().ToList();
        packets.Should().NotContain(packet => packet.IsFragment);
        packets.Select(packet => packet.Payload).OfType<IcmpMessage>().Select(message => message.NextHopMtu).Distinct().Should().Equal(1400, 1000);
        _network.Simulation.Now.Should().BeLessThan(SimTime.At(1.Seconds), "no timer had to run out");

        _network.RunFor(9.Minutes + 59.Seconds);
        PathMtu().Should().Be(1000);
        _network.RunFor(1.Seconds);
        PathMtu().Should().Be(1500); // §6.3: after 10 minutes the path may carry more
    }

    [Fact]
    public void An_idle_connection_follows_what_another_has_learned() // RFC 1191 §6.4
    {
        var all = _network.Run(async () =>
        {
            using var listener = _server.Sockets.Listen(80);
            await using var idle = await _client.Sockets.ConnectAsync(_port);
            idle.NoDelay = true; // else Nagle's algorithm and the delayed acknowledgment of an odd segment wait for each other
            await using var accepted = await listener.AcceptAsync();
            await using var busy = await _client.Sockets.ConnectAsync(_port);
            await using var other = await listener.AcceptAsync();
            await busy.WriteAsync(new byte[20_000]);
            await other.ReadExactlyAsync(new byte[20_000]);
            PathMtu().Should().Be(1000);
            var start = _network.Simulation.Now;
            await idle.WriteAsync(new byte[20_000]);
            await accepted.ReadExactlyAsync(new byte[20_000]);
            (_network.Simulation.Now - start).Should().BeLessThan(200.Milliseconds);
            return true;
        });

        all.Should().BeTrue();
    }

    [Fact]
    public void An_error_that_nobodys_packet_caused_teaches_nothing() // RFC 5927 §7.2
    {
        var forged = IcmpMessage.DestinationUnreachable(
            DestinationUnreachableCode.FragmentationNeeded, RouterBench.Datagram("10.0.1.2", "10.0.4.2", 1400), 68);
        var forger = _network.AddHost("Forger", "10.0.9.2/24", "10.0.9.1");
        _network.Connect(((Router)_network["One"]).AddInterface("10.0.9.1/24"), forger.Interfaces[0]);

        forger.Stack.Ipv4.Send(Ipv4Address.Parse("10.0.1.2"), IpProtocol.Icmp, forged, default);
        _network.Run();

        PathMtu().Should().Be(1500);
        _network.Trace.PduEvents.Last().DropReason.Should().Be(DropReason.IcmpErrorNotOurs);
    }

    [Fact]
    public void A_ping_that_must_not_be_cut_finds_the_MTU_step_by_step()
    {
        var options = new PingOptions { DataLength = 1472, DontFragment = true };

        Ping(options).Should().Be("Reply from 10.0.1.1: Packet needs to be fragmented but DF set.");
        PathMtu().Should().Be(1400);
        Ping(options with { DataLength = 1372 }).Should().Be("Reply from 10.0.2.2: Packet needs to be fragmented but DF set.");
        Ping(options with { DataLength = 972 }).Should().StartWith("Reply from 10.0.4.2: bytes=972");
        Ping(options with { DataLength = 973 }).Should().NotContain("bytes", "this host knows by now");
        Ping(options with { DataLength = 5000, DontFragment = false }).Should().StartWith("Reply from 10.0.4.2: bytes=5000");
    }

    private string Ping(PingOptions options) => _network.Run(() => _client.Sockets.PingAsync(Ipv4Address.Parse("10.0.4.2"), options)).ToString();

    private int PathMtu() => _client.Stack.Ipv4.PathMtu(_port.Address);

    private byte[] Transfer(byte[] octets) => _network.Run(async () =>
    {
        using var listener = _server.Sockets.Listen(80);
        await using var client = await _client.Sockets.ConnectAsync(_port);
        await using var server = await listener.AcceptAsync();
        var writing = client.WriteAsync(octets).AsTask();
        var received = new byte[octets.Length];
        await server.ReadExactlyAsync(received);
        await writing;
        return received;
    });
}
