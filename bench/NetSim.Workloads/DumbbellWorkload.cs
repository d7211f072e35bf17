using NetSim.Devices;
using NetSim.Kernel;

namespace NetSim.Workloads;

/// <summary>W3: many TCP flows over one bottleneck.</summary>
internal static class DumbbellWorkload
{
    public static WorkloadResult Run(string tcp, string routing, int flows, int buffer, double seconds, bool sack, bool tracing)
    {
        var network = Comparison.Network(tracing, Comparison.Tcp(buffer, Comparison.CongestionControl(tcp), sack, BulkTransfer.WriteLength));
        var left = network.AddRouter("Left", "10.0.0.1/30");
        var right = network.AddRouter("Right", "10.0.0.2/30");
        network.Connect(left, right, Comparison.Link(gigabits: 1, 10.Milliseconds));
        var access = Comparison.Link(gigabits: 1, 1.Milliseconds);
        var senders = AddHosts(left, "Sender", 1);
        var receivers = AddHosts(right, "Receiver", 2);
        if (routing == "global")
        {
            network.ComputeRoutes();
        }
        else
        {
            left.AddRoute("10.2.0.0/16", "10.0.0.2");
            right.AddRoute("10.1.0.0/16", "10.0.0.1");
        }

        var transfers = Enumerable.Range(0, flows)
            .Select(i => BulkTransfer.Start(network.Simulation, senders[i], receivers[i], i.Milliseconds)).ToList();

        var measurement = Measurement.Of(network);
        network.RunFor(Duration.FromSeconds(seconds));
        var octets = transfers.ConvertAll(transfer => (double)transfer.ReceivedOctets);
        return measurement.End("W3-dumbbell", $"{tcp},routing={routing}{(sack ? "" : ",nosack")}", (long)octets.Sum(), new()
        {
            ["min_flow_mbps"] = Math.Round(octets.Min() * 8 / seconds / 1e6, 3),
            ["max_flow_mbps"] = Math.Round(octets.Max() * 8 / seconds / 1e6, 3),
            ["jain"] = Math.Round(octets.Sum() * octets.Sum() / (flows * octets.Sum(each => each * each)), 3),
        });

        List<Host> AddHosts(Router router, string name, int side)
        {
            var hosts = new List<Host>();
            for (var i = 0; i < flows; i++)
            {
                var (third, fourth) = Math.DivRem(4 * i, 256);
                var gateway = $"10.{side}.{third}.{fourth + 2}";
                var port = router.AddInterface($"{gateway}/30");
                var host = network.AddHost($"{name} {i}", $"10.{side}.{third}.{fourth + 1}/30", gateway);
                network.Connect(host.Interfaces[0], port, access);
                hosts.Add(host);
            }

            return hosts;
        }
    }
}
