using System.Globalization;
using System.Text;

namespace NetSim.Tracing.Views;

/// <summary>How far a message came.</summary>
internal enum ArrowKind
{
    /// <summary>It arrived.</summary>
    Arrived,

    /// <summary>It was lost or dropped.</summary>
    Lost,

    /// <summary>It is still on its way.</summary>
    Underway,
}

/// <summary>Writes a Mermaid sequence diagram; participants stand in the order in which they appear.</summary>
internal sealed class MermaidWriter
{
    // Words that begin a statement: a participant of that name would be read as one.
    private static readonly string[] Keywords =
    [
        "accdescr", "acctitle", "activate", "actor", "alt", "and", "as", "autonumber", "box", "break", "create", "critical",
        "deactivate", "destroy", "details", "else", "end", "left", "link", "links", "loop", "note", "off", "opt", "option", "over",
        "par", "par_over", "participant", "properties", "rect", "right", "sequencediagram", "title",
    ];

    private readonly OrderedDictionary<string, string> _participants = []; // from the device to its name in the diagram
    private readonly List<string> _names = [];
    private readonly StringBuilder _statements = new();

    public void Arrow(string from, string to, ArrowKind kind, string label)
    {
        var arrow = kind switch
        {
            ArrowKind.Arrived => "->>",
            ArrowKind.Lost => "--x",
            _ => "--)",
        };
        Statement($"{Participant(from)}{arrow}{Participant(to)}: {Escape(label)}");
    }

    public void Note(string over, string label) => Statement($"Note over {Participant(over)}: {Escape(label)}");

    public override string ToString()
    {
        var text = new StringBuilder("sequenceDiagram\n");
        foreach (var (device, id) in _participants)
        {
            var alias = Escape(device);
            text.Append(CultureInfo.InvariantCulture, $"    participant {(id == alias ? id : $"{id} as {alias}")}\n");
        }

        return text.Append(_statements).ToString();
    }

    private void Statement(string statement) => _statements.Append("    ").Append(statement).Append('\n');

    private string Participant(string device)
    {
        if (_participants.TryGetValue(device, out var known))
            return known;

        var id = string.Concat(device.Where(char.IsAsciiLetterOrDigit));
        if (id.Length == 0)
            id = "Device";
        if (Keywords.Contains(id, StringComparer.OrdinalIgnoreCase))
            id += "_";
        var distinct = id;
        for (var i = 2; _names.Contains(distinct, StringComparer.OrdinalIgnoreCase); i++)
            distinct = string.Create(CultureInfo.InvariantCulture, $"{id}_{i}");
        _names.Add(distinct);
        _participants.Add(device, distinct);
        return distinct;
    }

    // A semicolon or a line feed ends a statement, a number sign begins an entity, and what looks like a tag is taken out as one.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            _ = character switch
            {
                ';' => escaped.Append("#59;"),
                '#' => escaped.Append("#35;"),
                '<' => escaped.Append("#lt;"),
                _ => escaped.Append(char.IsControl(character) ? ' ' : character),
            };
        }

        return escaped.ToString();
    }
}
