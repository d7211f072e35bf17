using NetSim.Devices;
using NetSim.Topology;

namespace NetSim.Tests.Topology;

/// <summary>What is wrong with a plan is said where it is written: which device, what, and what to do.</summary>
public sealed class PlanTests
{
    private readonly Network _network = new();

    [Theory]
    [InlineData("10.0.0.1", "Host: '10.0.0.1' is not an address with its prefix length. Write it as 192.168.100.253/24, with a length from 0 to 32.*")]
    [InlineData("10.0.0.1/33", "Host: '10.0.0.1/33' is not an address with its prefix length.*from 0 to 32.*")]
    [InlineData("10.0.0.256/24", "Host: '10.0.0.256/24' is not an address*")]
    [InlineData("localhost", "Host: 'localhost' is not an address*")]
    [InlineData("", "Host: '' is not an address*")]
    [InlineData("10.0.0.0/24", "Host: 10.0.0.0 is the subnet's own address in 10.0.0.0/24. Choose an address between them, or another prefix length.*")]
    [InlineData("10.0.0.255/24", "Host: 10.0.0.255 is the subnet's broadcast address in 10.0.0.0/24. Choose*")]
    [InlineData("224.0.0.5/24", "Host: 224.0.0.5 cannot be one host's address*Choose another.*")]
    [InlineData("127.0.0.1/8", "Host: 127.0.0.1 cannot be one host's address*")]
    [InlineData("255.255.255.255/32", "Host: 255.255.255.255 cannot be one host's address*")]
    [InlineData("0.0.0.0/0", "Host: 0.0.0.0 cannot be one host's address*")]
    public void An_address_that_no_host_can_have(string address, string message) =>
        Refuse(() => _network.AddHost("Host", address), message);

    [Theory]
    [InlineData("10.0.0.0/31")] // RFC 3021
    [InlineData("10.0.0.1/31")]
    [InlineData("10.0.0.7/32")]
    public void Small_subnets_have_no_broadcast_address(string address) => _network.AddHost("Host", address).Address.ToString().Should().Be(address);

    [Theory]
    [InlineData("10.0.1.254", "Host: the default gateway 10.0.1.254 must be another host of its own subnet 10.0.0.0/24.*")]
    [InlineData("10.0.0.1", "Host: the default gateway 10.0.0.1 must be another host*")]
    [InlineData("10.0.0.255", "Host: the default gateway 10.0.0.255 must be another host*")]
    [InlineData("router", "Host: the default gateway 'router' is not an IPv4 address. Write four numbers from 0 to 255, such as 192.168.100.1.")]
    public void A_gateway_that_is_none(string gateway, string message) =>
        Refuse(() => _network.AddHost("Host", "10.0.0.1/24", gateway), message);

    [Theory]
    [InlineData("10.0.0.2, dns", "Host: the DNS server 'dns' is not an IPv4 address.*")]
    [InlineData("255.255.255.255", "Host: the DNS server 255.255.255.255 cannot be one host's address.*")]
    public void A_DNS_server_that_is_none(string dns, string message) =>
        Refuse(() => _network.AddHost("Host", "10.0.0.1/24", dns: dns), message);

    [Fact]
    public void An_address_that_another_host_has()
    {
        _network.AddHost("First", "10.0.0.1/24");
        Refuse(() => _network.AddHost("Second", "10.0.0.1/8"), "Second: First has the address 10.0.0.1 already. Choose another.*");
    }

