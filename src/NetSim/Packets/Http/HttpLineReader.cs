using System.Text;

namespace NetSim.Packets.Http;

internal static class HttpLine
{
    /// <summary>CRLF (RFC 9112 §2.1).</summary>
    public const string End = "\r\n";
}

/// <summary>Takes a head apart into lines (RFC 9112 §2.2).</summary>
/// <remarks>
/// Deviates: RFC 9112 §2.2 allows a reader to take LF alone for the end of a line. This one does not, since two readers that
/// differ in where a line ends are what request smuggling lives on (RFC 9112 §11.2).
/// </remarks>
internal ref struct HttpLineReader(ReadOnlySpan<byte> octets)
{
    private readonly ReadOnlySpan<byte> _octets = octets;

    public int Position { get; private set; }

    public DecodeError Error { get; private set; }

    public HttpParseStatus Fail(DecodeFault fault, int offset)
    {
        Error = new("HTTP", fault, offset);
        return HttpParseStatus.Invalid;
    }

    /// <summary>Leaves out one empty line, as some old clients send behind a body (RFC 9112 §2.2).</summary>
    public void SkipEmptyLine()
    {
        if (_octets is [(byte)'\r', (byte)'\n', ..])
            Position = HttpLine.End.Length;
    }

    /// <summary>Reads a line without its end, whose octets are all allowed in a head.</summary>
    /// <param name="maxLength">The greatest number of octets, the line's end included.</param>
    /// <param name="line">The line.</param>
    public HttpParseStatus TryReadLine(int maxLength, out string line)
    {
        line = "";
        var rest = _octets[Position..];
        var length = IndexOfControl(rest);
        var known = length < 0 ? rest.Length : length;
        if (known > maxLength - HttpLine.End.Length)
            return Fail(DecodeFault.TooLarge, Position + Math.Max(0, maxLength - HttpLine.End.Length));
        if (length < 0 || (rest[length] == '\r' && length + 1 == rest.Length))
        {
            Error = new("HTTP", DecodeFault.Truncated, _octets.Length);
            return HttpParseStatus.Incomplete;
        }

        if (rest[length] != '\r' || rest[length + 1] != '\n') // a bare CR or LF, or another control character
            return Fail(DecodeFault.BadSyntax, Position + length);
        line = Encoding.Latin1.GetString(rest[..length]);
        Position += length + HttpLine.End.Length;
        return HttpParseStatus.Complete;
    }

    private static int IndexOfControl(ReadOnlySpan<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (!HttpSyntax.IsContent((char)octets[i]))
                return i;
        }

        return -1;
    }
}
