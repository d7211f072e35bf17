using System.CommandLine;
using NetSim.Testing.Packetdrill;

namespace Packetdrill;

/// <summary>Runs packetdrill scripts against the simulated stack: a line for each, and exit code 0 only if all passed.</summary>
public static class Program
{
    // packetdrill's own options that say something here; a script's own come after them.
    private static readonly string[] ScriptOptions =
    [
        "ip_version", "bind_port", "connect_port", "local_ip", "remote_ip", "gateway_ip", "netmask_ip", "mtu", "mss", "tolerance_usecs",
        "tolerance_percent", "tcp_ts_tick_usecs", "non_fatal", "init_scripts",
    ];

    private static readonly string[] ScriptFlags = ["strict_segments", "tcp_ts_ecr_scaled", "dry_run"];

    /// <summary>Runs the scripts that are named.</summary>
    public static int Main(string[] args) => Run(args, Console.Out);

    /// <summary>Runs the scripts that are named, and writes their lines to <paramref name="output"/>.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        var scripts = new Argument<string[]>("FILE") { Description = "Scripts, and folders whose *.pkt are meant.", Arity = ArgumentArity.OneOrMore };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "For what did not pass: the exchange so far, what was expected and what was sent." };
        var semantic = new Option<bool>("--semantic-options") { Description = "Compares TCP options without regard to their order and padding." };
        var echoes = new Option<bool>("--check-timestamp-echoes") { Description = "Compares the echoed timestamps of what the stack sends, too." };
        var profile = new Option<PacketdrillProfile>("--profile") { Description = "The stack: Linux, FreeBsd, Windows or Rfc; guessed for each script unless given." };
        var defines = new Option<string[]>("--define", "-D") { Description = "NAME or NAME=VALUE, for #ifdef and for words of the script.", DefaultValueFactory = _ => [] };
        var command = new RootCommand("Runs packetdrill scripts against the simulated stack.") { scripts, verbose, semantic, echoes, profile, defines };
        var values = ScriptOptions.Select(name => new Option<string?>("--" + name) { Description = "As packetdrill's." }).ToList();
        var flags = ScriptFlags.Select(name => new Option<bool>("--" + name) { Description = "As packetdrill's." }).ToList();
        values.ForEach(command.Add);
        flags.ForEach(command.Add);
        command.SetAction(parsed => Run(
            parsed.GetValue(scripts)!,
            parsed.GetValue(verbose),
            output,
            new PacketdrillOptions
            {
                Profile = parsed.GetValue(profile),
                SemanticOptions = parsed.GetValue(semantic),
                ChecksTimestampEchoes = parsed.GetValue(echoes),
                Defines = parsed.GetValue(defines)!.Select(text => text.Split('=', 2)).GroupBy(parts => parts[0])
                    .ToDictionary(group => group.Key, group => group.Last().ElementAtOrDefault(1) ?? ""),
                Arguments =
                [
                    .. values.Where(option => parsed.GetValue(option) is not null).Select(option => $"{option.Name}={parsed.GetValue(option)}"),
                    .. flags.Where(option => parsed.GetValue(option)).Select(option => option.Name),
                ],
            }));
        return command.Parse(args).Invoke();
    }

    private static int Run(string[] paths, bool verbose, TextWriter output, PacketdrillOptions options)
    {
        var files = paths.SelectMany(Expand).ToList();
        if (files.Count == 0)
            Console.Error.WriteLine("There is no script.");

        // Each script is a simulation of its own, so that they may run side by side; the lines come in order.
        var allPassed = files.Count > 0;
        foreach (var result in files.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(file => RunFile(file, options)))
        {
            output.WriteLine(result);
            if (verbose && !result.Passed && result.Explain() is { Length: > 0 } explanation)
                output.WriteLine(explanation);
            allPassed &= result.Passed;
        }

        return allPassed ? 0 : 1;
    }

    private static PacketdrillResult RunFile(string file, PacketdrillOptions options)
    {
        try
        {
            return PacketdrillRunner.RunFile(file, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new PacketdrillResult(PacketdrillOutcome.Failed, file, 0, exception.Message);
        }
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.pkt", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];
}
