using System.Text;
using NetSim.Packets;
using NetSim.Packets.Http;

namespace NetSim.Services.Http;

/// <summary>A response: what a server's handler returns, and what a browser gets.</summary>
public sealed record HttpResponse
{
    /// <summary>The media type of text.</summary>
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>The media type of web pages.</summary>
    public const string Html = "text/html; charset=utf-8";

    /// <summary>How it went: 200 unless said otherwise.</summary>
    public int StatusCode { get; init; } = HttpStatus.Ok;

    /// <summary>The same for people; that of RFC 9110 unless said otherwise.</summary>
    public string ReasonPhrase { get => field ?? HttpStatus.PhraseOf(StatusCode); init; }

    /// <summary>The fields. A server adds Date, Server, Content-Length and Connection by itself.</summary>
    public HttpFields Headers { get; init; }

    /// <summary>The content.</summary>
    public Payload Body { get; init; } = Payload.Empty;

    /// <summary>Whether the status is one of success: 200 to 299.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>The content as text, in the charset that the Content-Type names if it is Latin-1 or ASCII, else in UTF-8.</summary>
    public string Text
    {
        get
        {
            var mediaType = Headers.Find("Content-Type") ?? "";
            var isLatin1 = mediaType.Contains("iso-8859-1", StringComparison.OrdinalIgnoreCase);
            return (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetString(Body.ToMemory().Span);
        }
    }

    /// <summary>A response with content.</summary>
    /// <exception cref="ArgumentException">The media type has a control character or the like.</exception>
    public static HttpResponse Of(Payload body, string mediaType, int statusCode = HttpStatus.Ok) => new()
    {
        StatusCode = statusCode,
        Headers = [("Content-Type", mediaType)],
        Body = body,
    };

    /// <summary>A response with text in UTF-8: a web page where it starts with <c>&lt;</c>, plain text otherwise.</summary>
    public static HttpResponse Of(string content, int statusCode = HttpStatus.Ok)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Of(Payload.FromText(content), content.StartsWith('<') ? Html : PlainText, statusCode);
    }

    /// <summary>A response of a status, its code and phrase as content.</summary>
    public static HttpResponse OfStatus(int statusCode) => Of($"{statusCode} {HttpStatus.PhraseOf(statusCode)}\n", statusCode);

    /// <summary>Such as <c>200 OK, 20 octets</c>.</summary>
    public override string ToString() => $"{StatusCode} {ReasonPhrase}, {Body.Length} octets";
}
