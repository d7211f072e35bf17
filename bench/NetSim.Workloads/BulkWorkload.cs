using NetSim.Kernel;

namespace NetSim.Workloads;

/// <summary>W2: one TCP flow, host – router – host.</summary>
internal static class BulkWorkload
{
    public static WorkloadResult Run(string tcp, int sendSize, int buffer, int queue, double seconds, bool sack, bool tracing)
    {
        var network = Comparison.Network(tracing, Comparison.Tcp(buffer, Comparison.CongestionControl(tcp), sack, sendSize));
        var sender = network.AddHost("Sender", "10.0.1.1/24", gateway: "10.0.1.2");
        var router = network.AddRouter("Router", "10.0.1.2/24", "10.0.2.1/24");
        var receiver = network.AddHost("Receiver", "10.0.2.2/24", gateway: "10.0.2.1");
        var link = Comparison.Link(gigabits: 1, 1_250.Microseconds, queue);
        network.Connect(sender, router, link);
        network.Connect(router, receiver, link);
        var transfer = BulkTransfer.Start(network.Simulation, sender, receiver, Duration.Zero, sendSize);

        var measurement = Measurement.Of(network);
        network.RunFor(Duration.FromSeconds(seconds));
        return measurement.End("W2-bulk", $"{tcp}{(sack ? "" : ",nosack")},buf={buffer}", transfer.ReceivedOctets);
    }
}
