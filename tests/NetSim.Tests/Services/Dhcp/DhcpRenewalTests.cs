using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Tracing;

namespace NetSim.Tests.Services.Dhcp;

public sealed class DhcpRenewalTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly LanHost _serverHost;
    private readonly DhcpServer _server;
    private readonly DhcpClient _client;
    private readonly LanHost _host;

    public DhcpRenewalTests()
    {
        _serverHost = _lan.Add("Server", "192.168.100.252/24");
        _server = new DhcpServer(_serverHost.Sockets, _serverHost.Interface, DhcpNetwork.Pool() with { LeaseDuration = 1_000.Seconds });
        _client = _lan.AddDhcpClient(out _host);
        _lan.Acquire(_client);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_lease_alone_does_not_keep_the_run_alive()
    {
        _lan.Simulation.Run();

        _lan.Simulation.Now.Should().BeLessThan(SimTime.At(1.Seconds));
    }

    [Fact]
    public void At_T1_the_client_asks_its_server_by_unicast() // RFC 2131 §4.4.5
    {
        _lan.Simulation.RunUntil(SimTime.At(501.Seconds));

        _lan.DhcpMessages.Skip(4).Types().Should().Equal("Client Request", "Server Ack");
        var request = _lan.DhcpMessages[4];
        request.Destination.Should().Be(Ipv4Address.Parse("192.168.100.252"));
        request.Pdu.ClientAddress.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        request.Pdu.FindOption<ServerIdentifierOption>().Should().BeNull();
        request.Pdu.FindOption<RequestedAddressOption>().Should().BeNull();
        request.Pdu.IsBroadcast.Should().BeFalse();
        _lan.DhcpMessages[5].Destination.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        _client.State.Should().Be(DhcpClientState.Bound);
        _client.Lease!.ObtainedAt.TotalSeconds.Should().BeApproximately(500, 1);
        _server.Leases.Single().ExpiresAt.TotalSeconds.Should().BeApproximately(1_500, 1);
    }

    [Fact]
    public void The_renewal_is_caused_by_the_ack_that_granted_the_lease()
    {
        _lan.Simulation.RunUntil(SimTime.At(501.Seconds));

        var renewal = _lan.Trace.PduEvents.First(traced => traced.Steps.Any(step => step.Reason == Reason.DhcpRenews));
        renewal.Cause!.Steps.Should().Contain(step => step.Reason == Reason.DhcpIsBound);
    }

    [Fact]
    public void An_extended_lease_goes_on_and_on()
    {
        _lan.Simulation.RunUntil(SimTime.At(10_000.Seconds));

        _client.State.Should().Be(DhcpClientState.Bound);
        _host.Address.Should().NotBeNull();
        _lan.Trace.Events.OfType<StateChange>().Count(change => change.Table == StateTable.Addresses && change.Device == "Client").Should().Be(1);
    }

    [Fact]
    public void At_T2_the_client_asks_every_server_by_broadcast() // RFC 2131 §4.4.5
    {
        _server.Dispose();

        _lan.Simulation.RunUntil(SimTime.At(900.Seconds));

        // T1 = 500, T2 = 875: at 500, half of the rest later at 687.5, and so on, but never within 60 s.
        _lan.DhcpMessages.Skip(4).Select(message => Math.Floor(message.At.TotalSeconds)).Should().Equal(500, 687, 781, 841, 875);
        _lan.DhcpMessages[^1].Destination.Should().Be(Ipv4Address.Broadcast);
        _lan.DhcpMessages[^1].Pdu.ClientAddress.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        _client.State.Should().Be(DhcpClientState.Rebinding);
    }

    [Fact]
    public void At_the_end_of_the_lease_the_address_is_lost_and_the_client_begins_again()
    {
        _server.Dispose();

        _lan.Simulation.RunUntil(SimTime.At(1_001.Seconds));

        _host.Address.Should().BeNull();
        _client.Lease.Should().BeNull();
        _client.State.Should().Be(DhcpClientState.Selecting);
        _lan.DhcpMessages[^1].Pdu.MessageType.Should().Be(DhcpMessageType.Discover);
        _lan.ReasonsOf("Client").TakeLast(2).Should().Equal("DhcpLeaseExpires", "DhcpDiscovers");
    }

    [Fact]
    public void A_server_without_a_record_of_the_client_is_silent_in_REBINDING() // RFC 2131 §4.3.2
    {
        _server.Dispose();
        _lan.Simulation.RunUntil(SimTime.At(870.Seconds));
        var second = _lan.AddDhcpServer(name: "Second", address: "192.168.100.251/24");

        _lan.Simulation.RunUntil(SimTime.At(880.Seconds));

        second.Leases.Should().BeEmpty();
        _lan.ReasonsOf("Second").Should().Equal("DhcpUnknownClient");
    }

    [Fact]
    public void A_refusal_takes_the_address_away_and_the_client_gets_another() // RFC 2131 §4.4.5
    {
        _server.Dispose();
        _ = new DhcpServer(_serverHost.Sockets, _serverHost.Interface, DhcpNetwork.Pool("192.168.100.50", "192.168.100.60"));

        _lan.Simulation.RunUntil(SimTime.At(700.Seconds));

        _lan.DhcpMessages.Select(message => message.Pdu.MessageType).Should().Contain(DhcpMessageType.Nak);
        _host.Address.Should().Be(Ipv4InterfaceAddress.Parse("192.168.100.50/24"));
        _client.State.Should().Be(DhcpClientState.Bound);
    }
}
