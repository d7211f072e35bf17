using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Services.Dhcp;

public sealed class DhcpServerTests
{
    private static readonly Ipv4Address ServerAddress = Ipv4Address.Parse("192.168.100.252");

    private readonly Lan _lan = new();

    [Fact]
    public void An_empty_pool_is_no_answer()
    {
        _lan.AddDhcpServer(DhcpNetwork.Pool("192.168.100.1", "192.168.100.1"));
        _lan.Acquire(_lan.AddDhcpClient());

        var act = () => _lan.Acquire(_lan.AddDhcpClient("Late"));

        act.Should().Throw<SocketException>();
        _lan.ReasonsOf("Server")[^1].Should().Be("DhcpPoolEmpty");
        _lan.SentencesOf("Server")[^1].Should().StartWith("No address from 192.168.100.1 to 192.168.100.1 is free");
    }

    [Fact]
    public void A_reserved_address_is_for_its_client_alone()
    {
        var pool = DhcpNetwork.Pool("192.168.100.1", "192.168.100.2");
        _lan.AddDhcpServer(pool with { Reservations = [new(MacAddress.FromNumber(3), Ipv4Address.Parse("192.168.100.1"))] });
        var other = _lan.AddDhcpClient("Other");
        var reserved = _lan.AddDhcpClient("Reserved");

        _lan.Acquire(other).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.2"));
        _lan.Acquire(reserved).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        _lan.ReasonsOf("Server").Should().Contain("DhcpChoosesReservation");
    }

    [Fact]
    public void A_client_gets_the_address_again_that_it_had()
    {
        _lan.AddDhcpServer();
        var first = _lan.AddDhcpClient("First");
        _lan.Acquire(first);
        first.Release();
        _lan.Simulation.Run();
        _lan.Acquire(_lan.AddDhcpClient("Second")).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.2"));

        _lan.Acquire(first).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        _lan.ReasonsOf("Server").Should().Contain("DhcpChoosesFormer");
    }

    [Fact]
    public void When_all_were_used_the_one_that_is_free_for_longest_is_next()
    {
        _lan.AddDhcpServer(DhcpNetwork.Pool("192.168.100.1", "192.168.100.2"));
        var first = _lan.AddDhcpClient("First");
        var second = _lan.AddDhcpClient("Second");
        _lan.Acquire(first);
        _lan.Acquire(second);
        second.Release();
        _lan.Simulation.RunFor(10.Seconds);
        first.Release();
        _lan.Simulation.RunFor(10.Seconds);

        _lan.Acquire(_lan.AddDhcpClient("Third")).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.2"));
        _lan.ReasonsOf("Server").Should().Contain("DhcpChoosesOldest");
    }

    [Fact]
    public void A_lease_ends_with_its_time()
    {
        var server = _lan.AddDhcpServer(DhcpNetwork.Pool() with { LeaseDuration = 100.Seconds });
        var client = _lan.AddDhcpClient(out var host);
        _lan.Acquire(client);
        host.Link.Unplug();

        _lan.Simulation.RunFor(99.Seconds);
        server.Leases.Should().ContainSingle();
        _lan.Simulation.RunFor(2.Seconds);
        server.Leases.Should().BeEmpty();
    }

    [Fact]
    public void The_pool_is_of_the_servers_own_subnet()
    {
        var act = () => _lan.AddDhcpServer(DhcpNetwork.Pool("10.0.0.1", "10.0.0.9"));

        act.Should().Throw<ArgumentException>().WithMessage("*192.168.100.252/24*10.0.0.1*");
    }

