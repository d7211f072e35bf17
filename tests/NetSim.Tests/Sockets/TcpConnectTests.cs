using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Sockets;

public class TcpConnectTests
{
    [Fact]
    public void Where_nobody_listens_the_connection_is_refused()   // RFC 9293 §3.10.7.1
    {
        var test = new TcpNetwork();

        Connect(test, "192.168.1.2:81").Should().Be(SocketError.ConnectionRefused);
        test.Network.Simulation.Now.SinceStart.Should().BeLessThan(10.Milliseconds);
    }

    [Fact]
    public void Where_no_host_is_the_connection_fails_as_unreachable()
    {
        Connect(new TcpNetwork(), "192.168.1.77:80").Should().Be(SocketError.HostUnreachable);
    }

    [Fact]
    public void Without_a_route_the_connection_fails_at_once()
    {
        var test = new TcpNetwork();

        Connect(test, "10.0.0.1:80").Should().Be(SocketError.NetworkUnreachable);
        test.Network.Simulation.Now.Should().Be(SimTime.Zero);
    }

    [Theory]
    [InlineData("255.255.255.255:80")]
    [InlineData("192.168.1.255:80")]
    [InlineData("224.0.0.1:80")]
    public void No_connection_is_opened_to_more_than_one_host(string remote)   // RFC 9293 §3.9.1.1, MUST-46
    {
        Connect(new TcpNetwork(), remote).Should().Be(SocketError.NetworkUnreachable);
    }

    [Fact]
    public void A_cancelled_attempt_ends_at_once_and_leaves_nothing()
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            test.Network.Simulation.Schedule(5.Seconds, source.Cancel);
            var connecting = () => test.Client.Sockets.ConnectAsync(Ipv4EndPoint.Parse("192.168.1.77:80"), source.Token);
            await connecting.Should().ThrowAsync<OperationCanceledException>();
            test.Network.Simulation.Now.Should().Be(SimTime.At(5.Seconds));
        });
        test.Client.Sockets.Stack.Tcp.Connections.Should().BeEmpty();
    }

    [Fact]
    public void A_port_takes_one_listener()
    {
        var test = new TcpNetwork();
        using var listener = test.Server.Sockets.Listen(80);

        var again = () => test.Server.Sockets.Listen(80);
        again.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.AddressAlreadyInUse);
    }

    [Fact]
    public void Connections_beyond_the_backlog_come_in_when_there_is_room()
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            using var listener = test.Server.Sockets.Listen(80, backlog: 2);
            var clients = Enumerable.Range(0, 3).Select(_ => test.Client.Sockets.ConnectAsync(test.EndPoint)).ToList();
            await test.Network.Simulation.Delay(500.Milliseconds);
            clients.Should().OnlyContain(client => client.IsCompleted); // the third by a SYN cookie: it does not know that it waits
            for (var i = 0; i < 3; i++)
                await listener.AcceptAsync();
            await Task.WhenAll(clients);
            test.Network.Simulation.Now.SinceStart.Should().BeGreaterThan(1.Seconds).And.BeLessThan(1100.Milliseconds);
        });
    }

    [Fact]
    public void A_listener_that_closes_resets_the_connections_that_nobody_accepted()
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            var listener = test.Server.Sockets.Listen(80);
            var client = await test.Client.Sockets.ConnectAsync(test.EndPoint);
            await test.Network.Simulation.Delay(1.Seconds);
            listener.Dispose();
            var reading = async () => await client.ReadAsync(new byte[1]);
            TcpNetwork.ErrorOf((await reading.Should().ThrowAsync<IOException>()).Which).Should().Be(SocketError.ConnectionReset);
        });
    }

    [Fact]
    public void A_listener_that_closes_during_a_handshake_leaves_no_connection_behind()
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            var listener = test.Server.Sockets.Listen(80);
            var connecting = test.Client.Sockets.ConnectAsync(test.EndPoint);
            while (!test.Server.Sockets.Stack.Tcp.Connections.Any())
                await test.Network.Simulation.Delay(1.Microseconds);
            listener.Dispose();
            var reading = async () => await (await connecting).ReadAsync(new byte[1]);
            TcpNetwork.ErrorOf((await reading.Should().ThrowAsync<IOException>()).Which).Should().Be(SocketError.ConnectionReset);
        });
        test.Server.Sockets.Stack.Tcp.Connections.Should().BeEmpty();
    }

    [Fact]
    public void Connections_that_are_over_are_forgotten_on_both_sides()   // RFC 9293 §3.6
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            client.Dispose();
            (await server.ReadAsync(new byte[1])).Should().Be(0);
            server.Dispose();
            await test.Network.Simulation.Delay(1.Seconds);
        });
        test.Server.Sockets.Stack.Tcp.Connections.Should().BeEmpty();
        test.Client.Sockets.Stack.Tcp.Connections.Should().ContainSingle().Which.State.Should().Be(TcpState.TimeWait);
        test.Network.RunFor(240.Seconds);
        test.Client.Sockets.Stack.Tcp.Connections.Should().BeEmpty();
    }

    private static SocketError Connect(TcpNetwork test, string remote)
    {
        SocketError? error = null;
        test.Network.Run(async () =>
        {
            try
            {
                await test.Client.Sockets.ConnectAsync(Ipv4EndPoint.Parse(remote));
            }
            catch (SocketException exception)
            {
                error = exception.SocketErrorCode;
            }
        });
        return error!.Value;
    }
}
