using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Sockets;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Sockets;

public class TcpSocketTransferTests
{
    private readonly byte[] _buffer = new byte[10];

    [Fact]
    public void A_peek_leaves_the_octets() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        await client.SendAsync("abc"u8.ToArray());
        (await server.ReceiveAsync(_buffer, SocketFlags.Peek)).Should().Be(3);
        server.Available.Should().Be(3);
        (await server.ReceiveAsync(_buffer.AsMemory(0, 2))).Should().Be(2);
        server.TryReceive(_buffer, SocketFlags.Peek, out var count).Should().Be(SocketError.Success);
        count.Should().Be(1);
        _buffer[0].Should().Be((byte)'c');
    });

    [Fact]
    public void Trying_tells_nothing_yet_from_the_end() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        server.TryReceive(_buffer, SocketFlags.None, out _).Should().Be(SocketError.WouldBlock);
        await client.SendAsync("ab"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        await test.SettleAsync();
        server.TryReceive(_buffer, SocketFlags.None, out var count).Should().Be(SocketError.Success);
        count.Should().Be(2);
        server.TryReceive(_buffer, SocketFlags.None, out count).Should().Be(SocketError.Success);
        count.Should().Be(0);
    });

    [Fact]
    public void A_send_that_may_not_wait_takes_what_there_is_room_for() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.SendBufferSize = 10_000;
        client.TrySend(Payload.Zeros(8_000), SocketFlags.None, out var sent).Should().Be(SocketError.Success);
        sent.Should().Be(8_000);
        client.TrySend(Payload.Zeros(8_000), SocketFlags.None, out sent).Should().Be(SocketError.Success);
        sent.Should().Be(2_000);
        client.Unacknowledged.Should().Be(10_000);
        client.TrySend(Payload.Zeros(1), SocketFlags.None, out sent).Should().Be(SocketError.WouldBlock);
        sent.Should().Be(0);
        await test.SettleAsync();
        client.Unacknowledged.Should().Be(0);
        client.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.Success);
    });

    [Fact]
    public void A_reset_is_told_once_then_comes_the_end() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        await client.SendAsync("abc"u8.ToArray());
        await test.SettleAsync();
        client.Abort();
        await test.SettleAsync();
        server.TryReceive(_buffer, SocketFlags.None, out var count).Should().Be(SocketError.Success, "what came before can be read");
        count.Should().Be(3);
        server.TryReceive(_buffer, SocketFlags.None, out _).Should().Be(SocketError.ConnectionReset);
        server.TryReceive(_buffer, SocketFlags.None, out count).Should().Be(SocketError.Success);
        count.Should().Be(0);
        server.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.Shutdown);
    });

    [Fact]
    public void A_send_may_be_told_of_the_reset_instead() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.Abort();
        await test.SettleAsync();
        server.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.ConnectionReset);
        server.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.Shutdown);
        server.TryReceive(_buffer, SocketFlags.None, out var count).Should().Be(SocketError.Success);
        count.Should().Be(0);
    });

    [Fact]
    public void A_receive_that_waits_is_told_of_the_reset() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        var receiving = server.ReceiveAsync(_buffer).AsTask();
        client.Abort();
        await Failing(receiving, SocketError.ConnectionReset);
        (await server.ReceiveAsync(_buffer)).Should().Be(0);
    });

    [Fact]
    public void After_shutting_down_sending_a_send_fails_and_a_receive_goes_on() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.Shutdown(SocketShutdown.Send);
        client.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.Shutdown);
        await server.SendAsync("answer"u8.ToArray());
        (await client.ReceiveAsync(_buffer)).Should().Be(6);
        (await server.ReceiveAsync(_buffer)).Should().Be(0);
        server.State.Should().Be(TcpState.CloseWait);
    });

    [Fact]
    public void Shutting_down_both_ways_closes_without_a_reset() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        await client.SendAsync("unread"u8.ToArray());
        await test.SettleAsync();
        server.Shutdown(SocketShutdown.Both);
        await test.SettleAsync();
        client.TakeError().Should().Be(SocketError.Success);
        (await client.ReceiveAsync(_buffer)).Should().Be(0);
        client.State.Should().Be(TcpState.CloseWait);
        (await ReceiveAsync(server, 6)).Should().Be("unread", "what had come can be read still");
        (await server.ReceiveAsync(_buffer)).Should().Be(0);
    });

    [Fact]
    public void A_socket_without_a_connection_neither_receives_nor_sends() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        using var socket = test.Client.Sockets.CreateTcpSocket();
        socket.TryReceive(_buffer, SocketFlags.None, out _).Should().Be(SocketError.NotConnected);
        socket.TrySend("x"u8, SocketFlags.None, out _).Should().Be(SocketError.NotConnected);
        var shutdown = () => socket.Shutdown(SocketShutdown.Both);
        shutdown.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.NotConnected);
        await Failing(socket.ReceiveAsync(_buffer).AsTask(), SocketError.NotConnected);
    });

    [Fact]
    public void An_urgent_octet_is_taken_out_of_the_stream_where_it_is_wanted_apart() => TcpNetwork.RunSockets(async (test, client, server) =>   // RFC 9293 §3.8.5
    {
        server.UrgentInline = false;
        server.TryReceive(_buffer, SocketFlags.OutOfBand, out _).Should().Be(SocketError.InvalidArgument, "nothing is urgent");
        var urgent = server.WaitAsync(TcpReadiness.Urgent);
        await client.SendAsync("abc"u8.ToArray(), SocketFlags.OutOfBand);
        await client.SendAsync("d"u8.ToArray());
        ((await urgent) & TcpReadiness.Urgent).Should().Be(TcpReadiness.Urgent);
        (await server.ReceiveAsync(_buffer, SocketFlags.OutOfBand)).Should().Be(1);
        _buffer[0].Should().Be((byte)'c');
        server.TryReceive(_buffer, SocketFlags.OutOfBand, out _).Should().Be(SocketError.InvalidArgument, "it was taken");

        await test.SettleAsync();
        (await ReceiveAsync(server, 3)).Should().Be("abd");
    });

    [Fact]
    public void An_urgent_octet_in_the_stream_has_a_mark() => TcpNetwork.RunSockets(async (test, client, server) =>   // RFC 6093 §3.2
    {
        await client.SendAsync("abc"u8.ToArray(), SocketFlags.OutOfBand);
        await test.SettleAsync();
        (server.Readiness & TcpReadiness.Urgent).Should().Be(TcpReadiness.Urgent);
        server.IsAtUrgentMark.Should().BeFalse();
        (await server.ReceiveAsync(_buffer.AsMemory(0, 2))).Should().Be(2);
        server.IsAtUrgentMark.Should().BeTrue();
        (await ReceiveAsync(server, 1)).Should().Be("c");
        server.IsAtUrgentMark.Should().BeFalse();
        (server.Readiness & TcpReadiness.Urgent).Should().Be(TcpReadiness.None);
    });

    [Fact]
    public void Flags_that_mean_nothing_here_are_refused() => TcpNetwork.RunSockets((test, client, server) =>
    {
        client.TryReceive(_buffer, SocketFlags.Multicast, out _).Should().Be(SocketError.OperationNotSupported);
        client.TrySend("x"u8, SocketFlags.Peek, out _).Should().Be(SocketError.OperationNotSupported);
        client.TryReceive(_buffer, SocketFlags.OutOfBand, out _).Should().Be(SocketError.InvalidArgument, "urgent octets stay in the stream");
        return Task.CompletedTask;
    });

    private static async Task<string> ReceiveAsync(TcpSocket socket, int length)
    {
        var octets = new byte[length];
        for (var received = 0; received < length;)
            received += await socket.ReceiveAsync(octets.AsMemory(received));
        return System.Text.Encoding.ASCII.GetString(octets);
    }

    private static async Task Failing(Task task, SocketError error)
    {
        var waiting = () => task;
        (await waiting.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(error);
    }
}
