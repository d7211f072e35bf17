using System.Globalization;
using System.Text;

namespace NetSim.Tracing.Views;

/// <summary>Octets in lines of sixteen: offset, hexadecimal, ASCII.</summary>
internal static class HexDump
{
    private const int OctetsPerLine = 16;

    public static void WriteTo(StringBuilder text, ReadOnlySpan<byte> octets, string indent)
    {
        for (var offset = 0; offset < octets.Length; offset += OctetsPerLine)
            WriteLine(text.Append(indent), offset, octets[offset..Math.Min(octets.Length, offset + OctetsPerLine)]);
    }

    private static void WriteLine(StringBuilder text, int offset, ReadOnlySpan<byte> octets)
    {
        text.Append(CultureInfo.InvariantCulture, $"{offset:x4} ");
        for (var i = 0; i < OctetsPerLine; i++)
        {
            if (i % 8 == 0)
                text.Append(' ');
            text.Append(i < octets.Length ? octets[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(' ');
        }

        text.Append(' ');
        foreach (var octet in octets)
            text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '.');
        text.Append('\n');
    }
}
