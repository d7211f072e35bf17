using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

/// <summary>Runs the scripts of tests/packetdrill, where the first folder says against which stack.</summary>
public sealed class ScriptFolderTests
{
    internal static readonly string Folder = Path.Combine(FindRoot(), "tests", "packetdrill");

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Folder, "*.pkt", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_passes(string script)
    {
        var result = PacketdrillRunner.RunFile(Path.Combine(Folder, script), new PacketdrillOptions
        {
            Profile = ProfileOf(script),
            ChecksTimestampEchoes = true,
        });

        result.Passed.Should().BeTrue($"{result}\n{result.Explain()}");
    }

    private static PacketdrillProfile ProfileOf(string script) => script.Split('/')[0] switch
    {
        "linux" => PacketdrillProfile.Linux,
        "freebsd" => PacketdrillProfile.FreeBsd,
        "windows" => PacketdrillProfile.Windows,
        _ => PacketdrillProfile.Rfc,
    };

    // The paths that the compiler knows are not those of the machine in a reproducible build.
    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetSim.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not below the folder of NetSim.sln.");
        return folder.FullName;
    }
}
