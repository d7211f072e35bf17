using System.Diagnostics;
using NetSim.Kernel;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>Measures the run of a simulation, and not what came before it.</summary>
internal sealed class Measurement
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    private readonly Simulation _simulation;
    private readonly Network? _network;
    private readonly long _ran = Stopwatch.GetTimestamp();
    private readonly TimeSpan _setup = Stopwatch.GetElapsedTime(Start);
    private readonly int[] _collections = Collections();
    private readonly long _allocated = GC.GetTotalAllocatedBytes(precise: true);
    private readonly long _events;
    private readonly Environment.ProcessCpuUsage _cpu = Environment.CpuUsage;

    private Measurement(Simulation simulation, Network? network)
    {
        _simulation = simulation;
        _network = network;
        _events = simulation.ExecutedEvents;
    }

    /// <summary>To be called first in the program: set-up is measured from here.</summary>
    public static void Begin() => _ = Start;

    /// <summary>The run begins.</summary>
    public static Measurement Of(Network network) => new(network.Simulation, network);

    /// <inheritdoc cref="Of(Network)"/>
    public static Measurement Of(Simulation simulation) => new(simulation, null);

    /// <summary>The run has ended.</summary>
    /// <param name="workload">Its name.</param>
    /// <param name="variant">How it differs from others of that name.</param>
    /// <param name="goodOctets">What applications received.</param>
    /// <param name="more">Further members of the line.</param>
    public WorkloadResult End(string workload, string variant, long goodOctets = 0, Dictionary<string, object>? more = null)
    {
        var cpu = Environment.CpuUsage;
        var wall = Stopwatch.GetElapsedTime(_ran).TotalSeconds;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        var events = _simulation.ExecutedEvents - _events;
        var interfaces = _network?.Devices.SelectMany(device => device.Interfaces).Select(candidate => candidate.Counters).ToList() ?? [];
        var packets = interfaces.Sum(counters => counters.OutboundFrames);
        using var process = Process.GetCurrentProcess();
        return new WorkloadResult
        {
            Workload = workload,
            Variant = variant,
            SetupSeconds = Round(_setup.TotalSeconds),
            SimulatedSeconds = _simulation.Now.Nanoseconds / 1e9,
            WallSeconds = Round(wall),
            UserSeconds = Round((cpu.UserTime - _cpu.UserTime).TotalSeconds),
            SystemSeconds = Round((cpu.PrivilegedTime - _cpu.PrivilegedTime).TotalSeconds),
            Events = events,
            EventsPerSecond = Math.Round(events / wall),
            PacketsForwarded = packets,
            PacketsPerSecond = Math.Round(packets / wall),
            NsPerPacket = packets == 0 ? 0 : Math.Round(wall * 1e9 / packets, 1),
            Drops = interfaces.Sum(counters => counters.OutboundDrops),
            GoodputMbps = Math.Round(goodOctets * 8 / (_simulation.Now.Nanoseconds / 1e9) / 1e6, 2),
            PeakRssMb = Math.Round(process.PeakWorkingSet64 / 1024.0 / 1024.0, 1),
            AllocatedBytesPerPacket = packets == 0 ? 0 : Math.Round((double)allocated / packets, 1),
            AllocatedBytesPerEvent = Math.Round((double)allocated / events, 1),
            Collections = [.. Collections().Zip(_collections, (now, before) => now - before)],
            Tracing = _network?.Trace.Events.Count > 0,
            More = more,
        };
    }

    private static double Round(double seconds) => Math.Round(seconds, 4);

    private static int[] Collections() => [.. Enumerable.Range(0, 3).Select(GC.CollectionCount)];
}
