using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>W7: a k-ary fat tree of routers, with a bulk flow from each host across the core.</summary>
internal sealed class FatTreeWorkload
{
    private const uint FirstNetwork = 0x0A00_0000; // 10.0.0.0

    private readonly Network _network;
    private readonly Links.LinkOptions _link = Comparison.Link(gigabits: 1, 1.Microseconds);
    private uint _links;

    private FatTreeWorkload(Network network) => _network = network;

    public static WorkloadResult Run(int k, string tcp, int buffer, double seconds, bool tracing)
    {
        var network = Comparison.Network(tracing, Comparison.Tcp(buffer, Comparison.CongestionControl(tcp), writeLength: BulkTransfer.WriteLength));
        var hosts = new FatTreeWorkload(network).Build(k);
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        network.ComputeRoutes();
        var routing = System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var transfers = Enumerable.Range(0, hosts.Count)
            .Select(i => BulkTransfer.Start(network.Simulation, hosts[i], hosts[(i + (hosts.Count / 2)) % hosts.Count], i.Microseconds))
            .ToList();

        var measurement = Measurement.Of(network);
        network.RunFor(Duration.FromSeconds(seconds));
        return measurement.End("W7-fattree", $"k={k},{tcp},routing=flow", transfers.Sum(transfer => transfer.ReceivedOctets), new()
        {
            ["hosts"] = hosts.Count,
            ["switches"] = k * k * 5 / 4,
            ["routing_s"] = Math.Round(routing, 3),
            ["min_flow_mbps"] = Math.Round(transfers.Min(transfer => transfer.ReceivedOctets) * 8 / seconds / 1e6, 2),
            ["max_flow_mbps"] = Math.Round(transfers.Max(transfer => transfer.ReceivedOctets) * 8 / seconds / 1e6, 2),
        });
    }

    private List<Host> Build(int k)
    {
        var half = k / 2;
        var edge = new Router?[k * half];
        var aggregation = new Router?[k * half];
        var core = new Router?[half * half];
        var hosts = new List<Host>();
        for (var i = 0; i < k * half * half; i++)
            hosts.Add(JoinHost(i, ref edge[i / half], $"Edge {i / half}"));
        for (var e = 0; e < k * half; e++)
        {
            for (var a = e / half * half; a < (e / half * half) + half; a++)
                Join(edge[e]!, ref aggregation[a], $"Aggregation {a}");
        }

        for (var a = 0; a < k * half; a++)
        {
            for (var c = a % half * half; c < (a % half * half) + half; c++)
                Join(aggregation[a]!, ref core[c], $"Core {c}");
        }

        return hosts;
    }

    private Host JoinHost(int number, ref Router? upper, string name)
    {
        var (own, gateway) = NextAddresses();
        var host = _network.AddHost($"Host {number}", $"{own}/30", $"{gateway}");
        _network.Connect(host.Interfaces[0], AddInterface(ref upper, name, gateway), _link);
        return host;
    }

    private void Join(Router lower, ref Router? upper, string name)
    {
        var (own, above) = NextAddresses();
        _network.Connect(lower.AddInterface($"{own}/30"), AddInterface(ref upper, name, above), _link);
    }

    private Links.NetworkInterface AddInterface(ref Router? router, string name, Ipv4Address address)
    {
        if (router is not null)
            return router.AddInterface($"{address}/30");
        router = _network.AddRouter(name, $"{address}/30");
        return router.Interfaces[0];
    }

    /// <summary>The first and the second address of the next /30.</summary>
    private (Ipv4Address Lower, Ipv4Address Upper) NextAddresses()
    {
        var first = FirstNetwork + (4 * _links++);
        return (new Ipv4Address(first + 1), new Ipv4Address(first + 2));
    }
}