    [Fact]
    public void A_name_that_another_device_has()
    {
        _network.AddSwitch("Lan");
        Refuse(() => _network.AddClient("Lan"), "The network has a device 'Lan' already. Give this one another name.*");
        Refuse(() => _network.AddHost("Lan", "10.0.0.1/24"), "The network has a device 'Lan' already.*");
        _network.AddClient("lan").Name.Should().Be("lan", "case tells names apart");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_name_that_says_nothing(string? name) =>
        Refuse(() => _network.AddSwitch(name!), "A device needs a name, by which traces and errors call it. Give it one, such as 'Client'.*");

    [Fact]
    public void A_switch_without_ports() => Refuse(() => _network.AddSwitch("Lan", ports: 0), "Lan: a switch has at least one port.*");

    [Theory]
    [InlineData("10.0.0.10", "Dhcp: '10.0.0.10' is not a pool. Write its first and last address, such as 192.168.100.1-192.168.100.100.*")]
    [InlineData("10.0.0.10-10.0.0.20-10.0.0.30", "Dhcp: '10.0.0.10-10.0.0.20-10.0.0.30' is not a pool.*")]
    [InlineData("10.0.0.10-20", "Dhcp: the pool's end '20' is not an IPv4 address.*")]
    [InlineData("10.0.0.20-10.0.0.10", "Dhcp: the pool ends at 10.0.0.10, before its start 10.0.0.20. Exchange them.*")]
    [InlineData("10.0.1.10-10.0.1.20", "Dhcp: its pool's address 10.0.1.10 is no host's address of its own subnet 10.0.0.0/24. Choose a pool inside it.*")]
    [InlineData("10.0.0.10-10.0.0.255", "Dhcp: its pool's address 10.0.0.255 is no host's address*")]
    public void A_pool_that_is_none(string pool, string message) =>
        Refuse(() => _network.AddDhcpServer("Dhcp", "10.0.0.1/24", pool), message);

    [Fact]
    public void A_gateway_for_clients_outside_their_subnet() => Refuse(
        () => _network.AddDhcpServer("Dhcp", "10.0.0.1/24", "10.0.0.10-10.0.0.20", gateway: "10.0.1.1"),
        "Dhcp: the default gateway 10.0.1.1 must be another host of its own subnet 10.0.0.0/24.*");

    [Fact]
    public void A_pool_with_the_fixed_address_of_a_host()
    {
        _network.AddDhcpServer("Dhcp", "10.0.0.1/24", "10.0.0.10-10.0.0.20");
        _network.AddHost("Printer", "10.0.0.15/24");

        _network.Invoking(network => network.Run()).Should().Throw<InvalidOperationException>().WithMessage(
            "Dhcp: its pool 10.0.0.10-10.0.0.20 contains 10.0.0.15, the fixed address of Printer. Choose a pool beside it, or another address.");
    }

    [Fact]
    public void A_pool_with_the_address_of_its_own_server()
    {
        _network.AddDhcpServer("Dhcp", "10.0.0.10/24", "10.0.0.10-10.0.0.20");

        _network.Invoking(network => network.RunFor(default)).Should().Throw<InvalidOperationException>().WithMessage("Dhcp: its pool *contains 10.0.0.10*");
    }

    [Theory]
    [InlineData("example.com", "10.0.0", "Dns: the address of example.com '10.0.0' is not an IPv4 address.*")]
    [InlineData("example..com", "10.0.0.9", "Dns: 'example..com' is not a domain name. Write labels of at most 63 characters with dots between, such as example.com.*")]
    public void A_DNS_record_that_is_none(string name, string address, string message) =>
        Refuse(() => _network.AddDnsServer("Dns", "10.0.0.1/24", (name, address)), message);

    [Fact]
    public void A_device_that_was_refused_leaves_its_name_and_address_free()
    {
        Refuse(() => _network.AddDnsServer("Dns", "10.0.0.1/24", ("example.com", "nowhere")), "Dns: *");

        _network.AddDnsServer("Dns", "10.0.0.1/24", ("example.com", "10.0.0.9"));

        _network.Devices.Should().ContainSingle();
    }

    [Fact]
    public void A_second_cable_at_a_host()
    {
        var host = _network.AddHost("Host", "10.0.0.1/24");
        var lan = _network.AddSwitch("Lan");
        _network.Connect(host, lan);

        RefuseCable(() => _network.Connect(host, lan), "Host has no interface without a cable: its only one is in use. Unplug the cable first, or connect a switch between.");
        RefuseCable(() => _network.Connect(host.Interfaces[0], lan.Port(2)), "Host FastEthernet0 has a cable already, to Lan Port 1. Unplug it first, or use another port.");
    }

    [Fact]
    public void More_devices_than_ports()
    {
        var lan = _network.AddSwitch("Lan", ports: 2);
        var hosts = Enumerable.Range(1, 3).Select(number => _network.AddHost($"Host {number}", $"10.0.0.{number}/24")).ToArray();

        RefuseCable(() => _network.Connect(lan, hosts), "Lan has no interface without a cable: all of its 2 are in use. Add the switch with more ports: AddSwitch(name, ports: 48).");
    }

    [Fact]
    public void A_device_of_another_network()
    {
        var stranger = new Network().AddHost("Host", "10.0.0.1/24");
        var host = _network.AddHost("Host", "10.0.0.1/24");
        var lan = _network.AddSwitch("Lan");

        RefuseCable(() => _network.Connect(lan, stranger), "Host is not a device of this network. Add it to the network that it is to be connected in.");
        RefuseCable(() => _network.Connect(host.Interfaces[0], stranger.Interfaces[0]), "Host FastEthernet0 is not an interface of this network. Connect devices that were added to the same network.");
    }

    [Fact]
    public void A_device_at_itself()
    {
        var lan = _network.AddSwitch("Lan");

        RefuseCable(() => _network.Connect((Device)lan, lan), "Lan cannot be connected to itself. Connect it to another device.");
    }

    [Fact]
    public void A_port_and_a_device_that_do_not_exist()
    {
        var lan = _network.AddSwitch("Lan", ports: 4);

        lan.Invoking(lan => lan.Port(5)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Lan has the ports 1 to 4.*");
        _network.Invoking(network => network["Wan"]).Should().Throw<KeyNotFoundException>().WithMessage("The network has no device 'Wan'. It has: Lan.");
    }

    [Fact]
    public void A_device_without_one_cable_has_no_cable_to_speak_of()
    {
        var lan = _network.AddSwitch("Lan");
        RefuseCable(() => _network.CableOf(lan), "Lan has 0 cables. Connect it first.");

        var link = _network.Connect(lan, _network.AddHost("First", "10.0.0.1/24"));
        _network.CableOf(lan).Should().BeSameAs(link);
        _network.Connect(lan, _network.AddHost("Second", "10.0.0.2/24"));

        RefuseCable(() => _network.CableOf(lan), "Lan has 2 cables. Say which one: take the Link that Connect returned, or look in Links.");
    }

    private static void Refuse(Action act, string message) => act.Should().Throw<ArgumentException>().WithMessage(message);

    private static void RefuseCable(Action act, string message) => act.Should().Throw<InvalidOperationException>().WithMessage(message);
}
