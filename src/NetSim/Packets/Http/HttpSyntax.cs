using System.Buffers;
using System.Text;

namespace NetSim.Packets.Http;

/// <summary>The characters that the parts of a head are made of (RFC 9110 §5.5, §5.6; RFC 9112 §3, §4).</summary>
internal static class HttpSyntax
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Token = SearchValues.Create(TokenCharacters); // tchar

    /// <summary>A token: a method, a field name, a connection option (RFC 9110 §5.6.2).</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>A request target: visible ASCII characters without spaces (RFC 9112 §3.2).</summary>
    public static bool IsTarget(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>Field content or a reason phrase: tabs, spaces, visible characters and obs-text (RFC 9110 §5.5, RFC 9112 §4).</summary>
    /// <remarks>CR, LF and NUL are what injections are made of; the other control characters are invalid, too.</remarks>
    public static bool IsContent(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!IsContent(character))
                return false;
        }

        return true;
    }

    public static bool IsContent(char character) => character is '\t' or (>= ' ' and not '\x7F' and <= '\xFF');

    /// <summary>Without the whitespace (OWS) around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(" \t");

    public static string RequireToken(string text, string parameter) =>
        IsToken(text) ? text : throw new ArgumentException($"{Show(text)} is not a token (RFC 9110 §5.6.2).", parameter);

    public static string RequireTarget(string text, string parameter) => IsTarget(text)
        ? text
        : throw new ArgumentException($"{Show(text)} is not a request target: percent-encode what is not visible ASCII.", parameter);

    public static string RequireContent(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        return IsContent(text)
            ? text
            : throw new ArgumentException($"{Show(text)} has a control character or one outside Latin-1.", parameter);
    }

    /// <summary>Writes text as Latin-1 and returns what is behind it.</summary>
    public static Span<byte> Write(string text, Span<byte> destination) => destination[Encoding.Latin1.GetBytes(text, destination)..];

    /// <summary>A line break in an exception's message would be an injection, too.</summary>
    private static string Show(string? text)
    {
        if (text is null)
            return "null";
        var shown = new StringBuilder("'");
        foreach (var character in text)
            shown.Append(char.IsControl(character) ? '?' : character);
        return shown.Append('\'').ToString();
    }
}