    [Fact]
    public void Without_the_broadcast_flag_the_offer_goes_to_the_MAC_address_without_ARP() // RFC 2131 §4.1
    {
        _lan.AddDhcpServer();
        var (host, mac) = AddRawClient();

        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Discover, mac));

        var offer = _lan.DhcpMessages[^1];
        offer.Pdu.MessageType.Should().Be(DhcpMessageType.Offer);
        offer.Frame.Destination.Should().Be(mac);
        offer.Destination.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        _lan.ReasonsOf("Server")[^1].Should().Be("DhcpRepliesToMac");
    }

    [Fact]
    public void A_wish_is_granted_where_the_address_is_free() // RFC 2131 §4.3.1
    {
        _lan.AddDhcpServer();
        var (host, mac) = AddRawClient();

        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Discover, mac, new RequestedAddressOption(Ipv4Address.Parse("192.168.100.77"))));

        _lan.DhcpMessages[^1].Pdu.YourAddress.Should().Be(Ipv4Address.Parse("192.168.100.77"));
    }

    [Fact]
    public void What_was_not_offered_is_refused_by_broadcast() // RFC 2131 §4.3.2, §4.1
    {
        _lan.AddDhcpServer();
        var (host, mac) = AddRawClient();

        Exchange(host, DhcpNetwork.Request(
            DhcpMessageType.Request, mac, new RequestedAddressOption(Ipv4Address.Parse("192.168.100.9")), new ServerIdentifierOption(ServerAddress)));

        _lan.DhcpMessages[^1].Pdu.MessageType.Should().Be(DhcpMessageType.Nak);
        _lan.DhcpMessages[^1].Destination.Should().Be(Ipv4Address.Broadcast);
    }

    [Theory]
    [InlineData("10.9.8.7", true)]        // another subnet's: refused
    [InlineData("192.168.100.9", false)]  // unknown: silence
    public void After_a_restart_a_wrong_network_is_refused_and_an_unknown_client_not_answered(string address, bool isRefused) // RFC 2131 §4.3.2
    {
        _lan.AddDhcpServer();
        var (host, mac) = AddRawClient();

        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Request, mac, new RequestedAddressOption(Ipv4Address.Parse(address))));

        _lan.DhcpMessages.Any(message => message.Pdu.MessageType == DhcpMessageType.Nak).Should().Be(isRefused);
        _lan.DhcpMessages.Should().HaveCount(isRefused ? 2 : 1);
    }

    [Fact]
    public void A_declined_address_is_set_aside() // RFC 2131 §4.3.3
    {
        _lan.AddDhcpServer();
        var (host, mac) = AddRawClient();
        var address = new RequestedAddressOption(Ipv4Address.Parse("192.168.100.1"));
        var server = new ServerIdentifierOption(ServerAddress);
        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Discover, mac));
        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Request, mac, address, server));

        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Decline, mac, address, server));
        Exchange(host, DhcpNetwork.Request(DhcpMessageType.Discover, mac));

        _lan.DhcpMessages[^1].Pdu.YourAddress.Should().Be(Ipv4Address.Parse("192.168.100.2"));
    }

    [Fact]
    public void Inform_is_answered_with_parameters_and_without_times() // RFC 2131 §4.3.5
    {
        var server = _lan.AddDhcpServer();
        var host = _lan.Add("Fixed", "192.168.100.77/24");
        var inform = DhcpNetwork.Request(DhcpMessageType.Inform, host.Interface.NetworkInterface.MacAddress) with { ClientAddress = host.Address!.Value.Address };

        Exchange(host, inform);

        var ack = _lan.DhcpMessages[^1];
        ack.Destination.Should().Be(host.Address!.Value.Address);
        ack.Pdu.MessageType.Should().Be(DhcpMessageType.Ack);
        ack.Pdu.YourAddress.Should().Be(Ipv4Address.Any);
        ack.Pdu.FindOption<LeaseTimeOption>().Should().BeNull();
        ack.Pdu.FindOption<DomainNameServerOption>()!.Addresses.Should().Equal(Ipv4Address.Parse("192.168.100.254"));
        server.Leases.Should().BeEmpty();
    }

    private (LanHost Host, MacAddress Mac) AddRawClient()
    {
        var host = _lan.Add("Raw");
        return (host, host.Interface.NetworkInterface.MacAddress);
    }

    private void Exchange(LanHost host, DhcpMessage message)
    {
        using var socket = host.Sockets.BindUdp(DhcpMessage.ClientPort);
        socket.Broadcast(host, message);
        _lan.Simulation.RunFor(1.Seconds);
    }
}
