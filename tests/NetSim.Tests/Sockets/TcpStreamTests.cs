using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Sockets;

namespace NetSim.Tests.Sockets;

public class TcpStreamTests
{
    [Fact]
    public void A_cancelled_read_takes_nothing_and_the_next_goes_on() => Run(async (test, client, server) =>
    {
        using var source = new CancellationTokenSource();
        var reading = server.ReadAsync(new byte[10], source.Token);
        source.Cancel();
        await Awaiting(reading).Should().ThrowAsync<OperationCanceledException>();

        await client.WriteAsync("abc"u8.ToArray());
        (await server.ReadAsync(new byte[10])).Should().Be(3);
    });

    [Fact]
    public void A_read_with_a_token_cancelled_before_takes_nothing() => Run(async (test, client, server) =>
    {
        await client.WriteAsync("abc"u8.ToArray());
        await test.Network.Simulation.Delay(1.Seconds);
        await Awaiting(server.ReadAsync(new byte[10], new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
        (await server.ReadAsync(new byte[10])).Should().Be(3);
    });

    [Fact]
    public void A_write_that_waits_for_room_can_be_cancelled() => Run(async (test, client, server) =>
    {
        using var source = new CancellationTokenSource();
        test.Network.Simulation.Schedule(1.Seconds, source.Cancel);
        var writing = async () => await client.WriteAsync(new byte[1_000_000], source.Token);
        await writing.Should().ThrowAsync<OperationCanceledException>();
        test.Network.Simulation.Now.SinceStart.Should().BeGreaterThan(1.Seconds).And.BeLessThan(1100.Milliseconds);
    });

    [Fact]
    public void A_second_read_or_write_at_a_time_is_refused() => Run(async (test, client, server) =>
    {
        var reading = server.ReadAsync(new byte[10]);
        var again = async () => await server.ReadAsync(new byte[10]);
        (await again.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*another read waits already*");

        _ = client.WriteAsync(new byte[1_000_000]).AsTask();
        var write = async () => await client.WriteAsync(new byte[1]);
        (await write.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*another write waits already*");
        (await reading).Should().Be(10);
    });

    [Fact]
    public void Disposing_ends_a_read_that_waits() => Run(async (test, client, server) =>
    {
        var reading = server.ReadAsync(new byte[10]);
        server.Dispose();
        await Awaiting(reading).Should().ThrowAsync<ObjectDisposedException>();
        (await client.ReadAsync(new byte[10])).Should().Be(0);
    });

    [Fact]
    public void Closing_for_reading_ends_a_read_that_waits() => Run(async (test, client, server) =>
    {
        var reading = server.ReadAsync(new byte[10]);
        server.Shutdown(SocketShutdown.Receive);
        (await reading).Should().Be(0);
    });

    [Fact]
    public void After_a_half_close_the_answer_still_comes() => Run(async (test, client, server) =>
    {
        await client.WriteAsync("question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        var random = test.Network.Simulation.Random("test");
        (await TcpNetwork.ReadAsync(server, random)).Should().Equal("question"u8.ToArray());
        await server.WriteAsync("answer"u8.ToArray());
        server.Dispose();
        (await TcpNetwork.ReadAsync(client, random)).Should().Equal("answer"u8.ToArray());
    });

    [Fact]
    public void Writing_after_closing_for_sending_fails() => Run(async (test, client, server) =>
    {
        client.Shutdown(SocketShutdown.Send);
        var writing = async () => await client.WriteAsync(new byte[1]);
        TcpNetwork.ErrorOf((await writing.Should().ThrowAsync<IOException>()).Which).Should().Be(SocketError.Shutdown);
    });

    [Fact]
    public void The_server_may_close_first() => Run(async (test, client, server) =>
    {
        await server.WriteAsync("bye"u8.ToArray());
        server.Dispose();
        (await TcpNetwork.ReadAsync(client, test.Network.Simulation.Random("test"))).Should().Equal("bye"u8.ToArray());
        client.Dispose();
        await test.Network.Simulation.Delay(1.Seconds);
        client.State.Should().Be(NetSim.Stack.Tcp.TcpState.Closed);
        server.State.Should().Be(NetSim.Stack.Tcp.TcpState.TimeWait);
    });

    [Fact]
    public void An_abort_is_a_reset_for_the_peer() => Run(async (test, client, server) =>
    {
        var reading = server.ReadAsync(new byte[10]);
        client.Abort();
        TcpNetwork.ErrorOf((await Awaiting(reading).Should().ThrowAsync<IOException>()).Which).Should().Be(SocketError.ConnectionReset);
        var writing = async () => await server.WriteAsync(new byte[1]);
        TcpNetwork.ErrorOf((await writing.Should().ThrowAsync<IOException>()).Which).Should().Be(SocketError.ConnectionReset);
    });

    [Fact]
    public void Octets_that_came_before_a_reset_can_be_read() => Run(async (test, client, server) =>
    {
        await client.WriteAsync("abc"u8.ToArray());
        await test.Network.Simulation.Delay(1.Seconds);
        client.Abort();
        await test.Network.Simulation.Delay(1.Seconds);
        (await server.ReadAsync(new byte[10])).Should().Be(3);
        await Awaiting(server.ReadAsync(new byte[10])).Should().ThrowAsync<IOException>();
    });

    private static Func<Task> Awaiting(ValueTask<int> operation) => async () => await operation;

    private static void Run(Func<TcpNetwork, TcpStream, TcpStream, Task> script)
    {
        var test = new TcpNetwork();
        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            await script(test, client, server);
        });
    }
}
