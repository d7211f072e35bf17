using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Http;

/// <summary>Opens http URLs: it resolves the name, connects, asks, reads the response, and closes.</summary>
public sealed class Browser
{
    private readonly HostSockets _sockets;
    private readonly DnsClient _dns;
    private readonly Func<CancellationToken, Task> _waitUntilConfigured;

    /// <summary>A browser of a host.</summary>
    /// <param name="sockets">The host's sockets.</param>
    /// <param name="dns">Who resolves names.</param>
    /// <param name="waitUntilConfigured">Completes when the host has an address; null where it has one.</param>
    /// <param name="options">How the browser behaves.</param>
    public Browser(
        HostSockets sockets, DnsClient dns, Func<CancellationToken, Task>? waitUntilConfigured = null, BrowserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(dns);
        _sockets = sockets;
        _dns = dns;
        _waitUntilConfigured = waitUntilConfigured ?? (_ => Task.CompletedTask);
        Options = options ?? new BrowserOptions();
    }

    /// <summary>How the browser behaves.</summary>
    public BrowserOptions Options { get; }

    /// <summary>
    /// Gets what is at a URL. Completes when the response is read and the connection is closed by both sides; a status such as 404 is no
    /// exception. Redirections to http URLs are followed.
    /// </summary>
    /// <param name="url">Such as <c>http://ark-inflearn.com/path?query</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The text is no http URL.</exception>
    /// <exception cref="SocketException">The name could not be resolved, the connection failed, or the time was up (<see cref="SocketError.TimedOut"/>).</exception>
    /// <exception cref="HttpMessageException">The response is malformed, cut short or too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<HttpResponse> GetAsync(string url, CancellationToken cancellationToken = default)
    {
        var parsed = HttpUrl.Parse(url);
        cancellationToken.ThrowIfCancellationRequested();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = new SimTimer(_sockets.Stack.Simulation, end.Cancel);
        timer.Start(Options.Timeout);
        var stage = new Stage { Text = "waiting for an address" };
        try
        {
            await _waitUntilConfigured(end.Token);
            return await FollowAsync(parsed, stage, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SocketErrors.Create(
                SocketError.TimedOut, $"{_sockets.Stack.Name}: {parsed} did not come within {Options.Timeout}: the time was up while {stage.Text}.");
        }
        catch (IOException problem) when (problem.InnerException is SocketException inner)
        {
            throw SocketErrors.Create(inner.SocketErrorCode, inner.Message);
        }
        finally
        {
            timer.Stop();
        }
    }

    private async Task<HttpResponse> FollowAsync(HttpUrl url, Stage stage, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await GetAsync(url, stage, cancellationToken);
            if (redirects == Options.MaxRedirects || response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Find("Location") is not { } location)
            {
                return response;
            }

            // RFC 9110 §10.2.2: the Location may be relative to the URL that was asked for.
            if (!Uri.TryCreate(new Uri(url.ToString()), location, out var target) || target.Scheme != "http")
                return response;
            url = HttpUrl.Parse(target.AbsoluteUri);
        }
    }

    private async Task<HttpResponse> GetAsync(HttpUrl url, Stage stage, CancellationToken cancellationToken)
    {
        Say(Reason.HttpTakesUrlApart, url, url.Host, url.Port, url.Target);
        stage.Text = $"resolving {url.Host}";
        var server = new Ipv4EndPoint(await _dns.ResolveAsync(url.Host, cancellationToken), url.Port);
        stage.Text = $"connecting to {server}";
        Say(Reason.HttpConnects, server);
        var stream = await _sockets.ConnectAsync(server, cancellationToken);
        stage.Text = $"waiting for the response of {server}";
        return await new BrowserRequest(_sockets, stream, url, Options).RunAsync(cancellationToken);
    }

    private void Say(Reason reason, params object?[] arguments) =>
        _sockets.Stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, null, reason, arguments);

    /// <summary>What a request was doing when its time was up.</summary>
    private sealed class Stage
    {
        public required string Text { get; set; }
    }
}
