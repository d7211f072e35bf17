namespace NetSim.Scenarios;

/// <summary>Where the sources are; the paths that the compiler knows are not those of the machine in a reproducible build.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetSim.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not below the folder of NetSim.sln.");
        return folder.FullName;
    }
}
