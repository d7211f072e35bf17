using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>Many simulations at once: the same network with a seed of its own on each thread, and nothing shared.</summary>
internal static class Scaling
{
    /// <summary>Runs on one thread, on two, and so on.</summary>
    /// <param name="threads">On how many at most.</param>
    /// <param name="seconds">Simulated seconds of each simulation.</param>
    public static IEnumerable<ScalingResult> Run(int threads, double seconds)
    {
        Simulate(seed: 0, seconds); // what the runtime prepares once is not counted
        double? alone = null;
        for (var count = 1; count <= threads; count++)
        {
            var events = new long[count];
            var workers = Enumerable.Range(0, count).Select(i => new Thread(() => events[i] = Simulate((ulong)i + 1, seconds))).ToList();
            var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            workers.ForEach(worker => worker.Start());
            workers.ForEach(worker => worker.Join());
            var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var rate = events.Sum() / wall;
            alone ??= rate;
            yield return new ScalingResult
            {
                Threads = count,
                WallSeconds = Math.Round(wall, 4),
                Events = events,
                EventsPerSecond = Math.Round(rate),
                CpuNsPerEvent = Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / events.Sum(), 1),
                Speedup = Math.Round(rate / alone.Value, 3),
            };
        }
    }

    /// <summary>A flow over a link that loses frames, so that each seed takes another course.</summary>
    private static long Simulate(ulong seed, double seconds)
    {
        var network = new Network(new NetworkOptions { Seed = seed, Tracing = false });
        var sender = network.AddHost("Sender", "10.0.0.1/24");
        var receiver = network.AddHost("Receiver", "10.0.0.2/24");
        network.Connect(sender, receiver, new LinkOptions
        {
            DataRate = DataRate.FromGigabitsPerSecond(1),
            PropagationDelay = 100.Microseconds,
            Impairments = new LinkImpairments { Loss = 1e-4 },
        });
        BulkTransfer.Start(network.Simulation, sender, receiver, Duration.Zero);
        network.RunFor(Duration.FromSeconds(seconds));
        return network.Simulation.ExecutedEvents;
    }
}

/// <summary>What simulations on a number of threads did together, as a line of JSON.</summary>
internal sealed record ScalingResult
{
    public required int Threads { get; init; }

    [JsonPropertyName("wall_s")]
    public double WallSeconds { get; init; }

    /// <summary>Of each simulation.</summary>
    public required long[] Events { get; init; }

    /// <summary>Of all together, by wall time.</summary>
    [JsonPropertyName("events_per_s")]
    public double EventsPerSecond { get; init; }

    /// <summary>Processor time of all threads for each event, the collector's too: it stays the same where nothing is shared, also on a busy machine.</summary>
    public double CpuNsPerEvent { get; init; }

    /// <summary>How many times the events per second of one thread.</summary>
    public double Speedup { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, WorkloadJson.Default.ScalingResult);
}
