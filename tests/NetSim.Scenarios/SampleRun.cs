using System.Diagnostics;

namespace NetSim.Scenarios;

/// <summary>A run of a sample, in this process or in one of its own, and the files that it wrote.</summary>
internal sealed class SampleRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netsim").FullName;

    private SampleRun()
    {
    }

    /// <summary>What it printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Runs OpenWebPage here.</summary>
    public static SampleRun Here(ulong seed = 1)
    {
        var run = new SampleRun();
        var output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            OpenWebPage.Program.Main(["--seed", $"{seed}", "--out", run._folder]).Should().Be(0);
        }
        finally
        {
            Console.SetOut(output);
        }

        run.Output = captured.ToString();
        return run;
    }

    /// <summary>Runs OpenWebPage in a process of its own.</summary>
    public static SampleRun Fresh(ulong seed = 1)
    {
        var run = new SampleRun();
        run.Output = RunProcess(typeof(OpenWebPage.Program).Assembly.Location, run._folder, "--seed", $"{seed}", "--out", run._folder);
        return run;
    }

    /// <summary>Runs a program in a process and a folder of its own.</summary>
    /// <returns>What it printed.</returns>
    public static string RunProcess(string assembly, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, errors.GetAwaiter().GetResult());
        return output;
    }

    public string PathOf(string file) => Path.Combine(_folder, file);

    public string Text(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Each file's name and octets.</summary>
    public Dictionary<string, string> Files() => Directory.GetFiles(_folder)
        .Order(StringComparer.Ordinal)
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
