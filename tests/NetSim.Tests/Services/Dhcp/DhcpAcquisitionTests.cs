using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Tracing;

namespace NetSim.Tests.Services.Dhcp;

public sealed class DhcpAcquisitionTests
{
    private readonly Lan _lan = new();

    [Fact]
    public void A_client_discovers_takes_the_offer_and_is_bound() // RFC 2131 §3.1
    {
        _lan.AddDhcpServer();
        var client = _lan.AddDhcpClient(out var host);

        var lease = _lan.Acquire(client);

        _lan.DhcpMessages.Types().Should().Equal("Client Discover", "Server Offer", "Client Request", "Server Ack");
        _lan.DhcpMessages.Should().OnlyContain(message => message.Destination == Ipv4Address.Broadcast && message.Frame.Destination == MacAddress.Broadcast);
        _lan.DhcpMessages.Should().OnlyContain(message => message.Pdu.IsBroadcast);
        client.State.Should().Be(DhcpClientState.Bound);
        host.Address.Should().Be(Ipv4InterfaceAddress.Parse("192.168.100.1/24"));
        host.Stack.Ipv4.Routes.Find(Ipv4Address.Parse("8.8.8.8"))!.Value.Gateway.Should().Be(Ipv4Address.Parse("192.168.100.250"));
        lease.DnsServers.Should().Equal(Ipv4Address.Parse("192.168.100.254"));
        lease.ServerIdentifier.Should().Be(Ipv4Address.Parse("192.168.100.252"));
        (lease.LeaseTime, lease.RenewalTime, lease.RebindingTime).Should().Be((24.Hours, 12.Hours, 21.Hours));
    }

