using System.Globalization;

namespace NetSim.Packets.Http;

/// <summary>A version of HTTP/1 (RFC 9112 §2.3). The default value is HTTP/1.0.</summary>
public readonly record struct HttpVersion
{
    /// <summary>The number of octets of the version's text.</summary>
    internal const int WireLength = 8;

    /// <summary>HTTP/1 with this minor version.</summary>
    /// <param name="minor">0 to 9; a reader takes what is above 1 for 1 (RFC 9110 §2.5).</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one digit.</exception>
    public HttpVersion(int minor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minor, 9);
        Minor = minor;
    }

    /// <summary>HTTP/1.0 (RFC 1945).</summary>
    public static HttpVersion Http10 => default;

    /// <summary>HTTP/1.1.</summary>
    public static HttpVersion Http11 { get; } = new(1);

    /// <summary>The digit behind the dot.</summary>
    public int Minor { get; }

    /// <summary>Reads <c>HTTP/1.</c> and a digit; another major version is none that this codec reads.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out HttpVersion version, out DecodeFault fault)
    {
        version = default;
        fault = DecodeFault.BadSyntax;
        if (text.Length != WireLength || !text.StartsWith("HTTP/")
            || !char.IsAsciiDigit(text[5]) || text[6] != '.' || !char.IsAsciiDigit(text[7]))
            return false;
        fault = text[5] == '1' ? DecodeFault.None : DecodeFault.BadVersion;
        version = new HttpVersion(text[7] - '0');
        return fault == DecodeFault.None;
    }

    /// <summary>Such as <c>HTTP/1.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.{Minor}");
}
