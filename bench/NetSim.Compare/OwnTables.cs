using System.Globalization;

namespace NetSim.Compare;

/// <summary>What NetSim alone is asked: what tracing costs, how cost grows, and how simulations run side by side.</summary>
internal static class OwnTables
{
    private static readonly int[] Hosts = [10, 100, 1_000, 10_000, 100_000];
    private static readonly int[] Connections = [10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public static Table Tracing(Stadium stadium, Workloads workloads, IEnumerable<Variant> variants, int runs)
    {
        var table = new Table(
            "What tracing costs", "workload", "ns/packet without", "with", "ratio",
            "octets/packet allocated without", "with", "peak MB without", "with");
        table.Note("Shortened runs of the native program, with every PDU traced and kept in memory; packets as in the table of speed.");
        foreach (var variant in variants.Where(variant => variant.IsTraced))
        {
            var command = workloads.Native([variant.Workload, .. variant.Options, .. variant.Traced]);
            var both = stadium.InTurn(runs, command, [.. command, "--tracing"]);
            var (off, on) = (both[0], both[1]);
            table.Add(
                variant.Name, $"{off.CpuNsPerPacket:F0}", $"{on.CpuNsPerPacket:F0}", $"{on.CpuNsPerPacket / off.CpuNsPerPacket:F2}",
                $"{off.AllocatedPerPacket:F0}", $"{on.AllocatedPerPacket:F0}", $"{off.PeakMegabytes:F0}", $"{on.PeakMegabytes:F0}");
        }

        return table;
    }

    /// <summary>Simulations with seeds of their own, on as many threads as there are cores; not pinned, of course.</summary>
    public static Table Scaling(Workloads workloads, bool quick)
    {
        var table = new Table("Many simulations at once", "threads, a simulation on each", "M events/s together", "speed-up", "CPU ns/event");
        table.Note("The CPU time of an event stays the same where nothing is shared. The speed-up shows it only on a machine that has nothing else to do.");
        var command = workloads.Native("scale", quick ? "--sim=1" : "--sim=5").ToList();
        var (output, errors, exitCode) = Commands.Run(command[0], command.Skip(1));
        if (exitCode != 0)
            throw new ComparisonException($"{string.Join(' ', command)} failed:\n{errors}");
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = System.Text.Json.JsonDocument.Parse(line);
            double Member(string name) => document.RootElement.GetProperty(name).GetDouble();
            table.Add($"{Member("threads")}", $"{Member("events_per_s") / 1e6:F2}", $"{Member("speedup"):F2}", $"{Member("cpu_ns_per_event"):F0}");
        }

        return table;
    }

    /// <summary>Small sizes do more for each of theirs, so that all are measured over a time.</summary>
    public static IEnumerable<Table> Growth(Stadium stadium, Workloads workloads, bool quick)
    {
        var limit = quick ? 10_000 : int.MaxValue;
        yield return Growth(
            stadium, "Growth with hosts that open pages", "host", Hosts.Where(size => size <= limit),
            size => workloads.Native("grow", "pages", $"--hosts={size}", $"--pages={Math.Max(3, 3_000 / size)}"));
        yield return Growth(
            stadium, "Growth with TCP connections that stay open", "connection", Connections.Where(size => size <= limit),
            size => workloads.Native("grow", "connections", $"--count={size}", $"--exchanges={Math.Max(1, 10_000 / size)}"));
    }

    private static Table Growth(Stadium stadium, string title, string unit, IEnumerable<int> sizes, Func<int, IEnumerable<string>> command)
    {
        var table = new Table(
            title, $"{unit}s", "what each does", "set-up s", "packets", "CPU ns/packet", $"heap octets/{unit} after set-up", "after the run", "peak MB", $"peak octets/{unit}");
        foreach (var size in sizes)
        {
            var sample = stadium.Run(command(size));
            long Member(string name) => sample.Line.GetProperty(name).GetInt64();
            var variant = sample.Line.GetProperty("variant").GetString()!;
            table.Add(
                size.ToString("N0", CultureInfo.InvariantCulture), variant[(variant.IndexOf(',') + 1)..], $"{sample.SetupSeconds:F3}", $"{sample.Packets:N0}",
                $"{sample.CpuNsPerPacket:F0}", $"{Member($"setup_octets_per_{unit}"):N0}", $"{Member($"octets_per_{unit}"):N0}",
                $"{sample.PeakMegabytes:F0}", $"{sample.PeakMegabytes * (1 << 20) / size:N0}");
        }

        return table;
    }
}
