using NetSim.Kernel;
using NetSim.Packets.Http;

namespace NetSim.Services.Http;

/// <summary>How a browser behaves.</summary>
public sealed record BrowserOptions
{
    /// <summary>How long a request may take in all, from waiting for an address on: 100 s unless said otherwise, as System.Net.Http.HttpClient has it.</summary>
    public Duration Timeout { get; init; } = 100.Seconds;

    /// <summary>How long the browser waits for the server's FIN after a response: 5 s unless said otherwise.</summary>
    public Duration CloseTimeout { get; init; } = 5.Seconds;

    /// <summary>How many octets the content of a response may have: 16 MiB unless said otherwise.</summary>
    public long MaxBodyLength { get; init; } = 16 * 1_024 * 1_024;

    /// <summary>How large the head of a response may be.</summary>
    public HttpLimits Limits { get; init; } = HttpLimits.Default;

    /// <summary>How many redirections are followed; the response behind them is returned as it is. 10 unless said otherwise.</summary>
    public int MaxRedirects { get; init; } = 10;
}
