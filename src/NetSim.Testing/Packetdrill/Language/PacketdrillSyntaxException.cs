namespace NetSim.Testing.Packetdrill.Language;

/// <summary>A script that does not follow the language.</summary>
internal sealed class PacketdrillSyntaxException(string file, int line, int column, string problem)
    : FormatException($"{file}:{line}:{column}: {problem}")
{
    /// <summary>The script's name.</summary>
    public string File { get; } = file;

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, counted from 1.</summary>
    public int Column { get; } = column;

    /// <summary>A sentence that says what was expected and what was found.</summary>
    public string Problem { get; } = problem;
}
