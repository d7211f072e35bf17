using System.Globalization;
using System.Security;
using System.Text;

namespace NetSim.Scenarios;

/// <summary>The README's picture shows what the sample prints.</summary>
public sealed class ReadmePictureTests
{
    private const int LineHeight = 18;
    private const double CharacterWidth = 7.85;

    [Fact]
    public void The_picture_is_the_event_list()
    {
        using var run = SampleRun.Here();

        // What hosts drop because it is not for them is left out, so that the picture can be read.
        var lines = run.Text("events.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("(dropped", StringComparison.Ordinal))
            .Select(line => line[5..]);

        Golden.VerifyFile("docs/images/event-list.svg", Draw([.. lines]));
    }

    private static string Draw(string[] lines)
    {
        var width = (int)(lines.Max(line => line.Length) * CharacterWidth) + 40;
        var height = (lines.Length * LineHeight) + 34;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">""").Append('\n');
        svg.Append("<title>The event list of a web page</title>\n");
        svg.Append("""<rect width="100%" height="100%" rx="8" fill="#0f172a"/>""").Append('\n');
        svg.Append("""<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" xml:space="preserve">""").Append('\n');
        for (var i = 0; i < lines.Length; i++)
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="20" y="{(i * LineHeight) + 30}" fill="{ColorOf(lines[i], i)}">{SecurityElement.Escape(lines[i])}</text>""").Append('\n');
        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private static string ColorOf(string line, int index)
    {
        if (index == 0)
            return "#94a3b8";
        ReadOnlySpan<(string Type, string Color)> colors =
            [("  DHCP  ", "#fbbf24"), ("  ARP ", "#a3e635"), ("  DNS ", "#38bdf8"), ("  HTTP  ", "#f472b6")];
        foreach (var (type, color) in colors)
        {
            if (line.Contains(type, StringComparison.Ordinal))
                return color;
        }

        return "#e2e8f0";
    }
}