    [Fact]
    public void The_request_names_the_server_and_the_address_and_has_no_ciaddr() // RFC 2131 §4.3.2, table 4
    {
        _lan.AddDhcpServer();

        _lan.Acquire(_lan.AddDhcpClient());

        var request = _lan.DhcpMessages[2].Pdu;
        request.FindOption<ServerIdentifierOption>()!.Address.Should().Be(Ipv4Address.Parse("192.168.100.252"));
        request.FindOption<RequestedAddressOption>()!.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        request.ClientAddress.Should().Be(Ipv4Address.Any);
        _lan.DhcpMessages.Select(message => message.Pdu.TransactionId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void A_late_offer_is_requested_with_the_secs_of_the_Discover() // RFC 2131 §3.1
    {
        var client = _lan.AddDhcpClient();
        _lan.Simulation.Schedule(6.Seconds, () => _lan.AddDhcpServer()); // the Discover of 4 s finds nobody, that of 12 s does

        _lan.Acquire(client);

        var messages = _lan.DhcpMessages.Select(message => message.Pdu).ToList();
        var discover = messages.Last(message => message.MessageType == DhcpMessageType.Discover);
        discover.Seconds.Should().BePositive();
        messages.Single(message => message.MessageType == DhcpMessageType.Request).Seconds.Should().Be(discover.Seconds);
    }

    [Fact]
    public void The_server_returns_the_client_identifier() // RFC 6842 §3
    {
        _lan.AddDhcpServer();

        _lan.Acquire(_lan.AddDhcpClient());

        _lan.DhcpMessages.Select(message => message.Pdu.FindOption<ClientIdentifierOption>()).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
    }

    [Fact]
    public void Each_decision_has_its_sentence_and_each_state_its_change()
    {
        _lan.AddDhcpServer();

        _lan.Acquire(_lan.AddDhcpClient());

        _lan.ReasonsOf("Client").Should().Equal("DhcpDiscovers", "DhcpTakesOffer", "DhcpRequests", "DhcpIsBound");
        _lan.ReasonsOf("Server").Should().Equal(
            "DhcpChoosesNextFree", "DhcpOffers", "DhcpRepliesByBroadcast", "DhcpGrants", "DhcpAcknowledges", "DhcpRepliesByBroadcast");
        _lan.Trace.Events.OfType<StateChange>().Where(change => change.Table == StateTable.DhcpClient).Select(change => change.Value)
            .Should().Equal("SELECTING", "REQUESTING", "BOUND");
        _lan.Trace.TableAt("Server", StateTable.DhcpLeases, _lan.Simulation.Now).Should().ContainSingle()
            .Which.Value.Should().Be(MacAddress.FromNumber(2));
        _lan.SentencesOf("Client")[^1].Should().Be(
            "The DHCP server 192.168.100.252 grants 192.168.100.1/24 for 86400 s: the client is BOUND. It asks to extend the lease after 43200 s (T1).");
    }

    [Fact]
    public void The_first_offer_wins_and_the_other_server_forgets_its_own()
    {
        var first = _lan.AddDhcpServer();
        var second = _lan.AddDhcpServer(DhcpNetwork.Pool("192.168.100.101", "192.168.100.200"), "Second", "192.168.100.251/24");

        var lease = _lan.Acquire(_lan.AddDhcpClient());

        lease.Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        first.Leases.Should().ContainSingle();
        second.Leases.Should().BeEmpty();
        _lan.ReasonsOf("Second")[^1].Should().Be("DhcpLosesToOther");
        _lan.ReasonsOf("Client").Should().Contain("DhcpLaterOffer");
    }

    [Fact]
    public void Without_a_server_four_discovers_go_out_and_who_waits_is_told() // RFC 2131 §4.1
    {
        var client = _lan.AddDhcpClient();

        var act = () => _lan.Acquire(client);

        act.Should().Throw<SocketException>().WithMessage("Client: no DHCP server answered*").Which.SocketErrorCode.Should().Be(SocketError.TimedOut);
        var gaps = _lan.DhcpMessages.Zip(_lan.DhcpMessages.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).ToArray();
        gaps.Should().HaveCount(3);
        gaps[0].Should().BeInRange(3, 5);
        gaps[1].Should().BeInRange(7, 9);
        gaps[2].Should().BeInRange(15, 17);
        client.State.Should().Be(DhcpClientState.Init);
        _lan.ReasonsOf("Client")[^1].Should().Be("DhcpNobodyAnswers");
    }

    [Fact]
    public void A_client_that_failed_lets_the_run_end_and_tries_again_after_five_minutes()
    {
        var client = _lan.AddDhcpClient();
        _lan.Simulation.Run(() =>
        {
            client.Start();
            return Task.CompletedTask;
        });
        _lan.Simulation.Run();
        _lan.Simulation.Now.TotalSeconds.Should().BeInRange(56, 64);

        _lan.Simulation.RunFor(301.Seconds);

        _lan.DhcpMessages.Should().HaveCount(5);
    }

    [Fact]
    public void A_cable_that_is_plugged_in_ends_the_pause()
    {
        var client = _lan.AddDhcpClient(out var host);
        client.Start();
        _lan.Simulation.Run();
        _lan.AddDhcpServer();
        host.Link.Unplug();

        host.Link.Plug();
        _lan.Simulation.Run();

        client.State.Should().Be(DhcpClientState.Bound);
    }

    [Fact]
    public void Who_waits_for_a_lease_ends_the_pause()
    {
        var client = _lan.AddDhcpClient();
        client.Start();
        _lan.Simulation.Run();
        _lan.AddDhcpServer();

        _lan.Simulation.Run(() => client.WaitForLeaseAsync()).Address.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
    }

    [Theory]
    [InlineData("255.0.255.0", "192.168.100.1", "DhcpBadMask")]
    [InlineData("0.0.0.0", "192.168.100.1", "DhcpBadMask")]
    [InlineData("255.255.255.0", "192.168.100.255", "DhcpBadAddress")]
    [InlineData("255.255.255.0", "224.0.0.1", "DhcpBadAddress")]
    public void An_offer_that_makes_no_sense_is_ignored(string mask, string address, string reason)
    {
        var server = _lan.Add("Server", "192.168.100.252/24");
        var client = _lan.AddDhcpClient();
        _lan.Simulation.Run(async () =>
        {
            using var socket = server.Sockets.BindUdp(DhcpMessage.ServerPort);
            client.Start();
            var received = await socket.ReceiveAsync();
            DhcpMessage.TryDecode(received.Payload.ToMemory().Span, out var discover, out _).Should().BeTrue();
            var offer = discover! with
            {
                Operation = DhcpOperation.BootReply,
                YourAddress = Ipv4Address.Parse(address),
                Options =
                [
                    new MessageTypeOption(DhcpMessageType.Offer), new ServerIdentifierOption(server.Address!.Value.Address),
                    new SubnetMaskOption(Ipv4Address.Parse(mask)), new LeaseTimeOption(60),
                ],
            };
            socket.Send(offer.ToArray(), new Ipv4EndPoint(Ipv4Address.Broadcast, DhcpMessage.ClientPort));
            await _lan.Simulation.Delay(1.Seconds);
        });

        client.State.Should().Be(DhcpClientState.Selecting);
        _lan.ReasonsOf("Client")[^1].Should().Be(reason);
    }

    [Fact]
    public void A_release_gives_the_address_back() // RFC 2131 §4.4.6
    {
        var server = _lan.AddDhcpServer();
        var client = _lan.AddDhcpClient(out var host);
        _lan.Acquire(client);

        client.Release();
        _lan.Simulation.Run();

        var release = _lan.DhcpMessages[^1];
        release.Pdu.MessageType.Should().Be(DhcpMessageType.Release);
        release.Destination.Should().Be(Ipv4Address.Parse("192.168.100.252"));
        release.Pdu.ClientAddress.Should().Be(Ipv4Address.Parse("192.168.100.1"));
        server.Leases.Should().BeEmpty();
        host.Address.Should().BeNull();
        client.Lease.Should().BeNull();
    }
}
