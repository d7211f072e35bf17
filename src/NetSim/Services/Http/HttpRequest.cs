using NetSim.Packets;
using NetSim.Packets.Http;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Http;

/// <summary>A request as a server's handler sees it.</summary>
/// <param name="Head">The request line and the fields.</param>
/// <param name="Body">The content.</param>
/// <param name="Client">Who asks.</param>
public sealed record HttpRequest(HttpRequestHead Head, Payload Body, Ipv4EndPoint Client)
{
    /// <summary>The method, such as <c>GET</c>.</summary>
    public string Method => Head.Method;

    /// <summary>The path as it was sent, percent-encoded and without the query, such as <c>/index.html</c>.</summary>
    public string Path => PathAndQuery.Split('?')[0];

    /// <summary>What stands behind the question mark, or nothing.</summary>
    public string Query => PathAndQuery.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? PathAndQuery[(mark + 1)..] : "";

    /// <summary>The fields.</summary>
    public HttpFields Headers => Head.Headers;

    /// <summary>The content as UTF-8 text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body.ToMemory().Span);

    /// <summary>The target without scheme and authority, which a client may write before it (RFC 9112 §3.2.2).</summary>
    private string PathAndQuery
    {
        get
        {
            const string scheme = "http://";
            if (!Head.Target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return Head.Target;
            var path = Head.Target.AsSpan(scheme.Length).IndexOfAny('/', '?');
            if (path < 0)
                return "/";
            var rest = Head.Target[(scheme.Length + path)..];
            return rest[0] == '/' ? rest : $"/{rest}";
        }
    }

    /// <summary>Such as <c>GET /index.html</c>.</summary>
    public override string ToString() => $"{Method} {Head.Target}";
}
