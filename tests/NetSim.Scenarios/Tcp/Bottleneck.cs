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
using NetSim.Stack.Tcp.Congestion;
using NetSim.Topology;

namespace NetSim.Scenarios.Tcp;

/// <summary>Hosts with fast links to a switch, behind which all that they send to one receiver goes through one slow link.</summary>
internal sealed record Bottleneck
{
    private const int FirstPort = 8_000;

    public ulong Seed { get; init; } = 1;

    /// <summary>The rate of the slow link.</summary>
    public DataRate Rate { get; init; } = DataRate.FromMegabitsPerSecond(10);

    /// <summary>The propagation delays of the way there and back: a host for each.</summary>
    public required IReadOnlyList<Duration> RoundTrips { get; init; }

    /// <summary>How many frames may wait at the slow link.</summary>
    public int QueueLimit { get; init; } = 1_000;

    public ActiveQueueManagement? QueueManagement { get; init; }

    public LinkImpairments? Impairments { get; init; }

    public TcpCongestionControl CongestionControl { get; init; } = TcpCongestionControl.NewReno;

    public TcpOptions Tcp { get; init; } = TcpProfile.Rfc;

    /// <summary>All hosts send what they can for a time; each starts a twentieth of it after the one before.</summary>
    public BottleneckResult Run(Duration time)
    {
        var network = new Network(new NetworkOptions
        {
            Seed = Seed,
            Tracing = false,
            Stack = new HostStackOptions { Tcp = Tcp with { CongestionControl = CongestionControl } },
        });
        var @switch = network.AddSwitch("Switch");
        var receiver = network.AddHost("Receiver", "10.0.0.1/24");
        var slow = network.Connect(@switch, receiver, new LinkOptions
        {
            DataRate = Rate, QueueLimit = QueueLimit, QueueManagement = QueueManagement, Impairments = Impairments, Reverse = new LinkOptions(),
        });
        var senders = RoundTrips.Select((roundTrip, i) =>
        {
            var sender = network.AddHost($"Sender {i + 1}", $"10.0.0.{10 + i}/24");
            network.Connect(sender, @switch, new LinkOptions { DataRate = DataRate.GigabitEthernet, PropagationDelay = roundTrip / 2 });
            return sender;
        }).ToList();
        var flows = new List<Flow>();
        for (var i = 0; i < senders.Count; i++)
            flows.Add(new Flow(network, senders[i], receiver, (ushort)(FirstPort + i), time / 20 * i));
        var queue = new QueueSamples(network, slow);
        network.RunFor(time);
        return new BottleneckResult(flows, queue, slow.First.Counters);
    }

    /// <summary>A transfer, and what came of it second by second.</summary>
    internal sealed class Flow
    {
        private readonly Network _network;

        public Flow(Network network, Host sender, Host receiver, ushort port, Duration delay)
        {
            _network = network;
            var listener = receiver.Sockets.Listen(port);
            network.Simulation.Start(async () => await ReadAsync(await listener.AcceptSocketAsync()));
            network.Simulation.Start(async () =>
            {
                await network.Simulation.Delay(delay);
                var socket = sender.Sockets.CreateTcpSocket();
                Socket = socket;
                Series = socket.Record();
                await socket.ConnectAsync(new Ipv4EndPoint(receiver.Address!.Value.Address, port));
                while (true)
                    await socket.SendAsync(Payload.Zeros(65_536));
            });
        }

        public TcpSocket? Socket { get; private set; }

        public TcpTimeSeries? Series { get; private set; }

        /// <summary>Octets received until the end of each tenth of a second.</summary>
        public List<long> Received { get; } = [];

        /// <summary>Bits a second from one instant to another.</summary>
        public double Goodput(double from, double to) => (At(to) - At(from)) * 8 / (to - from);

        private long At(double second) => Received.Count == 0 ? 0 : Received[Math.Clamp((int)(second * 10) - 1, 0, Received.Count - 1)];

        private async Task ReadAsync(TcpSocket socket)
        {
            var buffer = new byte[65_536];
            var total = 0L;
            while (await socket.ReceiveAsync(buffer) is > 0 and var count)
            {
                var tenths = (int)(_network.Simulation.Now.SinceStart.Nanoseconds / 100_000_000);
                while (Received.Count < tenths)
                    Received.Add(total);
                total += count;
            }
        }
    }
}

/// <summary>What became of flows through a bottleneck.</summary>
/// <param name="Flows">The flows.</param>
/// <param name="Queue">How many frames there were at the slow link, millisecond by millisecond.</param>
/// <param name="Counters">What the slow link dropped, lost and marked.</param>
internal sealed record BottleneckResult(IReadOnlyList<Bottleneck.Flow> Flows, QueueSamples Queue, InterfaceCounters Counters);

/// <summary>How many frames wait or are sent at an interface.</summary>
internal sealed class QueueSamples
{
    private readonly List<long> _samples = [];

    public QueueSamples(Network network, Link link) => network.Simulation.Start(async () =>
    {
        while (true)
        {
            var sent = link.First.Counters;
            _samples.Add(sent.OutboundFrames - link.Second.Counters.InboundFrames - sent.OutboundLosses);
            await network.Simulation.Delay(1.Milliseconds);
        }
    });

    /// <summary>The mean from a second on.</summary>
    public double Mean(double from) => _samples.Skip((int)(from * 1_000)).Average();

    /// <summary>The greatest number from a second on.</summary>
    public long Max(double from) => _samples.Skip((int)(from * 1_000)).Max();
}
