namespace NetSim.Testing.Packetdrill;

/// <summary>What came of a script.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="File">The script's name.</param>
/// <param name="Line">Where it ended; 0 where no line is to blame, and when it passed.</param>
/// <param name="Text">Why it failed, or what is not supported; empty if it passed.</param>
public sealed record PacketdrillResult(PacketdrillOutcome Outcome, string File, int Line, string Text)
{
    /// <summary>What had happened until then: a line per packet, system call, command and piece of code, with its time.</summary>
    public IReadOnlyList<string> Exchange { get; init; } = [];

    /// <summary>What the script expected where it failed, in its own notation; <see langword="null"/> where that says nothing.</summary>
    public string? Expected { get; init; }

    /// <summary>What happened in its place, in the script's notation and numbers.</summary>
    public string? Actual { get; init; }

    /// <summary>Whether all happened as the script says.</summary>
    public bool Passed => Outcome == PacketdrillOutcome.Passed;

    /// <summary>The exchange, and below it what was expected and what happened.</summary>
    public string Explain()
    {
        var lines = Exchange.Select(line => "  " + line).ToList();
        if (Expected is not null)
            lines.Add($"  expected: {Expected}");
        if (Actual is not null)
            lines.Add($"  actual:   {Actual}");
        return string.Join('\n', lines);
    }

    /// <summary><c>PASS file</c>, <c>FAIL file:line: why</c> or <c>UNSUPPORTED file:line: what</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        return Outcome switch
        {
            PacketdrillOutcome.Passed => $"PASS {File}",
            PacketdrillOutcome.Failed => $"FAIL {place}: {Text}",
            _ => $"UNSUPPORTED {place}: {Text}",
        };
    }
}
