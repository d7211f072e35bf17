using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Sockets;

namespace NetSim.Tests.Sockets;

public class TcpSocketReadinessTests
{
    private readonly byte[] _buffer = new byte[10];

    [Fact]
    public void An_unconnected_socket_is_writable_and_hung_up() => TcpNetwork.RunSockets((test, client, server) =>
    {
        using var socket = test.Client.Sockets.CreateTcpSocket();
        socket.Readiness.Should().Be(TcpReadiness.Writable | TcpReadiness.HungUp);
        return Task.CompletedTask;
    });

    [Fact]
    public void A_connection_is_writable_and_readable_when_octets_come() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        server.Readiness.Should().Be(TcpReadiness.Writable);
        await client.SendAsync("a"u8.ToArray());
        await test.SettleAsync();
        server.Readiness.Should().Be(TcpReadiness.Writable | TcpReadiness.Readable);
        server.IsReadable.Should().BeTrue();
        server.IsPeerClosed.Should().BeFalse();
    });

    [Fact]
    public void A_full_send_buffer_is_not_writable() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.TrySend(Payload.Zeros(client.SendBufferSize), SocketFlags.None, out _);
        client.IsWritable.Should().BeFalse();
        (await client.WaitAsync(TcpReadiness.Writable)).Should().Be(TcpReadiness.Writable);
    });

    [Fact]
    public void A_peer_that_closed_is_told_before_its_octets_are_read() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        await client.SendAsync("a"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        await test.SettleAsync();
        server.Readiness.Should().Be(TcpReadiness.Writable | TcpReadiness.Readable | TcpReadiness.PeerClosed);
        server.Shutdown(SocketShutdown.Send);
        await test.SettleAsync();
        (server.Readiness & TcpReadiness.HungUp).Should().Be(TcpReadiness.HungUp);
        server.TryReceive(_buffer, SocketFlags.None, out var count).Should().Be(SocketError.Success);
        count.Should().Be(1);
    });

    [Fact]
    public void A_reset_is_everything_but_the_error_goes_when_it_is_told() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.Abort();
        await test.SettleAsync();
        const TcpReadiness Over = TcpReadiness.Readable | TcpReadiness.Writable | TcpReadiness.PeerClosed | TcpReadiness.HungUp;
        server.Readiness.Should().Be(Over | TcpReadiness.Error);
        server.HasError.Should().BeTrue();
        server.TakeError().Should().Be(SocketError.ConnectionReset);
        server.Readiness.Should().Be(Over);
    });

    [Fact]
    public void A_listener_is_readable_when_there_is_a_connection_to_accept() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        using var listener = test.Server.Sockets.CreateTcpSocket();
        listener.Bind(test.EndPoint with { Port = 81 });
        listener.Listen();
        listener.IsReadable.Should().BeFalse();
        var waiting = listener.WaitAsync(TcpReadiness.Readable);
        using var other = test.Client.Sockets.CreateTcpSocket();
        await other.ConnectAsync(test.EndPoint with { Port = 81 });
        (await waiting).Should().Be(TcpReadiness.Readable);
        listener.TryAccept().Should().NotBeNull();
        listener.IsReadable.Should().BeFalse();
    });

    [Fact]
    public void Several_may_wait_beside_a_receive() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        var readable = server.WaitAsync(TcpReadiness.Readable);
        var again = server.WaitAsync(TcpReadiness.Readable | TcpReadiness.PeerClosed);
        var closed = server.WaitAsync(TcpReadiness.PeerClosed);
        await client.SendAsync("a"u8.ToArray());
        (await readable).Should().Be(TcpReadiness.Readable);
        (await again).Should().Be(TcpReadiness.Readable);
        closed.IsCompleted.Should().BeFalse();
        client.Close();
        (await closed).Should().Be(TcpReadiness.PeerClosed);
    });

    [Fact]
    public void A_wait_is_cancelled_alone() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        using var source = new CancellationTokenSource();
        var cancelled = server.WaitAsync(TcpReadiness.Readable, source.Token);
        var other = server.WaitAsync(TcpReadiness.Readable);
        source.Cancel();
        var waiting = () => cancelled;
        await waiting.Should().ThrowAsync<OperationCanceledException>();
        await client.SendAsync("a"u8.ToArray());
        (await other).Should().Be(TcpReadiness.Readable);
    });

    [Fact]
    public void Closing_ends_every_wait() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        var waits = new[] { server.WaitAsync(TcpReadiness.Readable), server.WaitAsync(TcpReadiness.Urgent) };
        server.Close();
        foreach (var wait in waits)
        {
            var waiting = () => wait;
            (await waiting.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.OperationAborted);
        }
    });
}
