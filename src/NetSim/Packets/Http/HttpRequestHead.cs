namespace NetSim.Packets.Http;

/// <summary>The head of an HTTP/1.1 request: the request line and the fields (RFC 9112 §3, §5).</summary>
/// <param name="Method">What is asked for, such as <c>GET</c>: a token, whose case matters (RFC 9110 §9.1).</param>
/// <param name="Target">Of what, such as <c>/index.html</c>: visible ASCII without spaces (RFC 9112 §3.2).</param>
/// <param name="Version">The client's version.</param>
/// <param name="Headers">The fields.</param>
/// <exception cref="ArgumentException">A part has a character that is not allowed there, such as a line break.</exception>
public sealed partial record HttpRequestHead(string Method, string Target, HttpVersion Version, HttpFields Headers) : Pdu
{
    /// <summary>What is asked for, such as <c>GET</c>: a token, whose case matters (RFC 9110 §9.1).</summary>
    public string Method { get; init => field = HttpSyntax.RequireToken(value, nameof(Method)); } =
        HttpSyntax.RequireToken(Method, nameof(Method));

    /// <summary>Of what, such as <c>/index.html</c>: visible ASCII without spaces (RFC 9112 §3.2).</summary>
    public string Target { get; init => field = HttpSyntax.RequireTarget(value, nameof(Target)); } =
        HttpSyntax.RequireTarget(Target, nameof(Target));

    /// <summary>The Host field's value, or null.</summary>
    public string? Host => Headers.Find("Host");

    /// <summary>Whether there is exactly one Host field, as a server must insist in HTTP/1.1 (RFC 9112 §3.2).</summary>
    /// <remarks>In HTTP/1.0 there may be none. The value may be empty, where the target has no authority; it has neither spaces nor a list.</remarks>
    public bool HasValidHost
    {
        get
        {
            var hosts = Headers.FindAll("Host");
            if (hosts.Count == 0)
                return Version.Minor == 0;
            return hosts.Count == 1 && (hosts[0].Length == 0 || IsAuthority(hosts[0]));
        }
    }

    private static bool IsAuthority(string text) => HttpSyntax.IsTarget(text) && !text.AsSpan().ContainsAny(",/?#@");

    /// <summary>Whether the client wants the connection to stay open (RFC 9112 §9.3).</summary>
    public bool KeepsConnection => Headers.KeepConnection(Version);

    /// <inheritdoc/>
    public override string ProtocolName => "HTTP";

    private string StartLine => $"{Method} {Target} {Version}";

    /// <summary>Such as <c>HTTP GET / HTTP/1.1</c>.</summary>
    public override string ToString() => $"HTTP {StartLine}";
}
