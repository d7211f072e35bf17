using System.Runtime.InteropServices;

namespace NetSim.Compare;

/// <summary>The machine and the programs in words, so that a table says what it was measured with.</summary>
internal static class Machine
{
    public static string Describe(string root)
    {
        var processor = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = Field("/proc/meminfo", "MemTotal") is { } total && long.TryParse(total.Split(' ')[0], out var kibibytes) ? $"{kibibytes >> 20} GiB" : "unknown memory";
        var system = File.Exists("/etc/os-release") ? Field("/etc/os-release", "PRETTY_NAME")?.Trim('"') : null;
        var commit = Commands.FirstLine("git", "-C", root, "rev-parse", "--short", "HEAD") ?? "unknown";
        return $"{processor}, {Environment.ProcessorCount} cores, {memory}; {system ?? RuntimeInformation.OSDescription}; "
            + $"{RuntimeInformation.FrameworkDescription}; ns-3 {Ns3.Version} (libns3-dev); NetSim at {commit}";
    }

    private static string? Field(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.IndexOfAny([':', '=']) + 1)..].Trim()).FirstOrDefault()
        : null;
}
