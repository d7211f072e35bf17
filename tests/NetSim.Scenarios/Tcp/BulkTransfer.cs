using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;
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

    /// <summary>What the link does to what the sender sends.</summary>
    public required LinkImpairments Impairments { get; init; }

    /// <summary>What it does to acknowledgments.</summary>
    public LinkImpairments? ReverseImpairments { get; init; }

    public Duration Time { get; init; } = 10.Seconds;

    public ActiveQueueManagement? QueueManagement { get; init; }

    /// <summary>How many frames may wait: a bandwidth-delay product, but 50 at least.</summary>
    public int QueueLimit => Math.Max(Rate.BandwidthDelayProduct(Rtt), 50);

    /// <summary>A full frame, with preamble and gap.</summary>
    public const int FullFrame = 1_538;

    public BulkResult Run(Action<TcpSocket>? prepareSender = null, Action<TcpSocket>? prepareReceiver = null)
    {
        var network = new Network(new NetworkOptions { Seed = Seed, Tracing = false, Stack = new HostStackOptions { Tcp = Tcp } });
        Host sender = network.AddHost("Sender", "192.168.1.1/24"), receiver = network.AddHost("Receiver", "192.168.1.2/24");
        var link = new LinkOptions
        {
            DataRate = Rate,
            PropagationDelay = Rtt / 2,
            QueueLimit = QueueLimit,
            QueueManagement = QueueManagement,
        };
        network.Connect(sender, receiver, link with { Impairments = Impairments, Reverse = link with { Impairments = ReverseImpairments } });
        return network.Run(async () =>
        {
            using var listener = receiver.Sockets.Listen(Port);
            using var socket = sender.Sockets.CreateTcpSocket();
            prepareSender?.Invoke(socket);
            await socket.ConnectAsync(Ipv4EndPoint.Parse($"192.168.1.2:{Port}"));
            using var accepted = await listener.AcceptSocketAsync();
            prepareReceiver?.Invoke(accepted);
            var end = network.Simulation.Now + Time;
            var sending = SendUntil(network, socket, end);
            var (received, inTime) = await ReceiveToEnd(network, accepted, end);
            return new BulkResult(await sending, received, inTime, Time, network.Simulation.Now - end, socket.GetInfo());
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
/// <param name="Time">For how long the application sent.</param>
/// <param name="Rest">How long it took after that until all had arrived.</param>
/// <param name="Info">How the sender's connection had fared.</param>
internal sealed record BulkResult(long Sent, long Received, long InTime, Duration Time, Duration Rest, TcpConnectionInfo Info)
{
    /// <summary>Bits a second within the time.</summary>
    public double Goodput => InTime * 8 / Time.TotalSeconds;
}
