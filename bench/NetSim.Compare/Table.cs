using System.Text;

namespace NetSim.Compare;

/// <summary>A table in Markdown: the first column is text, the others are numbers.</summary>
internal sealed class Table(string title, params string[] header)
{
    private readonly List<string[]> _rows = [];
    private readonly List<string> _notes = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Adds a line beneath the table, once.</summary>
    public void Note(string text)
    {
        if (!_notes.Contains(text))
            _notes.Add(text);
    }

    public override string ToString()
    {
        var text = new StringBuilder($"## {title}\n\n| {string.Join(" | ", header)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", header.Length - 1))}\n");
        foreach (var row in _rows)
            text.Append($"| {string.Join(" | ", row)} |\n");
        if (_notes.Count > 0)
            text.Append('\n');
        foreach (var note in _notes)
            text.Append($"- {note}\n");
        return text.ToString();
    }
}
