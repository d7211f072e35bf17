using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Tcp;
using NetSim.Topology;

namespace NetSim.Scenarios.Tcp;

/// <summary>One side sends as much as it can for a time, over one link; each octet that arrives is compared with what was sent.</summary>
internal sealed record BulkTransfer
{
    private const ushort Port = 80;

    /// <summary>What is sent over and over: its length has no factor in common with a segment's, so that a segment in the wrong place is noticed.</summary>
    private static readonly byte[] Pattern = MakePattern(65_521);

    public ulong Seed { get; init; } = 1;

    public TcpOptions Tcp { get; init; } = TcpProfile.Rfc;

    public DataRate Rate { get; init; } = DataRate.FromMegabitsPerSecond(20);

    /// <summary>Twice the link's propagation delay.</summary>
    public required Duration Rtt { get; init; }

    public required LinkImpairments Impairments { get; init; }

    public Duration Time { get; init; } = 10.Seconds;

    /// <summary>What the link holds on its way there and back, in full frames.</summary>
    public int BandwidthDelayProduct => (int)((Int128)Rate.BitsPerSecond * Rtt.Nanoseconds / 1_000_000_000 / 8 / FullFrame);

    /// <summary>A full frame, with preamble and gap.</summary>
    public const int FullFrame = 1_538;

    public BulkResult Run(Action<TcpSocket>? prepare = null)
    {
        var network = new Network(new NetworkOptions { Seed = Seed, Tracing = false, Stack = new HostStackOptions { Tcp = Tcp } });
        Host sender = network.AddHost("Sender", "192.168.1.1/24"), receiver = network.AddHost("Receiver", "192.168.1.2/24");
        network.Connect(sender, receiver, new LinkOptions
        {
            DataRate = Rate,
            PropagationDelay = Rtt / 2,
            QueueLimit = Math.Max(BandwidthDelayProduct, 50),
            Impairments = Impairments,
        });
        return network.Run(async () =>
        {
            using var listener = receiver.Sockets.Listen(Port);
            using var socket = sender.Sockets.CreateTcpSocket();
            prepare?.Invoke(socket);
            await socket.ConnectAsync(Ipv4EndPoint.Parse($"192.168.1.2:{Port}"));
            using var accepted = await listener.AcceptSocketAsync();
            var end = network.Simulation.Now + Time;
            var sending = SendUntil(network, socket, end);
            var (received, inTime) = await ReceiveToEnd(network, accepted, end);
            return new BulkResult(await sending, received, inTime, network.Simulation.Now - end, socket.GetInfo());
        });
    }

    private static async Task<long> SendUntil(Network network, TcpSocket socket, SimTime end)
    {
        var sent = 0L;
        while (network.Simulation.Now < end)
        {
            var start = (int)(sent % Pattern.Length);
            var part = Payload.Wrap(Pattern.AsMemory(start, Math.Min(Pattern.Length - start, 16_384)));
            await socket.SendAsync(part);
            sent += part.Length;
        }

        socket.Shutdown(SocketShutdown.Send);
        return sent;
    }

    private static async Task<(long Received, long InTime)> ReceiveToEnd(Network network, TcpSocket socket, SimTime end)
    {
        var buffer = new byte[65_536];
        var (received, inTime) = (0L, 0L);
        while (await socket.ReceiveAsync(buffer) is > 0 and var count)
        {
            EnsurePattern(buffer.AsSpan(0, count), received);
            received += count;
            if (network.Simulation.Now <= end)
                inTime = received;
        }

        return (received, inTime);
    }

    private static void EnsurePattern(ReadOnlySpan<byte> octets, long position)
    {
        while (!octets.IsEmpty)
        {
            var start = (int)(position % Pattern.Length);
            var length = Math.Min(octets.Length, Pattern.Length - start);
            octets[..length].SequenceEqual(Pattern.AsSpan(start, length)).Should().BeTrue($"the octets from {position} on are those that were sent");
            octets = octets[length..];
            position += length;
        }
    }

    private static byte[] MakePattern(int length)
    {
        var octets = new byte[length];
        var random = new Simulation(new SimulationOptions { Seed = 1 }).Random("pattern");
        for (var i = 0; i < length; i++)
            octets[i] = (byte)random.NextUInt32();
        return octets;
    }
}

/// <summary>What became of a transfer.</summary>
/// <param name="Sent">Octets that the application wrote.</param>
/// <param name="Received">Octets that the other application read, each as it was written.</param>
/// <param name="InTime">Of them, those within the time.</param>
/// <param name="Rest">How long it took after that until all had arrived.</param>
/// <param name="Info">How the sender's connection had fared.</param>
internal sealed record BulkResult(long Sent, long Received, long InTime, Duration Rest, TcpConnectionInfo Info);
