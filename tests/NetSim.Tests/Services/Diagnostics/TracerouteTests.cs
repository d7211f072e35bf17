using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Icmp;
using NetSim.Packets.Udp;
using NetSim.Services.Diagnostics;
using NetSim.Topology;

namespace NetSim.Tests.Services.Diagnostics;

public sealed class TracerouteTests
{
    private readonly FourRouters _net = new();

    [Fact]
    public void Every_router_answers_and_then_the_destinations_port_is_unreachable()
    {
        Warm();

        var result = Trace("10.0.4.2", new TracerouteOptions());

        // A probe takes (12 + 74) octets · 80 ns + 50 ns = 6.93 us a link, and the error, which quotes all of it, (12 + 14 + 20 + 8 + 60) · 80 ns
        // + 50 ns = 9.17 us.
        result.ToString().Should().Be("""
            traceroute to 10.0.4.2 (10.0.4.2), 30 hops max, 60 byte packets
             1  10.0.0.1 (10.0.0.1)  0.016 ms  0.016 ms  0.016 ms
             2  10.0.1.2 (10.0.1.2)  0.032 ms  0.032 ms  0.032 ms
             3  10.0.2.2 (10.0.2.2)  0.048 ms  0.048 ms  0.048 ms
             4  10.0.3.2 (10.0.3.2)  0.064 ms  0.064 ms  0.064 ms
             5  10.0.4.2 (10.0.4.2)  0.081 ms  0.081 ms  0.081 ms
            """);
        result.DestinationReached.Should().BeTrue();
        result.Hops[3].Probes.Should().AllSatisfy(probe => probe.RoundTripTime.Should().Be((4 * (6_930 + 9_170)).Nanoseconds));
        Sent<UdpDatagram>().Select(datagram => (int)datagram.DestinationPort).Should().Equal(Enumerable.Range(33_434, 15));
        Sent<UdpDatagram>().Select(datagram => datagram.SourcePort).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Echo_requests_are_replied_to_by_the_destination()
    {
        Warm();

        var result = Trace("10.0.4.2", new TracerouteOptions { Protocol = TracerouteProtocol.Icmp, FirstHop = 3, ProbesPerHop = 1, MaxHops = 9 });

        result.ToString().Should().Be("""
            traceroute to 10.0.4.2 (10.0.4.2), 9 hops max, 60 byte packets
             3  10.0.2.2 (10.0.2.2)  0.048 ms
             4  10.0.3.2 (10.0.3.2)  0.064 ms
             5  10.0.4.2 (10.0.4.2)  0.069 ms
            """);
        result.DestinationReached.Should().BeTrue();
        Sent<IcmpMessage>().TakeLast(3).Select(request => (int)request.SequenceNumber).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void The_sentences_say_who_must_answer()
    {
        Trace("10.0.4.2", new TracerouteOptions { FirstHop = 2, MaxHops = 2, ProbesPerHop = 1 });

        _net.Network.Trace.PduEvents.SelectMany(pduEvent => pduEvent.Steps).Select(step => step.ToString()).Should().Contain(text =>
            text.Contains("The traceroute probe is sent with TTL 2: router number 2 on the way must answer, unless 10.0.4.2 itself is reached before."));
    }

    [Fact]
    public void It_ends_after_the_last_hop_that_is_asked_for()
    {
        Warm();

        var result = Trace("10.0.4.2", new TracerouteOptions { MaxHops = 2, ProbesPerHop = 1 });

        result.Hops.Select(hop => hop.Address.ToString()).Should().Equal("10.0.0.1", "10.0.1.2");
        result.DestinationReached.Should().BeFalse();
    }

    [Fact]
    public void Where_nobody_answers_there_are_stars()
    {
        Warm();
        _net.BehindR2.Unplug();
        var start = _net.Network.Simulation.Now;

        Trace("10.0.4.2", new TracerouteOptions { MaxHops = 4, FirstHop = 3 }).ToString().Should().Be("""
            traceroute to 10.0.4.2 (10.0.4.2), 4 hops max, 60 byte packets
             3  * * *
             4  * * *
            """);
        _net.Network.Simulation.Now.Should().Be(start + (6 * 5).Seconds);
    }

    [Theory]
    [InlineData(TracerouteProtocol.Udp)]
    [InlineData(TracerouteProtocol.Icmp)]
    public void An_unreachable_host_ends_it(TracerouteProtocol protocol)
    {
        Warm();

        var result = Trace("10.0.4.9", new TracerouteOptions { Protocol = protocol, FirstHop = 5, ProbesPerHop = 2 });

        // R4 asks three times by ARP, a second apart.
        result.ToString().Should().Be("""
            traceroute to 10.0.4.9 (10.0.4.9), 30 hops max, 60 byte packets
             5  10.0.3.2 (10.0.3.2)  3000.064 ms !H  3000.064 ms !H
            """);
        result.DestinationReached.Should().BeFalse();
    }

    [Fact]
    public void A_network_without_a_route_ends_it_at_the_router_that_knows()
    {
        Warm();

        Trace("192.0.2.1", new TracerouteOptions { FirstHop = 2 }).ToString().Should().Be("""
            traceroute to 192.0.2.1 (192.0.2.1), 30 hops max, 60 byte packets
             2  10.0.0.1 (10.0.0.1)  0.016 ms !N  0.016 ms !N  0.016 ms !N
            """);
    }

    [Fact]
    public void A_neighbour_that_is_not_there_is_told_of_by_the_host_itself() =>
        Trace("10.0.0.9", new TracerouteOptions { ProbesPerHop = 1 }).ToString().Should().Be("""
            traceroute to 10.0.0.9 (10.0.0.9), 30 hops max, 60 byte packets
             1  10.0.0.2 (10.0.0.2)  3000.000 ms !H
            """);

    [Fact]
    public void A_narrow_link_ends_what_must_not_be_cut() // RFC 1191 §3
    {
        var net = new FourRouters(mtuBehindR2: 1_000);
        net.Network.Run(() => net.Near.PingAsync("10.0.4.2"));

        var result = net.Network.Run(() => net.Near.TracerouteAsync(
            "10.0.4.2", new TracerouteOptions { DataLength = 1_372, DontFragment = true, FirstHop = 3, ProbesPerHop = 2 }));

        // Twice (12 + 14 + 1,400) octets · 80 ns + 50 ns there, and the error of 576 octets at most back (RFC 1812 §4.3.2.3): 2 · (12 + 14 + 576) · 80 ns
        // + 100 ns. The second probe is not sent: the host has learned the MTU of the path.
        result.ToString().Should().Be("""
            traceroute to 10.0.4.2 (10.0.4.2), 30 hops max, 1400 byte packets
             3  10.0.1.2 (10.0.1.2)  0.325 ms !F-1000 10.0.0.2 (10.0.0.2)  0.000 ms !F-1000
            """);
    }

    [Fact]
    public void A_port_that_somebody_holds_does_not_answer_and_the_next_one_does()
    {
        Warm();
        using var socket = _net.Far.Sockets.BindUdp(TracerouteOptions.FirstPort);

        Trace("10.0.4.2", new TracerouteOptions { FirstHop = 5 }).Hops[0].ToString().Should().Be(" 5  * 10.0.4.2 (10.0.4.2)  0.081 ms  0.081 ms");
    }

    [Theory]
    [InlineData(TracerouteProtocol.Udp)]
    [InlineData(TracerouteProtocol.Icmp)]
    public void The_host_itself_is_one_hop_away(TracerouteProtocol protocol) =>
        Trace("127.0.0.1", new TracerouteOptions { Protocol = protocol }).ToString().Should().Be("""
            traceroute to 127.0.0.1 (127.0.0.1), 30 hops max, 60 byte packets
             1  127.0.0.1 (127.0.0.1)  0.000 ms  0.000 ms  0.000 ms
            """);

    [Fact]
    public void A_cancelled_one_ends_and_gives_its_port_back()
    {
        using var source = new CancellationTokenSource();
        _net.Network.Simulation.Schedule(1.Milliseconds, source.Cancel);

        var trace = () => _net.Network.Run(() => _net.Near.TracerouteAsync("10.0.4.9", cancellationToken: source.Token));

        trace.Should().Throw<OperationCanceledException>();
        _net.Near.GetActiveConnections().Rows.Should().BeEmpty();
    }

    [Fact]
    public void Without_a_route_nothing_is_sent()
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.0.1/24");

        var trace = () => network.Run(() => host.TracerouteAsync("192.0.2.1"));

        trace.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.NetworkUnreachable);
        host.GetActiveConnections().Rows.Should().BeEmpty("the port is given back");
    }

    public static TheoryData<TracerouteOptions> Impossible =>
    [
        new TracerouteOptions { FirstHop = 0 },
        new TracerouteOptions { FirstHop = 31 },
        new TracerouteOptions { MaxHops = 256 },
        new TracerouteOptions { ProbesPerHop = 0 },
        new TracerouteOptions { ProbesPerHop = 11 },
        new TracerouteOptions { DataLength = -1 },
        new TracerouteOptions { DataLength = 65_508 },
        new TracerouteOptions { Timeout = new Duration(-1) },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_options_are_refused(TracerouteOptions options)
    {
        var trace = () => Trace("10.0.4.2", options);

        trace.Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>Lets ARP find everybody.</summary>
    private void Warm() => _net.Network.Run(() => _net.Near.PingAsync("10.0.4.2", new() { Count = 1 }));

    private TracerouteResult Trace(string destination, TracerouteOptions options) =>
        _net.Network.Run(() => _net.Near.TracerouteAsync(destination, options));

    private IEnumerable<T> Sent<T>()
        where T : NetSim.Packets.Pdu => _net.Network.Trace.Transmissions.Where(sent => sent.From.Device == "Near")
            .Select(sent => sent.Frame.Find<T>()).OfType<T>();
}
