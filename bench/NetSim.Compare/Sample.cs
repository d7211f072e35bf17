using System.Text.Json;

namespace NetSim.Compare;

/// <summary>What one run of a program measured, or the least of several runs.</summary>
internal sealed record Sample
{
    public required double SetupSeconds { get; init; }

    /// <summary>Processor time of the run of the simulation, in user mode and in the kernel.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Processor time of the whole process.</summary>
    public required double ProcessCpuSeconds { get; init; }

    public required double PeakMegabytes { get; init; }

    public required long Events { get; init; }

    public required long Packets { get; init; }

    public required long Drops { get; init; }

    public required double GoodputMbps { get; init; }

    /// <summary>Octets allocated for each packet; only NetSim tells.</summary>
    public double AllocatedPerPacket { get; init; }

    /// <summary>Complete transactions, where the workload has such.</summary>
    public long? Transactions { get; init; }

    /// <summary>The line as it was printed.</summary>
    public required JsonElement Line { get; init; }

    public double CpuNsPerPacket => CpuSeconds * 1e9 / Packets;

    public double CpuNsPerEvent => CpuSeconds * 1e9 / Events;

    public static Sample Parse(string line, double processCpuSeconds)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement.Clone();
        return new Sample
        {
            SetupSeconds = root.GetProperty("setup_s").GetDouble(),
            CpuSeconds = root.GetProperty("user_s").GetDouble() + root.GetProperty("sys_s").GetDouble(),
            ProcessCpuSeconds = processCpuSeconds,
            PeakMegabytes = root.GetProperty("peak_rss_mb").GetDouble(),
            Events = root.GetProperty("events").GetInt64(),
            Packets = root.GetProperty("packets_forwarded").GetInt64(),
            Drops = root.GetProperty("drops").GetInt64(),
            GoodputMbps = root.GetProperty("goodput_mbps").GetDouble(),
            AllocatedPerPacket = root.TryGetProperty("allocated_bytes_per_packet", out var allocated) ? allocated.GetDouble() : 0,
            Transactions = root.TryGetProperty("transactions", out var transactions) ? transactions.GetInt64() : null,
            Line = root,
        };
    }

    /// <summary>The least of each measure: other programs and the machine only ever add to it. What was simulated is the same in all.</summary>
    public static Sample Least(IReadOnlyList<Sample> samples) => samples[0] with
    {
        SetupSeconds = samples.Min(sample => sample.SetupSeconds),
        CpuSeconds = samples.Min(sample => sample.CpuSeconds),
        ProcessCpuSeconds = samples.Min(sample => sample.ProcessCpuSeconds),
        PeakMegabytes = samples.Min(sample => sample.PeakMegabytes),
        AllocatedPerPacket = samples.Min(sample => sample.AllocatedPerPacket),
    };
}
