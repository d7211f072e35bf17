namespace NetSim.Testing.Packetdrill.Language;

/// <summary>What a caller tells the parser besides the text.</summary>
internal sealed record ParserOptions
{
    /// <summary>The script's name in errors.</summary>
    public string File { get; init; } = "script";

    /// <summary>
    /// Names with their values: <c>#ifdef</c> asks for the name, and a word equal to a name that has a value is replaced by the value.
    /// </summary>
    public IReadOnlyDictionary<string, string> Defines { get; init; } = new Dictionary<string, string>();

    /// <summary>Options from outside of the script, which come first, so that the script's own win.</summary>
    public IReadOnlyList<ScriptOption> Options { get; init; } = [];
}
