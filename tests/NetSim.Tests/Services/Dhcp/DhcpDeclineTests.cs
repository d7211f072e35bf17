using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Stack;
using NetSim.Stack.Arp;

namespace NetSim.Tests.Services.Dhcp;

public sealed class DhcpDeclineTests
{
    private readonly Lan _lan = new(options: new HostStackOptions { Arp = new ArpOptions { Probes = true } });

    [Fact]
    public void An_address_that_another_host_has_is_declined_and_the_next_one_kept() // RFC 2131 §3.1 (5)
    {
        _lan.AddDhcpServer();
        _lan.Add("Squatter", "192.168.100.1/24");
        _lan.Simulation.RunFor(20.Seconds);
        var client = _lan.AddDhcpClient(out var host);

        _lan.Acquire(client);
        _lan.Simulation.RunFor(60.Seconds);

        _lan.DhcpMessages.Types().Should().Equal(
            "Client Discover", "Server Offer", "Client Request", "Server Ack", "Client Decline",
            "Client Discover", "Server Offer", "Client Request", "Server Ack");
        var decline = _lan.DhcpMessages[4];
        decline.Destination.Should().Be(Ipv4Address.Broadcast);
        ((Ipv4Packet)decline.Frame.Payload).Source.Should().Be(Ipv4Address.Any);
        decline.Pdu.ClientAddress.Should().Be(Ipv4Address.Any); // RFC 2131 §4.4.1, table 5
        decline.Pdu.FindOption<RequestedAddressOption>()!.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        decline.Pdu.FindOption<ServerIdentifierOption>()!.Address.Should().Be(Ipv4Address.Parse("192.168.100.252"));
        (_lan.DhcpMessages[5].At - decline.At).Should().Be(10.Seconds);
        host.Address!.Value.Address.Should().Be(Ipv4Address.Parse("192.168.100.2"));
        client.State.Should().Be(DhcpClientState.Bound);
        _lan.SentencesOf("Client").Should().Contain(
            "Another host has 192.168.100.1: the DHCP client declines it, so that 192.168.100.252 sets it aside. It begins again in INIT after 10 s.");
        _lan.ReasonsOf("Server").Should().Contain("DhcpIsDeclined");
    }

    [Fact]
    public void A_client_whose_every_address_is_taken_pauses()
    {
        _lan.AddDhcpServer();
        for (var number = 1; number <= 5; number++)
            _lan.Add($"Squatter {number}", $"192.168.100.{number}/24");
        _lan.Simulation.RunFor(20.Seconds);
        var client = _lan.AddDhcpClient(out var host);

        _lan.Acquire(client);
        _lan.Simulation.RunFor(3.Minutes);

        _lan.DhcpMessages.Count(message => message.Pdu.MessageType == DhcpMessageType.Decline).Should().Be(DhcpClient.MaxTries);
        client.State.Should().Be(DhcpClientState.Init);
        host.Address.Should().BeNull();
    }
}
