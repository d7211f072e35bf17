using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Topology;

namespace NetSim.Tests.Services.Diagnostics;

public sealed class TableTests
{
    private const string Rule = "===========================================================================";

    private readonly FourRouters _net = new();

    [Fact]
    public void Neighbours_are_listed_by_interface()
    {
        _net.Network.Run(() => _net.Near.PingAsync("10.0.4.2", new() { Count = 1 }));

        _net.Near.GetArpTable().ToString().Should().Be("""
            Interface: 10.0.0.2 --- 0x1
              Internet Address      Physical Address      Type
              10.0.0.1              02-00-00-00-00-03     dynamic
            """);
        _net.Routers[0].GetArpTable().ToString().Should().Be("""
            Interface: 10.0.0.1 --- 0x1
              Internet Address      Physical Address      Type
              10.0.0.2              02-00-00-00-00-01     dynamic

            Interface: 10.0.1.1 --- 0x2
              Internet Address      Physical Address      Type
              10.0.1.2              02-00-00-00-00-05     dynamic
            """);
    }

    [Fact]
    public void Without_neighbours_there_are_no_entries() => _net.Near.GetArpTable().ToString().Should().Be("No ARP Entries Found.");

    [Fact]
    public void Routes_are_listed_by_destination()
    {
        _net.Near.AddRoute("10.0.3.0/24", "10.0.0.1", metric: 5);
        _net.Near.AddBlackhole("192.168.0.0/16");

        _net.Near.GetRouteTable().ToString().Should().Be($"""
            {Rule}
            Interface List
              1...02 00 00 00 00 01 ......FastEthernet0
            {Rule}

            IPv4 Route Table
            {Rule}
            Active Routes:
            Network Destination        Netmask          Gateway       Interface  Metric
                      0.0.0.0          0.0.0.0         10.0.0.1         10.0.0.2      0
                     10.0.0.0    255.255.255.0         On-link          10.0.0.2      0
                     10.0.3.0    255.255.255.0         10.0.0.1         10.0.0.2      5
                  192.168.0.0      255.255.0.0        Blackhole                -      0
            {Rule}
            Persistent Routes:
              None
            """);
    }

    [Fact]
    public void A_router_lists_the_computed_routes() =>
        _net.Routers[1].GetRouteTable().Rows.Select(row => (row.Destination.ToString(), row.Gateway?.ToString(), row.InterfaceName)).Should().Equal(
            ("10.0.0.0/24", "10.0.1.1", "FastEthernet0"),
            ("10.0.1.0/24", null, "FastEthernet0"),
            ("10.0.2.0/24", null, "FastEthernet1"),
            ("10.0.3.0/24", "10.0.2.2", "FastEthernet1"),
            ("10.0.4.0/24", "10.0.2.2", "FastEthernet1"));

    [Fact]
    public void Ports_and_connections_have_their_states()
    {
        using var web = _net.Far.Sockets.Listen(80);
        using var shell = _net.Far.Sockets.Listen(22);
        using var names = _net.Far.Sockets.BindUdp(53);

        var (open, closed) = _net.Network.Run(async () =>
        {
            var accepting = web.AcceptAsync();
            using var client = await _net.Near.Sockets.ConnectAsync(Ipv4EndPoint.Parse("10.0.4.2:80"));
            using var server = await accepting;
            var both = (_net.Near.GetActiveConnections(), _net.Far.GetActiveConnections());
            return both;
        });

        open.ToString().Should().Be("""
            Active Connections

              Proto  Local Address          Foreign Address        State
              TCP    10.0.0.2:49152         10.0.4.2:80            ESTABLISHED
            """);
        closed.ToString().Should().Be("""
            Active Connections

              Proto  Local Address          Foreign Address        State
              TCP    0.0.0.0:22             0.0.0.0:0              LISTENING
              TCP    0.0.0.0:80             0.0.0.0:0              LISTENING
              TCP    10.0.4.2:80            10.0.0.2:49152         ESTABLISHED
              UDP    0.0.0.0:53             *:*
            """);
    }

