using System.Net.NetworkInformation;
using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Icmp;
using NetSim.Topology;
using PingOptions = NetSim.Sockets.PingOptions;

namespace NetSim.Tests.Services.Diagnostics;

public sealed class PingResultTests
{
    private readonly FourRouters _net = new();

    [Fact]
    public void Four_echoes_a_second_apart_are_sent()
    {
        var result = _net.Network.Run(() => _net.Near.PingAsync("10.0.4.2"));

        result.ToString().Should().Be("""
            Pinging 10.0.4.2 with 32 bytes of data:
            Reply from 10.0.4.2: bytes=32 time<1ms TTL=60
            Reply from 10.0.4.2: bytes=32 time<1ms TTL=60
            Reply from 10.0.4.2: bytes=32 time<1ms TTL=60
            Reply from 10.0.4.2: bytes=32 time<1ms TTL=60

            Ping statistics for 10.0.4.2:
                Packets: Sent = 4, Received = 4, Lost = 0 (0% loss),
            Approximate round trip times in milli-seconds:
                Minimum = 0ms, Maximum = 0ms, Average = 0ms
            """);
        (result.Sent, result.Received, result.LossPercent).Should().Be((4, 4, 0));
        // Five links each way: (12 + 74) octets · 80 ns + 50 ns = 6.93 us a link. The first one waits for ARP.
        result.Minimum.Should().Be((10 * 6_930).Nanoseconds);
        result.Maximum.Should().Be(result.Replies[0].RoundTripTime).And.NotBe(result.Minimum);
        result.Average.Should().Be((result.Maximum!.Value + (result.Minimum!.Value * 3)) / 4);
        _net.Network.Simulation.Now.Should().Be(SimTime.At(3.Seconds + (10 * 6_930).Nanoseconds));
        var requests = _net.Network.Trace.Transmissions.Where(sent => sent.From.Device == "Near")
            .Select(sent => sent.Frame.Find<IcmpMessage>()).OfType<IcmpMessage>().ToList();
        requests.Select(request => (int)request.SequenceNumber).Should().Equal(1, 2, 3, 4);
        requests.Select(request => request.Identifier).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void A_name_stands_before_its_address()
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.0.1/24", dns: "10.0.0.254");
        var server = network.AddDnsServer("DNS", "10.0.0.254/24", ("www.example.com", "10.0.0.254"));
        network.Connect(host, server);

        var result = network.Run(() => host.PingAsync("www.example.com", new PingOptions { Count = 1, DataLength = 8 }));

        result.ToString().Should().StartWith("""
            Pinging www.example.com [10.0.0.254] with 8 bytes of data:
            Reply from 10.0.0.254: bytes=8 time<1ms TTL=64

            Ping statistics for 10.0.0.254:
            """);
    }

    [Fact]
    public void A_name_that_nobody_has_is_an_exception()
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.0.1/24", dns: "10.0.0.254");
        network.Connect(host, network.AddDnsServer("DNS", "10.0.0.254/24", ("www.example.com", "10.0.0.254")));

        var ping = () => network.Run(() => host.PingAsync("nobody.example.com"));

