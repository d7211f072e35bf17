namespace NetSim.Compare;

/// <summary>Both simulators beside one another: how fast, how large, and whether they did the same.</summary>
internal sealed class SpeedTables
{
    private readonly bool _quick;
    private readonly Table _speed = new(
        "Speed", "workload", "ns-3", "its scheduler", "NetSim, native", "NetSim, JIT", "ns-3 / native", "ns-3 / JIT");

    private readonly Table _process = new(
        "Memory, set-up and the whole process", "workload",
        "peak MB: ns-3", "native", "JIT", "native / ns-3",
        "set-up ms: ns-3", "native", "JIT", "ns-3 / native",
        "process CPU s: ns-3", "native", "JIT", "ns-3 / native", "ns-3 / JIT");

    private readonly Table _work = new(
        "The same work", "workload", "what", "ns-3", "NetSim", "NetSim / ns-3 - 1", "tolerance", "within");

    public SpeedTables(bool quick)
    {
        _quick = quick;
        _speed.Note("CPU time in user mode and in the kernel, in ns for each packet and link, or millions of events for each second of it (W5). Each number is the least of its runs.");
    }

    /// <summary>Whether all that was compared is within its tolerance.</summary>
    public bool IsSameWork { get; private set; } = true;

    public IReadOnlyList<Table> All => [_speed, _process, _work];

    public void Add(Variant variant, string scheduler, Sample ns3, Sample native, Sample jit)
    {
        double Cost(Sample sample) => variant.CountsEvents ? sample.CpuNsPerEvent : sample.CpuNsPerPacket;
        string Show(Sample sample) => variant.CountsEvents ? $"{1e3 / sample.CpuNsPerEvent:F2} M/s" : $"{sample.CpuNsPerPacket:F0}";
        _speed.Add(
            variant.Name, Show(ns3), scheduler, Show(native), Show(jit), Ratio(Cost(ns3), Cost(native), "×"), Ratio(Cost(ns3), Cost(jit), "×"));
        _process.Add(
            variant.Name,
            $"{ns3.PeakMegabytes:F1}", $"{native.PeakMegabytes:F1}", $"{jit.PeakMegabytes:F1}", Ratio(native.PeakMegabytes, ns3.PeakMegabytes),
            $"{ns3.SetupSeconds * 1e3:F1}", $"{native.SetupSeconds * 1e3:F1}", $"{jit.SetupSeconds * 1e3:F1}", Ratio(ns3.SetupSeconds, native.SetupSeconds),
            $"{ns3.ProcessCpuSeconds:F2}", $"{native.ProcessCpuSeconds:F2}", $"{jit.ProcessCpuSeconds:F2}",
            Ratio(ns3.ProcessCpuSeconds, native.ProcessCpuSeconds), Ratio(ns3.ProcessCpuSeconds, jit.ProcessCpuSeconds));
        CheckWork(variant, ns3, native);
        CheckThatTheSame(variant, native, jit);
    }

    private static string Ratio(double dividend, double divisor, string unit = "") => divisor > 0 ? $"{dividend / divisor:F2}{unit}" : "–";

    private void CheckWork(Variant variant, Sample ns3, Sample netSim)
    {
        var tolerances = Tolerances.Of(variant.Workload);
        if (variant.CountsEvents)
        {
            Check(variant, "events", ns3.Events, netSim.Events, tolerances.Packets);
            return;
        }

        Check(variant, "goodput, Mb/s", ns3.GoodputMbps, netSim.GoodputMbps, tolerances.Goodput);
        Check(variant, "packets", ns3.Packets, netSim.Packets, tolerances.Packets);
        if (ns3.Transactions is { } wanted && netSim.Transactions is { } done)
            Check(variant, "transactions", wanted, done, Tolerances.Exact);
        if (ns3.Drops + netSim.Drops == 0)
            return;
        _work.Add(variant.Name, "drops", $"{ns3.Drops}", $"{netSim.Drops}", "", "", "not judged");
        _work.Note("Drops: how far slow start overshoots a full queue is up to details. For CUBIC, NetSim leaves it by HyStart++ (RFC 9406), later than ns-3's HyStart with its trains of acknowledgments.");
    }

    private void Check(Variant variant, string what, double ns3, double netSim, Tolerance tolerance)
    {
        var (allowed, difference) = (_quick ? tolerance.Quick : tolerance.Full, (netSim / ns3) - 1);
        var isWithin = Math.Abs(difference) <= allowed;
        IsSameWork &= isWithin;
        _work.Add(variant.Name, what, $"{ns3:0.##}", $"{netSim:0.##}", $"{difference * 100:+0.00;-0.00;0} %", $"{allowed * 100:0.##} %", isWithin ? "yes" : "**no**");
        _work.Note($"{variant.Workload.ToUpperInvariant()}, {what.Split(',')[0]}: {tolerance.Reason}.");
    }

    /// <summary>The simulation is deterministic: however it is compiled, it does the same.</summary>
    private static void CheckThatTheSame(Variant variant, Sample native, Sample jit)
    {
        if ((native.Packets, native.Events, native.Drops, native.GoodputMbps) != (jit.Packets, jit.Events, jit.Drops, jit.GoodputMbps))
            throw new ComparisonException($"{variant.Name}: the native program and the other one did not simulate the same:\n{native.Line}\n{jit.Line}");
    }
}