    [Fact]
    public void A_connection_that_was_closed_waits_and_then_is_gone()
    {
        using var web = _net.Far.Sockets.Listen(80);
        _net.Network.Run(async () =>
        {
            var accepting = web.AcceptAsync();
            var client = await _net.Near.Sockets.ConnectAsync(Ipv4EndPoint.Parse("10.0.4.2:80"));
            var server = await accepting;
            client.Dispose();
            await _net.Network.Simulation.Delay(1.Seconds);
            server.Dispose();
            await _net.Network.Simulation.Delay(1.Seconds);
        });

        _net.Near.GetActiveConnections().Rows.Should().ContainSingle().Which.State.Should().Be(TcpState.TimeWait);
        _net.Near.GetActiveConnections().ToString().Should().EndWith("10.0.4.2:80            TIME_WAIT");
        _net.Far.GetActiveConnections().Rows.Should().ContainSingle().Which.IsListening.Should().BeTrue();

        _net.Network.RunFor(10.Minutes);

        _net.Near.GetActiveConnections().Rows.Should().BeEmpty();
    }

    [Fact]
    public void Fixed_addresses_are_shown_with_mask_and_gateway()
    {
        _net.Near.GetIpConfiguration().ToString().Should().Be("""
            Windows IP Configuration

            Ethernet adapter FastEthernet0:

               IPv4 Address. . . . . . . . . . . : 10.0.0.2
               Subnet Mask . . . . . . . . . . . : 255.255.255.0
               Default Gateway . . . . . . . . . : 10.0.0.1
            """);
    }

    [Fact]
    public void An_adapter_without_a_cable_is_disconnected()
    {
        _net.BehindR2.Unplug();

        _net.Routers[1].GetIpConfiguration().ToDetailedString().Should().Be("""
            Windows IP Configuration

               Host Name . . . . . . . . . . . . : R2
               IP Routing Enabled. . . . . . . . : Yes

            Ethernet adapter FastEthernet0:

               Physical Address. . . . . . . . . : 02-00-00-00-00-05
               DHCP Enabled. . . . . . . . . . . : No
               IPv4 Address. . . . . . . . . . . : 10.0.1.2(Preferred)
               Subnet Mask . . . . . . . . . . . : 255.255.255.0
               Default Gateway . . . . . . . . . :

            Ethernet adapter FastEthernet1:

               Media State . . . . . . . . . . . : Media disconnected
               Physical Address. . . . . . . . . : 02-00-00-00-00-06
               DHCP Enabled. . . . . . . . . . . : No
            """);
    }

    [Fact]
    public void A_lease_is_shown_with_its_times_and_servers()
    {
        var network = new Network();
        var client = network.AddClient("Client");
        var server = network.AddDhcpServer(
            "DHCP", "192.168.100.252/24", "192.168.100.1-192.168.100.9", dns: "192.168.100.254,192.168.100.253", gateway: "192.168.100.251");
        network.Connect(client, server);
        network.Run(() => client.WaitUntilConfiguredAsync());
        var obtained = client.Dhcp!.Lease!.ObtainedAt;

        client.GetIpConfiguration().ToDetailedString().Should().Be($"""
            Windows IP Configuration

               Host Name . . . . . . . . . . . . : Client
               IP Routing Enabled. . . . . . . . : No

            Ethernet adapter FastEthernet0:

               Physical Address. . . . . . . . . : 02-00-00-00-00-01
               DHCP Enabled. . . . . . . . . . . : Yes
               IPv4 Address. . . . . . . . . . . : 192.168.100.1(Preferred)
               Subnet Mask . . . . . . . . . . . : 255.255.255.0
               Lease Obtained. . . . . . . . . . : {obtained} s
               Lease Expires . . . . . . . . . . : {obtained + 86_400.Seconds} s
               Default Gateway . . . . . . . . . : 192.168.100.251
               DHCP Server . . . . . . . . . . . : 192.168.100.252
               DNS Servers . . . . . . . . . . . : 192.168.100.254
                                                   192.168.100.253
            """);
    }
}
