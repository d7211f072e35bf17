using System.Text;

namespace NetSim.Tracing.Views;

/// <summary>Rows of text whose columns stand under each other.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";
    private readonly List<string[]> _rows = [];

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row; every row has the same number of cells.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the rows, each after the indent; the first column to the right where it holds numbers.</summary>
    public void WriteTo(StringBuilder text, string indent = "", bool isFirstRight = false)
    {
        if (IsEmpty)
            return;

        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, i) => i == 0 && isFirstRight ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append((indent + string.Join(Gap, cells)).TrimEnd()).Append('\n');
        }
    }
}
