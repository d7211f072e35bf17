using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>A parsed script: options, then what happens when.</summary>
/// <param name="File">The name that errors and results give the script.</param>
/// <param name="Options">The option lines, in their order, with those given from outside before them.</param>
/// <param name="InitCommand">The command without a time before the first event; it runs before the clock starts.</param>
/// <param name="Events">What happens, in the order of the script.</param>
/// <param name="CleanupCommand">The command without a time after the last event; it runs whatever the outcome is.</param>
internal sealed record PacketdrillScript(
    string File,
    PduList<ScriptOption> Options,
    CommandEvent? InitCommand,
    PduList<ScriptEvent> Events,
    CommandEvent? CleanupCommand)
{
    /// <summary>The first event that this implementation recognises and cannot run, or <see langword="null"/>.</summary>
    public UnsupportedEvent? FirstUnsupported => Events.OfType<UnsupportedEvent>().FirstOrDefault();
}

/// <summary>An option line: <c>--name=value</c>, or <c>--name</c> for a flag.</summary>
/// <param name="Name">The name without its dashes.</param>
/// <param name="Value">What follows the equals sign, without quotes; <see langword="null"/> for a flag.</param>
/// <param name="Line">The line in the script; 0 when the option comes from outside.</param>
internal sealed record ScriptOption(string Name, string? Value, int Line)
{
    public override string ToString() => Value is null ? $"--{Name}" : $"--{Name}={Value}";
}
