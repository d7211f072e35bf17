using System.Net.NetworkInformation;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;
using PingOptions = NetSim.Sockets.PingOptions;
using PingReply = NetSim.Sockets.PingReply;

namespace NetSim.Tests.Sockets;

public sealed class PingTests
{
    private readonly Network _network = new();
    private readonly Host _asker;
    private readonly Host _answerer;

    public PingTests()
    {
        var lan = _network.AddSwitch("Switch");
        _asker = _network.AddHost("Asker", "10.0.0.1/24");
        _answerer = _network.AddHost("Answerer", "10.0.0.2/24");
        _network.Connect(lan, _asker, _answerer);
    }

    [Fact]
    public void The_round_trip_time_is_exact()
    {
        // The echo takes (12 + 74) octets · 80 ns + 50 ns = 6.93 us a hop, ARP's frames (12 + 60) · 80 ns + 50 ns = 5.81 us.
        var (first, second) = _network.Run(async () => (await SendAsync("10.0.0.2"), await SendAsync("10.0.0.2")));

        first.Should().Be(new PingReply(IPStatus.Success, Ipv4Address.Parse("10.0.0.2"), (4 * (5_810 + 6_930)).Nanoseconds, 64, 32));
        second.RoundTripTime.Should().Be((4 * 6_930).Nanoseconds);
        second.ToString().Should().Be("Reply from 10.0.0.2: bytes=32 time<1ms TTL=64");
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(18, 60)]
    [InlineData(19, 61)]
    [InlineData(1472, 1514)]
    public void Every_size_that_fits_comes_back_whole(int dataLength, int frameLength)
    {
        var reply = Ping("10.0.0.2", new PingOptions { DataLength = dataLength });

        reply.Status.Should().Be(IPStatus.Success);
        reply.DataLength.Should().Be(dataLength);
        var echoes = _network.Trace.Transmissions.Where(transmission => transmission.Frame.Find<IcmpMessage>() is not null).ToList();
        echoes.Should().HaveCount(4).And.OnlyContain(transmission => transmission.Frame.WireLength == frameLength);
        echoes[3].Frame.Find<IcmpMessage>()!.Data.Should().Be(echoes[0].Frame.Find<IcmpMessage>()!.Data); // RFC 792
    }

    [Fact]
    public void What_must_not_be_cut_and_does_not_fit_is_too_big() =>
        Ping("10.0.0.2", new PingOptions { DataLength = 1473, DontFragment = true }).Status.Should().Be(IPStatus.PacketTooBig);

    [Fact]
    public void What_does_not_fit_is_cut_and_comes_back_whole() // RFC 791 §3.2
    {
        Ping("10.0.0.2", new PingOptions { DataLength = 1473 }).DataLength.Should().Be(1473);
        Ping("10.0.0.2", new PingOptions { DataLength = 65_507 }).DataLength.Should().Be(65_507);
    }

    [Fact]
    public void A_host_that_nobody_is_does_not_answer_ARP()
    {
        var reply = Ping("10.0.0.3");

        reply.Should().Be(new PingReply(IPStatus.DestinationHostUnreachable, Ipv4Address.Parse("10.0.0.1"), 3.Seconds, 0, 0));
        _network.Simulation.Now.Should().Be(SimTime.At(3.Seconds));
    }

    [Fact]
    public void Without_a_route_the_network_is_unreachable() =>
        Ping("192.0.2.1").Status.Should().Be(IPStatus.DestinationNetworkUnreachable);

    [Fact]
    public void A_host_without_a_cable_times_out_after_its_neighbour_was_known()
    {
        Ping("10.0.0.2");
        _network.CableOf(_answerer).Unplug();
        var start = _network.Simulation.Now;

        Ping("10.0.0.2", new PingOptions { Timeout = 2.Seconds }).ToString().Should().Be("Request timed out.");

        _network.Simulation.Now.Should().Be(start + 2.Seconds);
    }

    [Fact]
    public void A_reply_after_the_timeout_is_dropped()
    {
        Ping("10.0.0.2", new PingOptions { Timeout = 1.Microseconds }).Status.Should().Be(IPStatus.TimedOut);
        _network.Run();

        _network.Trace.PduEvents.Last().DropReason.Should().Be(DropReason.EchoNotAsked);
    }

    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.0.255")]
    public void An_echo_asked_of_everybody_is_not_answered(string destination) // RFC 1122 §3.2.2.6: may be discarded
    {
        Ping(destination).Status.Should().Be(IPStatus.TimedOut);

        _network.Trace.PduEvents.Single(pduEvent => pduEvent.Device == "Answerer").DropReason.Should().Be(DropReason.EchoToBroadcast);
    }

    [Fact]
    public void Many_pings_at_once_each_get_their_own_reply()
    {
        var replies = _network.Run(() => Task.WhenAll(Enumerable.Range(1, 16).Select(number =>
            SendAsync("10.0.0.2", new PingOptions { DataLength = number }))));

        replies.Select(reply => reply.DataLength).Should().Equal(Enumerable.Range(1, 16));
        replies.Should().OnlyContain(reply => reply.Status == IPStatus.Success);
        _network.Trace.Transmissions.Select(transmission => transmission.Frame.Find<IcmpMessage>()?.Identifier).Distinct()
            .Should().HaveCount(16 + 1, "each has an identifier of its own, and ARP has none");
    }

    [Fact]
    public void The_requests_TTL_is_the_askers_and_the_replys_the_answerers()
    {
        var reply = Ping("10.0.0.2", new PingOptions { TimeToLive = 7 });

        _network.Trace.Transmissions.Select(transmission => transmission.Frame.Find<Ipv4Packet>()?.TimeToLive).OfType<byte>()
            .Should().Equal(7, 7, 64, 64);
        reply.TimeToLive.Should().Be(64);
    }

    [Fact]
    public void Its_own_address_answers_at_once()
    {
        var reply = Ping("127.0.0.1");

        reply.Status.Should().Be(IPStatus.Success);
        reply.RoundTripTime.Should().Be(Duration.Zero);
        _network.Trace.Transmissions.Should().BeEmpty();
    }

    [Fact]
    public void A_ping_that_is_cancelled_ends_and_leaves_no_timer()
    {
        using var source = new CancellationTokenSource();
        _network.Simulation.Schedule(10.Microseconds, source.Cancel);

        var ping = () => _network.Run(() => _asker.PingAsync("10.0.0.2", cancellationToken: source.Token));

        ping.Should().Throw<OperationCanceledException>();
        _network.Simulation.Now.Should().Be(SimTime.At(10.Microseconds));
        _network.Run();
        _network.Simulation.Now.Should().BeLessThan(SimTime.At(1.Milliseconds));
    }

    public static TheoryData<PingOptions> Impossible =>
    [
        new PingOptions { TimeToLive = 0 }, // RFC 1122 §3.2.1.7
        new PingOptions { DataLength = -1 },
        new PingOptions { DataLength = 65_508 },
        new PingOptions { Timeout = new Duration(-1) },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_options_are_refused(PingOptions options)
    {
        var ping = () => Ping("10.0.0.2", options);

        ping.Should().Throw<ArgumentOutOfRangeException>();
    }

    private PingReply Ping(string destination, PingOptions? options = null) => _network.Run(() => SendAsync(destination, options));

    private Task<PingReply> SendAsync(string destination, PingOptions? options = null) =>
        _asker.Sockets.PingAsync(Ipv4Address.Parse(destination), options);
}
