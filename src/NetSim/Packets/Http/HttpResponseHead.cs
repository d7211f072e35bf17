using System.Globalization;

namespace NetSim.Packets.Http;

/// <summary>The head of an HTTP/1.1 response: the status line and the fields (RFC 9112 §4, §5).</summary>
/// <param name="Version">The server's version.</param>
/// <param name="StatusCode">How it went: 100 to 999, of which RFC 9110 §15 defines 100 to 599.</param>
/// <param name="ReasonPhrase">The same for people, or nothing: Latin-1 without control characters.</param>
/// <param name="Headers">The fields.</param>
/// <exception cref="ArgumentException">The status code has not three digits, or the reason phrase has a line break or the like.</exception>
public sealed partial record HttpResponseHead(HttpVersion Version, int StatusCode, string ReasonPhrase, HttpFields Headers) : Pdu
{
    private const int MinStatusCode = 100;
    private const int MaxStatusCode = 999;

    /// <summary>How it went: 100 to 999, of which RFC 9110 §15 defines 100 to 599.</summary>
    public int StatusCode { get; init => field = RequireStatusCode(value, nameof(StatusCode)); } =
        RequireStatusCode(StatusCode, nameof(StatusCode));

    /// <summary>The same for people, or nothing: Latin-1 without control characters.</summary>
    public string ReasonPhrase { get; init => field = HttpSyntax.RequireContent(value, nameof(ReasonPhrase)); } =
        HttpSyntax.RequireContent(ReasonPhrase, nameof(ReasonPhrase));

    /// <summary>Whether the server leaves the connection open (RFC 9112 §9.3).</summary>
    public bool KeepsConnection => Headers.KeepConnection(Version);

    /// <inheritdoc/>
    public override string ProtocolName => "HTTP";

    private string StartLine => string.Create(CultureInfo.InvariantCulture, $"{Version} {StatusCode} {ReasonPhrase}");

    /// <summary>Such as <c>HTTP/1.1 200 OK</c>.</summary>
    public override string ToString() => StartLine.TrimEnd(' ');

    private static int RequireStatusCode(int value, string parameter) => value is >= MinStatusCode and <= MaxStatusCode
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, "A status code has three digits and starts with 1 to 9.");
}
