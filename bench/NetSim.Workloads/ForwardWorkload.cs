using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>W4: UDP at a constant rate, host – routers – host.</summary>
internal sealed class ForwardWorkload
{
    private const ushort Port = 9;
    private const int Length = 1_000;

    private static readonly Payload Octets = Payload.Zeros(Length);
    private static readonly Duration Interval = new(8 * Length); // 1 Gb/s

    private readonly Simulation _simulation;
    private readonly UdpSocket _sender;
    private readonly UdpSocket _receiver;
    private readonly Ipv4EndPoint _destination;
    private readonly Action _sendNext;
    private readonly long _toSend;
    private long _sent;
    private long _received;

    private ForwardWorkload(Network network, Host source, Host destination, double seconds)
    {
        _simulation = network.Simulation;
        _sender = source.Sockets.BindUdp();
        _receiver = destination.Sockets.BindUdp(Port);
        _destination = new Ipv4EndPoint(destination.Address!.Value.Address, Port);
        _sendNext = SendNext;
        _toSend = (long)Math.Round(seconds * 1e9 / Interval.Nanoseconds);
    }

    public static WorkloadResult Run(string routing, int routers, double seconds, bool tracing)
    {
        var network = Comparison.Network(tracing);
        var source = network.AddHost("Source", "10.0.0.1/24", gateway: "10.0.0.2");
        var chain = Enumerable.Range(0, routers).Select(i => network.AddRouter($"Router {i}", $"10.0.{i}.2/24", $"10.0.{i + 1}.1/24")).ToList();
        var destination = network.AddHost("Destination", $"10.0.{routers}.2/24", gateway: $"10.0.{routers}.1");
        var link = Comparison.Link(gigabits: 10, 10.Microseconds);
        Host last = source;
        foreach (var next in chain.Append(destination))
        {
            network.Connect(last, next, link);
            last = next;
        }

        if (routing == "global")
            network.ComputeRoutes();
        else
            AddStaticRoutes(chain);
        var workload = new ForwardWorkload(network, source, destination, seconds);
        network.Simulation.Schedule(Duration.Zero, workload._sendNext);
        network.Simulation.Start(workload.ReceiveAsync);

        var measurement = Measurement.Of(network);
        network.RunFor(Duration.FromSeconds(seconds) + 10.Milliseconds);
        var result = measurement.End("W4-forward", $"routing={routing}", workload._received * Length, new()
        {
            ["datagrams_sent"] = workload._sent,
            ["datagrams_received"] = workload._received,
        });
        return workload._received == workload._toSend ? result : throw new InvalidOperationException($"Datagrams were lost: {result}");
    }

    private static void AddStaticRoutes(List<Router> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            if (i + 1 < chain.Count)
                chain[i].AddRoute($"10.0.{chain.Count}.0/24", $"10.0.{i + 1}.2");
            if (i > 0)
                chain[i].AddRoute("10.0.0.0/24", $"10.0.{i}.1");
        }
    }

    private void SendNext()
    {
        _sender.Send(Octets, _destination);
        if (++_sent < _toSend)
            _simulation.Schedule(Interval, _sendNext);
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            await _receiver.ReceiveAsync();
            _received++;
        }
    }
}
