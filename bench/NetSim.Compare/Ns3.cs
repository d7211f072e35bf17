namespace NetSim.Compare;

/// <summary>The ns-3 programs.</summary>
internal sealed class Ns3
{
    private const string Binaries = "/tmp/ns3bench"; // where their build.sh puts them

    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(60);

    private readonly string _programs;

    private Ns3(string programs) => _programs = programs;

    /// <summary>Compiles the programs of a folder.</summary>
    /// <param name="folder">What holds their <c>build.sh</c>.</param>
    public static Ns3 Build(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "build.sh")))
            throw new ComparisonException($"{folder} holds no ns-3 programs (no build.sh). Name their folder by --ns3 or by the variable NS3_BENCH.");
        if (!Commands.Exists("g++") || !Directory.EnumerateDirectories("/usr/include", "ns3*").Any())
            Commands.Install("ns-3 or g++ is missing.", "libns3-dev", "g++");
        Commands.Require("Building ns-3's programs.", "bash", Path.Combine(folder, "build.sh"));
        return new Ns3(Binaries);
    }

    public static string Version => Commands.FirstLine("dpkg-query", "-W", "-f", "${Version}\n", "libns3-dev") ?? "of unknown version";

    public IEnumerable<string> Command(Variant variant, string scheduler, bool quick) =>
        [Path.Combine(_programs, variant.Ns3Program), .. variant.Arguments(quick), $"--sched={scheduler}"];

    /// <summary>The scheduler with which a variant takes the least processor time, by a short trial of each.</summary>
    /// <param name="variant">What is to be run.</param>
    /// <param name="schedulers">Those to try.</param>
    /// <param name="core">Where.</param>
    public string FastestScheduler(Variant variant, IReadOnlyList<string> schedulers, int core)
    {
        if (schedulers.Count == 1)
            return schedulers[0];
        var stadium = new Stadium(core, Impatience);
        var (fastest, least) = (schedulers[0], double.MaxValue);
        foreach (var scheduler in schedulers)
        {
            var seconds = stadium.TryRun(Command(variant, scheduler, quick: true))?.CpuSeconds ?? double.MaxValue;
            if (seconds < least)
                (fastest, least) = (scheduler, seconds);
        }

        return fastest;
    }
}
