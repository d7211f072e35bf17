namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>Something happened otherwise than the script says.</summary>
internal sealed class ScriptFailedException(string why, string? expected = null, string? actual = null) : Exception(why)
{
    public string? Expected { get; } = expected;

    public string? Actual { get; } = actual;

    /// <summary>The line to blame where it is not the current event's.</summary>
    public int? Line { get; init; }
}

/// <summary>The script needs something that is not there.</summary>
internal sealed class ScriptUnsupportedException(string what) : Exception(what);
