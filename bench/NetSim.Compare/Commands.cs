using System.Diagnostics;

namespace NetSim.Compare;

/// <summary>Runs other programs.</summary>
internal static class Commands
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed, and its exit code; the code is null where its time was up and it was ended.</returns>
    public static (string Output, string Errors, int? ExitCode) Run(string program, IEnumerable<string> arguments, TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new ComparisonException($"{program} could not be started.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(timeout ?? Timeout.InfiniteTimeSpan))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return ("", "", null);
        }

        return (output.Result, errors.Result, process.ExitCode);
    }

    /// <summary>Runs a program that must succeed, and says so beforehand.</summary>
    public static string Require(string what, string program, params string[] arguments)
    {
        Console.Error.WriteLine(what);
        var (output, errors, exitCode) = Run(program, arguments);
        return exitCode == 0 ? output : throw new ComparisonException($"{what} failed ({program} {string.Join(' ', arguments)}):\n{output}{errors}");
    }

    /// <summary>The first line that a program prints, or null where it fails or is not there.</summary>
    public static string? FirstLine(string program, params string[] arguments)
    {
        if (!Exists(program))
            return null;
        var (output, _, exitCode) = Run(program, arguments);
        return exitCode == 0 && output.Length > 0 ? output.Split('\n')[0].Trim() : null;
    }

    /// <summary>Whether a program of that name is on the path.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Installs Debian's packages where root may; says what to install where not.</summary>
    public static void Install(string why, params string[] packages)
    {
        var list = string.Join(' ', packages);
        if (!Environment.IsPrivilegedProcess || !Exists("apt-get"))
            throw new ComparisonException($"{why} On Debian and its like: apt-get install {list}");
        Require("Asking for Debian's list of packages.", "apt-get", "update", "-qq");
        Require($"Installing {list}.", "apt-get", ["install", "-y", "-qq", "--no-install-recommends", .. packages]);
    }
}
