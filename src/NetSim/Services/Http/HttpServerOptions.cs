using NetSim.Kernel;
using NetSim.Packets.Http;

namespace NetSim.Services.Http;

/// <summary>How an HTTP server behaves.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The TCP port: 80 unless said otherwise.</summary>
    public ushort Port { get; init; } = 80;

    /// <summary>How large the head of a request may be.</summary>
    public HttpLimits Limits { get; init; } = HttpLimits.Default;

    /// <summary>How many octets the content of a request may have: 30,000,000 unless said otherwise, as Kestrel has it.</summary>
    public long MaxBodyLength { get; init; } = 30_000_000;

    /// <summary>How long a connection may be silent where a request, or more of it, is awaited: 60 s unless said otherwise.</summary>
    public Duration IdleTimeout { get; init; } = 60.Seconds;

    /// <summary>
    /// How long, after a last response, the server leaves the first FIN to the client: 2 s unless said otherwise; then it closes by
    /// itself (RFC 9112 §9.6). Whoever closes first has to keep the connection in TIME-WAIT, which a server has reason to avoid.
    /// </summary>
    public Duration CloseGracePeriod { get; init; } = 2.Seconds;
}
