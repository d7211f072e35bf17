using System.IO.Pipelines;
using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Sockets;

public class TcpTransferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_octet_arrives_both_ways_whatever_the_sizes_of_writes_and_reads(ulong seed)   // RFC 9293 §2.2
    {
        var test = new TcpNetwork(seed);
        var random = test.Network.Simulation.Random("test");
        var (up, down) = (TcpNetwork.RandomOctets(random, random.NextInt32(200_000)), TcpNetwork.RandomOctets(random, random.NextInt32(200_000)));
        var most = 1 + random.NextInt32(30_000);

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            var received = Task.WhenAll(TcpNetwork.ReadAsync(server, random, most), TcpNetwork.ReadAsync(client, random, most));
            await Task.WhenAll(Send(client, up), Send(server, down));
            var octets = await received;
            octets[0].AsSpan().SequenceEqual(up).Should().BeTrue();
            octets[1].AsSpan().SequenceEqual(down).Should().BeTrue();
        });

        async Task Send(NetSim.Sockets.TcpStream stream, byte[] octets)
        {
            await TcpNetwork.WriteAsync(stream, octets, random, most);
            stream.Shutdown(SocketShutdown.Send);
        }
    }

    [Fact]
    public void A_run_ends_though_an_application_never_reads_and_its_closed_window_is_probed()   // RFC 9293 §3.8.6.1
    {
        var test = new TcpNetwork();
        NetSim.Sockets.TcpStream? server = null;

        var write = () => test.Network.Run(async () =>
        {
            (var client, server) = await test.ConnectAsync();
            await client.WriteAsync(new byte[1_000_000]);
        });

        write.Should().Throw<SimulationDeadlockException>().WithMessage("*Client TCP*WriteAsync*");
        test.Network.Run();
        server!.State.Should().Be(NetSim.Stack.Tcp.TcpState.Established, "a peer that answers keeps its connection");
        test.Network.RunFor(1.Hours);
        server.State.Should().Be(NetSim.Stack.Tcp.TcpState.Established);
    }

    [Fact]
    public void A_megabyte_arrives_at_about_the_rate_of_the_link()
    {
        var test = new TcpNetwork();
        var random = test.Network.Simulation.Random("test");
        var octets = TcpNetwork.RandomOctets(random, 1_000_000);

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            var received = TcpNetwork.ReadAsync(server, random);
            await client.WriteAsync(octets);
            client.Dispose();
            (await received).AsSpan().SequenceEqual(octets).Should().BeTrue();
            test.Network.Simulation.Now.SinceStart.Should().BeLessThan(100.Milliseconds); // 84 ms at 100 Mb/s with headers
            server.Dispose();
        });
    }

    [Fact]
    public void A_host_connects_to_itself()
    {
        var test = new TcpNetwork();
        var random = test.Network.Simulation.Random("test");
        var octets = TcpNetwork.RandomOctets(random, 300_000);

        test.Network.Run(async () =>
        {
            using var listener = test.Client.Sockets.Listen(80);
            var accepted = listener.AcceptAsync();
            var client = await test.Client.Sockets.ConnectAsync(Ipv4EndPoint.Parse("127.0.0.1:80"));
            var received = TcpNetwork.ReadAsync(await accepted, random);
            await TcpNetwork.WriteAsync(client, octets, random);
            client.Dispose();
            (await received).AsSpan().SequenceEqual(octets).Should().BeTrue();
        });
    }

    [Fact]
    public void Pipes_carry_what_streams_carry()
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            await client.Output.WriteAsync("hello"u8.ToArray());
            client.Output.Complete();
            client.Shutdown(SocketShutdown.Send);
            ReadResult result;
            do
            {
                result = await server.Input.ReadAsync();
                server.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
            while (!result.IsCompleted);

            result = await server.Input.ReadAsync();
            System.Text.Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(result.Buffer)).Should().Be("hello");
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Through_a_failing_cable_every_octet_arrives_or_the_failure_is_told(ulong seed)   // RFC 9293 §2.2, §3.8.3
    {
        var test = new TcpNetwork(seed);
        var random = test.Network.Simulation.Random("test");
        var octets = TcpNetwork.RandomOctets(random, 300_000);
        byte[] received = [];
        SocketError? error = null;

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            var shaking = Shake();
            var reading = Try(async () => received = await TcpNetwork.ReadAsync(server, random));
            await Try(async () =>
            {
                await TcpNetwork.WriteAsync(client, octets, random);
                client.Dispose();
            });
            await shaking;
            await reading;
        });

        if (error is null)
            received.AsSpan().SequenceEqual(octets).Should().BeTrue();
        else
            error.Should().BeOneOf(SocketError.TimedOut, SocketError.ConnectionReset, SocketError.HostUnreachable);

        async Task Shake()
        {
            var cable = test.Network.CableOf(test.Client);
            for (var i = 0; i < 30; i++)
            {
                await test.Network.Simulation.Delay(random.NextDuration(Duration.Zero, 10.Milliseconds));
                cable.Unplug();
                await test.Network.Simulation.Delay(random.NextDuration(Duration.Zero, random.NextInt32(10) == 0 ? 30.Seconds : 5.Milliseconds));
                cable.Plug();
            }
        }

        async Task Try(Func<Task> operation)
        {
            try
            {
                await operation();
            }
            catch (IOException exception)
            {
                error = TcpNetwork.ErrorOf(exception);
            }
        }
    }

    [Fact]
    public void A_cable_that_stays_out_ends_the_connection_for_both_sides()   // RFC 9293 §3.8.3, R2
    {
        var test = new TcpNetwork();

        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            test.Network.CableOf(test.Client).Unplug();
            await client.WriteAsync(new byte[1_000]);
            await server.WriteAsync(new byte[1_000]);
            foreach (var stream in new[] { client, server })
            {
                var reading = async () => await stream.ReadAsync(new byte[10]);
                TcpNetwork.ErrorOf((await reading.Should().ThrowAsync<IOException>()).Which)
                    .Should().BeOneOf(SocketError.TimedOut, SocketError.HostUnreachable);
            }
        });
    }

    [Fact]
    public void Sides_that_write_without_reading_hold_each_other_up_in_peace()   // RFC 9293 §3.8.6.1
    {
        var test = new TcpNetwork();
        test.Network.Simulation.Start(async () =>
        {
            var (client, server) = await test.ConnectAsync();
            _ = client.WriteAsync(new byte[1_000_000]).AsTask();
            _ = server.WriteAsync(new byte[1_000_000]).AsTask();
        });

        test.Network.RunFor(10.Minutes);
        var events = test.Network.Simulation.ExecutedEvents;
        test.Network.RunFor(60.Minutes);
        (test.Network.Simulation.ExecutedEvents - events).Should().BeLessThan(2_000); // two probes a minute, and ARP
    }
}