        ping.Should().Throw<SocketException>();
    }

    [Fact]
    public void A_TTL_that_is_too_small_ends_at_a_router() =>
        Ping("10.0.4.2", new PingOptions { TimeToLive = 3, Count = 2 }).Should().Be("""
            Pinging 10.0.4.2 with 32 bytes of data:
            Reply from 10.0.2.2: TTL expired in transit.
            Reply from 10.0.2.2: TTL expired in transit.

            Ping statistics for 10.0.4.2:
                Packets: Sent = 2, Received = 2, Lost = 0 (0% loss),
            """);

    [Fact]
    public void A_packet_that_must_not_be_cut_ends_at_the_narrow_link_and_then_at_home() // RFC 1191 §3
    {
        var net = new FourRouters(mtuBehindR2: 1_000);

        var result = net.Network.Run(() => net.Near.PingAsync("10.0.4.2", new PingOptions { DataLength = 1_400, DontFragment = true, Count = 2 }));

        result.ToString().Should().Be("""
            Pinging 10.0.4.2 with 1400 bytes of data:
            Reply from 10.0.1.2: Packet needs to be fragmented but DF set.
            Packet needs to be fragmented but DF set.

            Ping statistics for 10.0.4.2:
                Packets: Sent = 2, Received = 1, Lost = 1 (50% loss),
            """);
    }

    [Fact]
    public void A_packet_that_may_be_cut_passes_the_narrow_link()
    {
        var net = new FourRouters(mtuBehindR2: 1_000);

        var result = net.Network.Run(() => net.Near.PingAsync("10.0.4.2", new PingOptions { DataLength = 1_400, Count = 1 }));

        // Ten links of (12 + 14 + 1,428) octets · 80 ns are 1.16 ms, and the second fragment's and ARP's frames come on top.
        result.Replies.Should().ContainSingle().Which.ToString().Should().Be("Reply from 10.0.4.2: bytes=1400 time=1ms TTL=60");
    }

    [Fact]
    public void The_last_router_tells_that_nobody_answers_ARP()
    {
        var result = _net.Network.Run(() => _net.Near.PingAsync("10.0.4.9", new PingOptions { Count = 1 }));

        result.ToString().Should().Be("""
            Pinging 10.0.4.9 with 32 bytes of data:
            Reply from 10.0.3.2: Destination host unreachable.

            Ping statistics for 10.0.4.9:
                Packets: Sent = 1, Received = 1, Lost = 0 (0% loss),
            """);
        (result.Received, result.LossPercent, result.Average).Should().Be((0, 100, null));
    }

    [Fact]
    public void The_host_itself_tells_that_no_neighbour_answers_ARP() =>
        Ping("10.0.0.9", new PingOptions { Count = 1 }).Should().Contain("\nReply from 10.0.0.2: Destination host unreachable.\n");

    [Fact]
    public void A_router_without_a_route_says_so() =>
        Ping("192.0.2.1", new PingOptions { Count = 1 }).Should().Contain("\nReply from 10.0.0.1: Destination net unreachable.\n");

    [Fact]
    public void Without_a_route_of_its_own_nothing_is_sent()
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.0.1/24");
        network.Connect(host, network.AddHost("Other", "10.0.0.2/24"));

        var result = network.Run(() => host.PingAsync("192.0.2.1", new PingOptions { Count = 1 }));

        result.ToString().Should().Be("""
            Pinging 192.0.2.1 with 32 bytes of data:
            PING: transmit failed. General failure.

            Ping statistics for 192.0.2.1:
                Packets: Sent = 1, Received = 0, Lost = 1 (100% loss),
            """);
        result.Replies[0].Status.Should().Be(IPStatus.DestinationNetworkUnreachable);
        network.Trace.Transmissions.Should().BeEmpty();
    }

    [Fact]
    public void A_lost_request_times_out_and_the_next_follows_at_once()
    {
        _net.Network.Run(() => _net.Near.PingAsync("10.0.4.2", new PingOptions { Count = 1 }));
        _net.BehindR2.Unplug();
        var start = _net.Network.Simulation.Now;

        Ping("10.0.4.2", new PingOptions { Count = 2 }).Should().Be("""
            Pinging 10.0.4.2 with 32 bytes of data:
            Request timed out.
            Request timed out.

            Ping statistics for 10.0.4.2:
                Packets: Sent = 2, Received = 0, Lost = 2 (100% loss),
            """);
        _net.Network.Simulation.Now.Should().Be(start + 8.Seconds);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Impossible_options_are_refused(int count, int seconds)
    {
        var ping = () => Ping("10.0.4.2", new PingOptions { Count = count, Interval = seconds.Seconds });

        ping.Should().Throw<ArgumentOutOfRangeException>();
    }

    private string Ping(string destination, PingOptions options) =>
        _net.Network.Run(() => _net.Near.PingAsync(destination, options)).ToString();
}
