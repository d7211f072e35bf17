namespace NetSim.Compare;

/// <summary>NetSim's workloads, as a native program and as one that is compiled when it runs.</summary>
internal sealed class Workloads
{
    private readonly string _native;
    private readonly string _jit;

    private Workloads(string native, string jit) => (_native, _jit) = (native, jit);

    /// <summary>Builds both.</summary>
    /// <param name="root">The folder of the solution.</param>
    public static Workloads Build(string root)
    {
        if ((!Commands.Exists("clang") && !Commands.Exists("gcc")) || !File.Exists("/usr/include/zlib.h"))
            Commands.Install("A native program needs a linker, by clang or gcc, and zlib.", "gcc", "libc6-dev", "zlib1g-dev");
        var project = Path.Combine(root, "bench", "NetSim.Workloads");
        var target = Path.Combine(Path.GetTempPath(), $"netsim-compare-{Environment.UserName}");
        var (native, jit) = (Path.Combine(target, "native"), Path.Combine(target, "jit"));
        Commands.Require("Publishing NetSim's workloads as a native program.", "dotnet", "publish", "-c", "Release", "-o", native, project);
        Commands.Require("Building NetSim's workloads.", "dotnet", "build", "-c", "Release", "-o", jit, project);
        return new Workloads(Path.Combine(native, "NetSim.Workloads"), Path.Combine(jit, "NetSim.Workloads.dll"));
    }

    public IEnumerable<string> Native(params IEnumerable<string> arguments) => [_native, .. arguments];

    public IEnumerable<string> Native(Variant variant, bool quick) => Native([variant.Workload, .. variant.Arguments(quick)]);

    public IEnumerable<string> Jit(Variant variant, bool quick) => ["dotnet", _jit, variant.Workload, .. variant.Arguments(quick)];
}
