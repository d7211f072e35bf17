using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Sockets;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Sockets;

public class TcpSocketCloseTests
{
    private readonly byte[] _buffer = new byte[10];

    [Fact]
    public void Without_linger_closing_sends_the_rest_in_the_background() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.TrySend(Payload.Zeros(50_000), SocketFlags.None, out _);
        await client.CloseAsync();
        test.Network.Simulation.Now.SinceStart.Should().BeLessThan(1.Milliseconds);
        (await ReadToEndAsync(server)).Should().Be(50_000);
    });

    [Fact]
    public void With_a_linger_of_0_closing_resets() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.LingerState = new LingerOption(true, 0);
        client.TrySend("lost?"u8, SocketFlags.None, out _);
        client.Close();
        await test.SettleAsync();
        client.State.Should().Be(TcpState.Closed);
        server.TakeError().Should().Be(SocketError.ConnectionReset);
    });

    [Fact]
    public void With_linger_closing_waits_for_the_acknowledgment_of_everything() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.LingerState = new LingerOption(true, 30);
        client.TrySend(Payload.Zeros(50_000), SocketFlags.None, out _);
        var closing = client.CloseAsync();
        closing.IsCompleted.Should().BeFalse();
        await closing;
        client.Unacknowledged.Should().Be(0);
        client.State.Should().Be(TcpState.FinWait2);
        test.Network.Simulation.Now.SinceStart.Should().BeLessThan(100.Milliseconds);
    });

    [Fact]
    public void With_linger_a_peer_that_takes_nothing_is_reset_when_the_time_has_passed() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.LingerState = new LingerOption(true, 5);
        await client.SendAsync(Payload.Zeros(100_000)); // more than the peer's window, which nobody empties
        var start = test.Network.Simulation.Now;
        var closing = () => client.CloseAsync();
        (await closing.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.TimedOut);
        (test.Network.Simulation.Now - start).Should().Be(5.Seconds);
        await test.SettleAsync();
        while (server.TryReceive(new byte[100_000], SocketFlags.None, out _) == SocketError.Success)
        {
        }

        server.State.Should().Be(TcpState.Closed);
    });

    [Fact]
    public void With_linger_a_peer_that_resets_ends_the_wait() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        client.LingerState = new LingerOption(true, 30);
        await client.SendAsync(Payload.Zeros(100_000));
        var closing = client.CloseAsync();
        server.Abort();
        var waiting = () => closing;
        (await waiting.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
    });

    [Fact]
    public void Closing_with_octets_unread_resets() => TcpNetwork.RunSockets(async (test, client, server) =>   // RFC 9293 §3.6.1
    {
        await client.SendAsync("unread"u8.ToArray());
        await test.SettleAsync();
        server.Close();
        await test.SettleAsync();
        client.TakeError().Should().Be(SocketError.ConnectionReset);
    });

    [Fact]
    public void Closing_ends_a_receive_and_a_send_that_wait() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        var receiving = client.ReceiveAsync(_buffer).AsTask();
        var sending = client.SendAsync(Payload.Zeros(10_000_000)).AsTask();
        client.Dispose();
        foreach (var task in new Task[] { receiving, sending })
        {
            var waiting = () => task;
            (await waiting.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.OperationAborted);
        }

        var later = () => client.TryReceive(_buffer, SocketFlags.None, out _);
        later.Should().Throw<ObjectDisposedException>();
    });

    [Fact]
    public void A_socket_that_never_connected_closes_in_silence() => TcpNetwork.RunSockets(async (test, client, server) =>
    {
        var socket = test.Client.Sockets.CreateTcpSocket();
        socket.LingerState = new LingerOption(true, 5);
        await socket.CloseAsync();
        socket.Close();
    });

    private static async Task<int> ReadToEndAsync(TcpSocket socket)
    {
        var total = 0;
        while (await socket.ReceiveAsync(new byte[10_000]) is > 0 and var count)
            total += count;
        return total;
    }
}
