namespace NetSim.Services.Http;

/// <summary>What a server has at a path.</summary>
internal sealed record HttpRoute(string Path, IReadOnlyList<string> Methods, Func<HttpRequest, Task<HttpResponse>> Handler)
{
    /// <summary>Who may GET may ask for the head alone, too (RFC 9110 §9.3.2).</summary>
    public bool Allows(string method) => Methods.Contains(method) || (method == "HEAD" && Methods.Contains("GET"));

    /// <summary>The Allow field of a 405 (RFC 9110 §10.2.1).</summary>
    public string Allow => string.Join(", ", Methods.Contains("GET") && !Methods.Contains("HEAD") ? [.. Methods, "HEAD"] : Methods);
}
