using NetSim.Packets.Ipv4;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Topology;

namespace NetSim.Tests.Topology;

/// <summary>Networks of routers for tests, each with the hosts behind them. Links between routers are /30s of 172.16.0.0/12.</summary>
internal sealed class RoutedNetwork
{
    private int _links;
    private int _lans;

    public RoutedNetwork(bool tracing = false) =>
        Network = new Network(new NetworkOptions { Tracing = tracing, EventBudget = 50_000_000 });

    public Network Network { get; }

    public List<Router> Routers { get; } = [];

    public List<Host> Hosts { get; } = [];

    /// <summary>Adds routers that each have a LAN of their own, 10.x.y.0/24, with a host.</summary>
    public void AddRoutersWithHost(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var lan = $"10.{_lans / 250}.{_lans++ % 250}";
            Routers.Add(Network.AddRouter($"R{Routers.Count}", $"{lan}.1/24"));
            Hosts.Add(Network.AddHost($"H{Hosts.Count}", $"{lan}.2/24", $"{lan}.1"));
            Network.Connect(Routers[^1], Hosts[^1]);
        }
    }

    /// <summary>Joins two routers by a link.</summary>
    public void Join(int one, int other)
    {
        var number = 4 * _links++;
        var prefix = $"172.{16 + (number >> 16)}.{(number >> 8) & 255}";
        Network.Connect(
            Routers[one].AddInterface($"{prefix}.{(number & 255) + 1}/30"), Routers[other].AddInterface($"{prefix}.{(number & 255) + 2}/30"));
    }

    /// <summary>A random tree of routers with a host each, and more links between random ones; also how far each router is from each.</summary>
    public static (RoutedNetwork Network, int[,] Distances) Random(int routers, int links, ulong seed)
    {
        var random = new Simulation(new SimulationOptions { Seed = seed }).Random("topology");
        var made = new RoutedNetwork();
        made.AddRoutersWithHost(routers);
        var distances = new int[routers, routers];
        for (var i = 0; i < routers * routers; i++)
            distances[i / routers, i % routers] = i / routers == i % routers ? 0 : routers;
        for (var link = 1; link <= links; link++)
        {
            var one = link < routers ? link : random.NextInt32(routers);
            var other = link < routers ? random.NextInt32(link) : (one + 1 + random.NextInt32(routers - 1)) % routers;
            made.Join(one, other);
            distances[one, other] = distances[other, one] = 1;
        }

        for (var via = 0; via < routers; via++) // Floyd and Warshall
        {
            for (var i = 0; i < routers * routers; i++)
            {
                var (from, to) = (i / routers, i % routers);
                distances[from, to] = Math.Min(distances[from, to], distances[from, via] + distances[via, to]);
            }
        }

        return (made, distances);
    }

    /// <summary>A fat tree of k pods (Al-Fares, Loukissas and Vahdat, SIGCOMM 2008), hosts of an edge router on subnets of their own.</summary>
    public static RoutedNetwork FatTree(int k)
    {
        var made = new RoutedNetwork();
        var half = k / 2;
        var edges = k * half;
        for (var edge = 0; edge < edges; edge++)
        {
            made.Routers.Add(made.Network.AddRouter($"R{edge}", $"192.168.0.{edge + 1}/32")); // its own address, without a cable
            for (var host = 0; host < half; host++)
            {
                var (gateway, own) = ($"10.{edge / 250}.{edge % 250}.{(4 * host) + 1}", $"10.{edge / 250}.{edge % 250}.{(4 * host) + 2}");
                made.Hosts.Add(made.Network.AddHost($"H{made.Hosts.Count}", $"{own}/30", gateway));
                made.Network.Connect(made.Routers[^1].AddInterface($"{gateway}/30"), made.Hosts[^1].Interfaces[0]);
            }
        }

        for (var up = 0; up < edges + (half * half); up++)
            made.Routers.Add(made.Network.AddRouter($"R{edges + up}", $"192.168.{1 + (up / 250)}.{(up % 250) + 1}/32"));
        for (var i = 0; i < edges * half; i++)
        {
            made.Join(i / half, edges + (i / half / half * half) + (i % half));
            made.Join(edges + (i / half), edges + edges + (i / half % half * half) + (i % half));
        }

        return made;
    }

    /// <summary>Every host pings every other: their names, and the TTL that the reply had left.</summary>
    public List<(int From, int To, PingResult Reply)> PingAll() => Network.Run(async () =>
    {
        var replies = new List<(int, int, PingResult)>();
        for (var from = 0; from < Hosts.Count; from++)
        {
            for (var to = 0; to < Hosts.Count; to++)
            {
                if (from == to)
                    continue;
                var reply = await Hosts[from].Sockets.PingAsync(Ipv4Address.Parse($"{Hosts[to].Address!.Value.Address}"));
                replies.Add((from, to, new PingResult($"{reply.Status}", reply.TimeToLive)));
            }
        }

        return replies;
    });
}

/// <summary>What came of a ping.</summary>
internal sealed record PingResult(string Status, int TimeToLive);
