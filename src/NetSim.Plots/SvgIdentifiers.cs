using System.Globalization;
using System.Text.RegularExpressions;

namespace NetSim.Plots;

/// <summary>The identifiers in a picture: Skia numbers them through all pictures of a process, so that no two would be the same.</summary>
internal static partial class SvgIdentifiers
{
    /// <summary>The picture with its identifiers numbered from 0, in the order in which they come.</summary>
    public static string Renumber(string svg)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return Identifier().Replace(svg, match =>
        {
            if (!numbers.TryGetValue(match.Value, out var number))
                numbers.Add(match.Value, number = numbers.Count);
            return string.Create(CultureInfo.InvariantCulture, $"{match.Groups["kind"].Value}_{number}");
        });
    }

    [GeneratedRegex("""(?<=\sid="|url\(#|href="#)(?<kind>[a-z]+)_[0-9a-f]+""")]
    private static partial Regex Identifier();
}
