using NetSim.Devices;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>A host whose gateway is the first of two routers on its LAN, and a server behind the second.</summary>
public sealed class RedirectTests
{
    private readonly Network _network = new();
    private readonly Host _host;
    private readonly Switch _lan;

    public RedirectTests()
    {
        _lan = _network.AddSwitch("LAN");
        _host = _network.AddHost("Host", "10.0.0.10/24", "10.0.0.1");
        var first = _network.AddRouter("First", "10.0.0.1/24");
        var second = _network.AddRouter("Second", "10.0.0.2/24", "10.0.9.1/24");
        var server = _network.AddHost("Server", "10.0.9.9/24", "10.0.9.1");
        _network.Connect(_lan, _host, first, second);
        _network.Connect(second, server);
        first.AddRoute("10.0.9.0/24", "10.0.0.2");
    }

    [Fact]
    public void A_host_is_told_of_the_better_first_hop_and_takes_it() // RFC 1812 §5.2.7.2, RFC 1122 §3.3.1.2
    {
        _network.Run(() => _host.Sockets.PingAsync(Ipv4Address.Parse("10.0.9.9"))).TimeToLive.Should().Be(63);
        _network.Run(() => _host.Sockets.PingAsync(Ipv4Address.Parse("10.0.9.9")));

        PacketsFrom("First").Select(packet => packet.Payload).OfType<IcmpMessage>().Select(message => message.ToString()).Should().Equal(
            "ICMP redirect 10.0.9.9 to host 10.0.0.2, length 68", "ICMP echo request, id 1, seq 1, length 40");
        Route("10.0.9.9").Should().Be("via 10.0.0.2 on FastEthernet0");
        Route("10.0.9.8").Should().Be("via 10.0.0.1 on FastEthernet0", "only the host was told of");
    }

    [Theory]
    [InlineData("10.0.0.3", "10.0.0.2")]   // not the gateway in use
    [InlineData("10.0.0.1", "10.0.5.5")]   // to no neighbour
    [InlineData("10.0.0.1", "10.0.0.10")]  // to the host itself
    [InlineData("10.0.0.1", "10.0.0.255")] // to everybody
    [InlineData("10.0.0.1", "224.0.0.1")]
    public void A_redirect_that_may_be_forged_is_refused(string source, string gateway) // RFC 1122 §3.2.2.2
    {
        var forger = new Station(_network, 9, _lan.Port(9));
        var about = RouterBench.Datagram("10.0.0.10", "10.0.9.9");
        var redirect = IcmpMessage.Redirect(RedirectCode.Host, Ipv4Address.Parse(gateway), about);

        forger.Send(_host.Interfaces[0].MacAddress, EtherType.Ipv4,
            new Ipv4Packet(Ipv4Address.Parse(source), Ipv4Address.Parse("10.0.0.10"), IpProtocol.Icmp, redirect));
        _network.Run();

        Route("10.0.9.9").Should().Be("via 10.0.0.1 on FastEthernet0");
        _network.Trace.PduEvents.Where(traced => traced.Device == "Host").Select(traced => traced.DropReason).Should().Contain(DropReason.RedirectRefused);
    }

    [Fact]
    public void A_configured_route_survives_a_redirect_as_the_second_best()
    {
        _host.AddRoute("10.0.9.9/32", "10.0.0.1", metric: 5);

        _network.Run(() => _host.Sockets.PingAsync(Ipv4Address.Parse("10.0.9.9")));

        Route("10.0.9.9").Should().Be("via 10.0.0.2 on FastEthernet0");
        _host.Stack.Ipv4.Routes.GroupOf(Ipv4Subnet.Parse("10.0.9.9/32"))!.Next!.Metric.Should().Be(5);
    }

    private string Route(string destination) => _host.Stack.Ipv4.Routes.Find(Ipv4Address.Parse(destination))!.Value.ToString();

    private IEnumerable<Ipv4Packet> PacketsFrom(string device) =>
        _network.Trace.Transmissions.Where(transmission => transmission.From.Device == device).Select(transmission => transmission.Frame.Payload).OfType<Ipv4Packet>();
}
