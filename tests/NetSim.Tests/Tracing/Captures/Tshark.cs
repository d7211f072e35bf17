using System.Diagnostics;

namespace NetSim.Tests.Tracing.Captures;

/// <summary>Wireshark's command line: a judge of captures that we did not write. Tests are skipped where it is not installed.</summary>
internal static class Tshark
{
    /// <summary>What a capture can have wrong: undecodable octets, or a checksum that does not match.</summary>
    public const string Wrong = "_ws.malformed or ip.checksum.status == 0 or tcp.checksum.status == 0 or udp.checksum.status == 0 or icmp.checksum.status == 0";

    /// <summary>Skips the test where there is no tshark.</summary>
    public static void Require() => Assert.SkipWhen(Find() is null, "tshark is not on the PATH.");

    /// <summary>The packets that a display filter selects: a line each, the fields separated by bars. All checksums are validated.</summary>
    public static string[] Read(string capture, string filter, params string[] fields)
    {
        string[] arguments =
        [
            "-r", capture, "-Y", filter,
            "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
            "-T", "fields", "-E", "separator=|", "-E", "occurrence=f", .. fields.SelectMany(field => new[] { "-e", field }),
        ];
        using var process = Process.Start(new ProcessStartInfo(Find()!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, errors.GetAwaiter().GetResult());
        return output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => new[] { Path.Combine(folder, "tshark"), Path.Combine(folder, "tshark.exe") }).FirstOrDefault(File.Exists);
    }
}
