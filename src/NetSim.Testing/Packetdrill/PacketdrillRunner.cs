using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill;

/// <summary>
/// Runs scripts in the language of packetdrill (google/packetdrill and its fork nplab/packetdrill) against a simulated stack, in virtual time.
/// </summary>
/// <remarks>A run is a simulation of its own: runs on several threads do not disturb each other. The same script and options have the same result.</remarks>
/// <example>
/// <code>
/// var result = PacketdrillRunner.Run("""
///     0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
///     +0 bind(3, ..., ...) = 0
///     +0 listen(3, 1) = 0
///     +0 &lt; S 0:0(0) win 1000 &lt;mss 1000&gt;
///     +0 &gt; S. 0:0(0) ack 1 &lt;...&gt;
///     """);
/// result.Passed.Should().BeTrue(result.ToString());
/// </code>
/// </example>
public static class PacketdrillRunner
{
    /// <summary>Runs the script in a file. Shell scripts that it calls by a relative path are looked for beside it.</summary>
    /// <param name="path">The file; also the script's name in the result.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PacketdrillResult RunFile(string path, PacketdrillOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Run(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path)), options ?? new PacketdrillOptions());
    }

    /// <summary>Runs a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="options">How it is run.</param>
    public static PacketdrillResult Run(string text, PacketdrillOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Run(text, "script", folder: null, options ?? new PacketdrillOptions());
    }

    private static PacketdrillResult Run(string text, string file, string? folder, PacketdrillOptions options)
    {
        try
        {
            var script = PacketdrillParser.Parse(text, new ParserOptions
            {
                File = file,
                Defines = options.Defines,
                Options = [.. options.Arguments.Select(ReadArgument)],
            });
            var settings = ScriptOptions.Read(file, script.Options);
            return new ScriptExecution(script, settings, options, folder).Run();
        }
        catch (PacketdrillSyntaxException error)
        {
            return new PacketdrillResult(PacketdrillOutcome.Failed, file, error.Line, error.Problem);
        }
    }

    private static ScriptOption ReadArgument(string argument)
    {
        var parts = argument.TrimStart('-').Split('=', 2);
        return new ScriptOption(parts[0].Replace('-', '_'), parts.Length == 2 ? parts[1] : null, 0);
    }
}
