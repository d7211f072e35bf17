using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Topology;

namespace NetSim.Scenarios;

/// <summary>The seed scenario on a cable that somebody pulls.</summary>
public sealed class UnpluggedCableTests
{
    private const int Instants = 20;

    public static TheoryData<string, int> Cables()
    {
        var data = new TheoryData<string, int>();
        foreach (var device in (string[])["Client", "DHCP Server", "DNS Server", "Web Server"])
        {
            for (var instant = 0; instant < Instants; instant++)
                data.Add(device, instant);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cables))]
    public void Unplugged_for_good_the_run_ends_with_the_page_or_a_typed_error(string device, int instant)
    {
        var (network, client) = Build();
        network.Simulation.ScheduleAt(InstantOf(instant), () => network.CableOf(network[device]).Unplug());

        var open = () => network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));

        try
        {
            open().Text.Should().Contain("It works");
        }
        catch (SocketException error)
        {
            error.SocketErrorCode.Should().BeOneOf(SocketError.TimedOut, SocketError.HostUnreachable, SocketError.NetworkUnreachable, SocketError.TryAgain);
            error.Message.Should().StartWith("Client", "the message says whose attempt it was");
        }

        network.Run();
    }

    [Theory]
    [MemberData(nameof(Cables))]
    public void Plugged_in_again_in_time_the_page_arrives(string device, int instant)
    {
        var (network, client) = Build();
        var at = InstantOf(instant);
        network.Simulation.ScheduleAt(at, () => network.CableOf(network[device]).Unplug());
        network.Simulation.ScheduleAt(at + 5.Seconds, () => network.CableOf(network[device]).Plug());

        var page = network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));

        page.StatusCode.Should().Be(200);
        page.Text.Should().Contain("It works");
    }

    [Fact]
    public void The_client_s_cable_unplugged_before_anything_happens_names_the_missing_DHCP_server()
    {
        var (network, client) = Build();
        network.CableOf(client).Unplug();

        var open = () => network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));

        open.Should().Throw<SocketException>().WithMessage("*Client*DHCP*").Which.SocketErrorCode.Should().Be(SocketError.TimedOut);
    }

    /// <summary>Spread over the undisturbed run, the ends included.</summary>
    private static SimTime InstantOf(int instant)
    {
        var (network, client) = Build();
        network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
        return new SimTime(network.Simulation.Now.Nanoseconds * instant / (Instants - 1));
    }

    private static (Network Network, Client Client) Build()
    {
        var network = new Network(seed: 7);
        var lan = network.AddSwitch("Switch");
        var client = network.AddClient("Client");
        var dhcp = network.AddDhcpServer("DHCP Server", "192.168.100.252/24", pool: "192.168.100.1-192.168.100.100", dns: "192.168.100.254");
        var dns = network.AddDnsServer("DNS Server", "192.168.100.254/24", ("ark-inflearn.com", "192.168.100.253"));
        var web = network.AddWebServer("Web Server", "192.168.100.253/24", ("/", "<h1>It works</h1>"));
        network.Connect(lan, client, dhcp, dns, web);
        return (network, client);
    }
}
