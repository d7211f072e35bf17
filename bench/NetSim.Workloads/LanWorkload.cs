using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;

namespace NetSim.Workloads;

/// <summary>W6: hosts on one switch that send to random others.</summary>
internal sealed class LanWorkload
{
    private const ushort Port = 9;
    private const int Length = 500;

    private static readonly Payload Octets = Payload.Zeros(Length);

    private readonly Simulation _simulation;
    private readonly List<Station> _stations = [];
    private long _sent;
    private long _received;

    private LanWorkload(Simulation simulation) => _simulation = simulation;

    public static WorkloadResult Run(int hosts, string arp, double seconds, bool tracing)
    {
        var network = Comparison.Network(tracing);
        var lan = network.AddSwitch("Switch", hosts);
        var link = Comparison.Link(gigabits: 1, 5.Microseconds);
        var workload = new LanWorkload(network.Simulation);
        var messages = (int)Math.Round(seconds * 1_000);
        for (var i = 0; i < hosts; i++)
        {
            var host = network.AddHost($"Host {i}", $"10.1.{(i + 1) / 256}.{(i + 1) % 256}/16");
            network.Connect(lan, host, link);
            workload._stations.Add(new Station(workload, host, i, messages));
        }

        if (arp == "static")
            workload.FillCaches();
        workload._stations.ForEach(station => station.Start());

        var measurement = Measurement.Of(network);
        network.RunFor(Duration.FromSeconds(seconds) + 10.Milliseconds);
        var result = measurement.End("W6-lan", $"arp={arp}", workload._received * Length, new()
        {
            ["datagrams_sent"] = workload._sent,
            ["datagrams_received"] = workload._received,
        });
        return workload._received == workload._sent ? result : throw new InvalidOperationException($"Datagrams were lost: {result}");
    }

    private void FillCaches()
    {
        foreach (var station in _stations)
        {
            foreach (var other in _stations.Where(other => other != station))
                station.Host.AddNeighbor(other.Address.Address, other.Host.Interfaces[0].MacAddress);
        }
    }

    private sealed class Station
    {
        private readonly LanWorkload _workload;
        private readonly int _number;
        private readonly Action _sendNext;
        private readonly UdpSocket _socket;
        private SplitMix _random;
        private int _left;

        public Station(LanWorkload workload, Host host, int number, int messages)
        {
            _workload = workload;
            Host = host;
            Address = new Ipv4EndPoint(host.Address!.Value.Address, Port);
            _number = number;
            _left = messages;
            _random = new SplitMix((ulong)number + 1);
            _sendNext = SendNext;
            _socket = host.Sockets.BindUdp(Port);
        }

        public Host Host { get; }

        public Ipv4EndPoint Address { get; }

        public void Start()
        {
            _workload._simulation.Start(ReceiveAsync);
            _workload._simulation.Schedule((5 * _number).Microseconds, _sendNext);
        }

        private void SendNext()
        {
            var other = (int)(_random.Next() % (ulong)(_workload._stations.Count - 1));
            if (other >= _number)
                other++;
            _socket.Send(Octets, _workload._stations[other].Address);
            _workload._sent++;
            if (--_left > 0)
                _workload._simulation.Schedule(1.Milliseconds, _sendNext);
        }

        private async Task ReceiveAsync()
        {
            while (true)
            {
                await _socket.ReceiveAsync();
                _workload._received++;
            }
        }
    }
}
