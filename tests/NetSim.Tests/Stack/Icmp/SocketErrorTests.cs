using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Tests.Stack.Tcp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Icmp;

/// <summary>An ICMP error reaches the socket whose packet caused it, as on a real host.</summary>
public sealed class SocketErrorTests
{
    private readonly Network _network = new();
    private readonly Host _client;

    public SocketErrorTests()
    {
        _client = _network.AddHost("Client", "10.0.1.2/24", "10.0.1.1");
        var router = _network.AddRouter("Router", "10.0.1.1/24", "10.0.2.1/24");
        _network.Connect(_client, router);
        _network.Connect(router, _network.AddHost("Server", "10.0.2.2/24", "10.0.2.1"));
    }

    [Theory]
    [InlineData("10.0.2.2", SocketError.ConnectionRefused)]
    [InlineData("10.0.2.99", SocketError.HostUnreachable)]
    [InlineData("192.0.2.1", SocketError.NetworkUnreachable)]
    [InlineData("10.0.1.99", SocketError.HostUnreachable)] // this host's own ARP
    [InlineData("10.0.1.2", SocketError.ConnectionRefused)] // this host itself
    [InlineData("127.0.0.1", SocketError.ConnectionRefused)]
    public void A_datagram_that_does_not_arrive(string destination, SocketError error) // RFC 1122 §4.1.3.3
    {
        using var other = _client.Sockets.BindUdp(999);
        using var socket = _client.Sockets.BindUdp(1000);
        socket.Send("hello"u8, Ipv4EndPoint.Parse($"{destination}:2000"));

        var receive = () => _network.Run(() => socket.ReceiveAsync());

        receive.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(error);
        other.Invoking(open => _network.Run(() => open.ReceiveAsync())).Should().Throw<SimulationDeadlockException>("it sent nothing");
    }

    [Fact]
    public void A_datagram_that_must_not_be_cut_and_does_not_fit()
    {
        using var socket = _client.Sockets.BindUdp(1000);

        var send = () => socket.Send(Payload.Zeros(1473), Ipv4EndPoint.Parse("10.0.2.2:2000"), new() { DontFragment = true });

        send.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.MessageSize);
    }

    [Fact]
    public void A_connection_to_a_net_out_of_reach_tries_to_the_end() // RFC 1122 §4.2.3.9: soft
    {
        var connect = () => _network.Run(() => _client.Sockets.ConnectAsync(Ipv4EndPoint.Parse("192.0.2.1:80")));

        connect.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.NetworkUnreachable);
        _network.Simulation.Now.Should().BeGreaterThan(SimTime.At(60.Seconds));
    }

    [Theory]
    [InlineData(DestinationUnreachableCode.PortUnreachable, TcpState.Closed, SocketError.ConnectionRefused)]
    [InlineData(DestinationUnreachableCode.ProtocolUnreachable, TcpState.Closed, SocketError.ProtocolOption)]
    [InlineData(DestinationUnreachableCode.NetUnreachable, TcpState.SynSent, null)]
    [InlineData(DestinationUnreachableCode.CommunicationAdministrativelyProhibited, TcpState.SynSent, null)]
    public void A_connection_attempt_that_the_peer_refuses_by_ICMP_ends(DestinationUnreachableCode code, TcpState state, SocketError? error) // RFC 1122 §4.2.3.9
    {
        var tcp = TcpScript.SynSent();

        tcp.Tell(code, Ipv4Address.Parse("192.0.2.2"));

        tcp.State.Should().Be(state);
        tcp.Connection.Error.Should().Be(error);
    }

    [Theory]
    [InlineData(true, SocketError.HostUnreachable)]
    [InlineData(false, SocketError.TimedOut)]
    public void Only_an_error_about_what_is_in_flight_counts(bool isInFlight, SocketError error) // RFC 5927 §4.1
    {
        var tcp = TcpScript.Established();
        if (!isInFlight)
            tcp.Tell(DestinationUnreachableCode.HostUnreachable, Ipv4Address.Parse("192.0.2.9"));
        tcp.Write("hello");
        if (isInFlight)
            tcp.Tell(DestinationUnreachableCode.PortUnreachable, Ipv4Address.Parse("192.0.2.9"));
        if (isInFlight)
            tcp.Tell(DestinationUnreachableCode.HostUnreachable, Ipv4Address.Parse("192.0.2.9"));

        tcp.State.Should().Be(TcpState.Established, "RFC 5461 §4.1: no error ends it");
        tcp.Pass(2.Hours);
        tcp.Connection.Error.Should().Be(error);
    }
}
