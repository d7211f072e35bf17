namespace NetSim.Testing.Tests.Packetdrill.Execution;

/// <summary>
/// tests/packetdrill/rfc9293 has a script for each state and event of RFC 9293 §3.10, or a reason why there is none; its README's table says
/// which. <see cref="ScriptFolderTests"/> runs them.
/// </summary>
public sealed class Rfc9293CoverageTests
{
    private const int FixedColumns = 2; // the event's name, and what it is

    private static readonly string Folder = Path.Combine(ScriptFolderTests.Folder, "rfc9293");
    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(Folder, "README.md"));
    private static readonly string[][] Rows = [.. Readme.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells)];
    private static readonly string[] States = Rows[0][FixedColumns..];

    private static readonly Dictionary<string, string> Reasons = Readme
        .Where(line => line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal))
        .Select(line => line[2..].Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    [Fact]
    public void The_table_has_every_state_of_figure_5()   // RFC 9293 §3.3.2
    {
        States.Should().Equal(
            "closed", "listen", "syn-sent", "syn-received", "syn-received-simultaneous", "established", "fin-wait-1", "fin-wait-2",
            "close-wait", "closing", "last-ack", "time-wait");
    }

    [Fact]
    public void The_table_has_every_call_of_the_user_and_every_timeout()   // RFC 9293 §3.10.1 to §3.10.6, §3.10.8
    {
        Rows.Skip(1).Select(row => row[0]).Should().OnlyHaveUniqueItems().And.Contain(
        [
            "open-active", "open-passive", "send", "receive", "close", "abort", "status", "retransmission-timeout", "user-timeout", "time-wait-timeout",
        ]);
    }

    [Fact]
    public void Each_cell_has_a_script_or_a_reason_why_it_does_not_apply()
    {
        var missing =
            from row in Rows.Skip(1)
            from cell in States.Zip(row[FixedColumns..], (state, text) => (Script: $"{state}/{row[0]}.pkt", Text: text))
            where cell.Text == $"[script]({cell.Script})"
                ? !File.Exists(Path.Combine(Folder, cell.Script))
                : !Reasons.ContainsKey(cell.Text)
            select $"{cell.Script}: {cell.Text}";

        missing.Should().BeEmpty();
        Rows.Should().OnlyContain(row => row.Length == States.Length + FixedColumns);
        Reasons.Values.Should().OnlyContain(reason => reason.Length > 0);
    }

    [Fact]
    public void Each_script_is_in_the_table()
    {
        var named = Rows.Skip(1).SelectMany(row => row).ToHashSet();
        var scripts = Directory.EnumerateFiles(Folder, "*.pkt", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'));

        scripts.Where(script => !named.Contains($"[script]({script})")).Should().BeEmpty();
    }

    [Fact]
    public void Each_script_begins_with_its_state_and_the_section_that_says_what_happens()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*.pkt", SearchOption.AllDirectories))
        {
            var comment = string.Join(' ', File.ReadLines(path).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)));
            var state = Path.GetFileName(Path.GetDirectoryName(path)!).Replace("syn-received-simultaneous", "syn-received", StringComparison.Ordinal);

            comment.Should().StartWith($"// {state.ToUpperInvariant()}", path).And.MatchRegex(@"RFC[ /]+9293[ /]+§3\.");
        }
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
