using Microsoft.Extensions.Logging;
using NetSim.Packets;
using NetSim.Packets.Http;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Tracing;

namespace NetSim.Services.Http;

/// <summary>An HTTP/1.1 server: content and handlers at paths (RFC 9110, RFC 9112).</summary>
/// <remarks>
/// A handler that throws is answered with 500 and logged as a warning; the run goes on, as a real server would. To end the run
/// instead, let the handler hand its exception to <see cref="Kernel.Simulation.Start"/>.
/// </remarks>
public sealed partial class HttpServer : IDisposable
{
    private readonly HostStack _stack;
    private readonly TcpListener _listener;
    private readonly ILogger _logger;
    private readonly Dictionary<string, HttpRoute> _routes = new(StringComparer.Ordinal); // for look-up only

    /// <summary>A server that listens from now on, and has nothing yet.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Something listens on the port already.</exception>
    public HttpServer(HostSockets sockets, HttpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        _stack = sockets.Stack;
        Options = options ?? new HttpServerOptions();
        _logger = _stack.Simulation.Options.LoggerFactory.CreateLogger<HttpServer>();
        _listener = sockets.Listen(Options.Port);
        TcpService.Start(_stack.Simulation, _listener, ServeAsync);
    }

    /// <summary>How the server behaves.</summary>
    public HttpServerOptions Options { get; }

    /// <summary>Puts text at a path, for GET and HEAD: a web page where it starts with <c>&lt;</c>, plain text otherwise.</summary>
    /// <returns>This server.</returns>
    /// <exception cref="ArgumentException">The path is taken, does not start with a slash or has characters that are not allowed.</exception>
    public HttpServer Map(string path, string content) => Map(path, HttpResponse.Of(content));

    /// <summary>Puts content of any media type at a path, for GET and HEAD.</summary>
    /// <returns>This server.</returns>
    /// <inheritdoc cref="Map(string, string)"/>
    public HttpServer Map(string path, Payload content, string mediaType) => Map(path, HttpResponse.Of(content, mediaType));

    /// <summary>Puts a response at a path, for GET and HEAD.</summary>
    /// <returns>This server.</returns>
    /// <inheritdoc cref="Map(string, string)"/>
    public HttpServer Map(string path, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Map(path, _ => Task.FromResult(response));
    }

    /// <summary>Puts a handler at a path.</summary>
    /// <param name="path">Percent-encoded, without a query, such as <c>/index.html</c>.</param>
    /// <param name="handler">Runs for each request, on the simulation's thread; what it awaits must come from the simulation.</param>
    /// <param name="methods">The methods that it takes; GET (and HEAD) unless said otherwise.</param>
    /// <returns>This server.</returns>
    /// <inheritdoc cref="Map(string, string)"/>
    public HttpServer Map(string path, Func<HttpRequest, Task<HttpResponse>> handler, params IReadOnlyList<string> methods)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(methods);
        if (!HttpSyntax.IsTarget(path) || path[0] != '/' || path.Contains('?', StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' is not a path. Write it with a slash in front, percent-encoded and without a query, such as /index.html.", nameof(path));
        if (!_routes.TryAdd(path, new HttpRoute(path, methods.Count == 0 ? ["GET"] : methods, handler)))
            throw new ArgumentException($"{_stack.Name}: the HTTP server has something at {path} already.", nameof(path));
        return this;
    }

    /// <summary>Stops listening; connections that are open go on until they end.</summary>
    public void Dispose() => _listener.Dispose();

    private Task ServeAsync(TcpStream stream)
    {
        // A response is written whole: its last, short segment need not wait until the others are acknowledged.
        stream.NoDelay = true;
        return new HttpServerConnection(this, stream).ServeAsync();
    }

    /// <summary>The response to a request: what is at its path, or why there is none.</summary>
    internal async Task<HttpResponse> RespondAsync(HttpRequest request)
    {
        if (!_routes.TryGetValue(request.Path, out var route))
        {
            Decide(request.Head, Reason.HttpFindsNothing, request.Path);
            return HttpResponse.OfStatus(HttpStatus.NotFound);
        }

        if (!route.Allows(request.Method))
        {
            Decide(request.Head, Reason.HttpRefusesMethod, request.Path, request.Method, route.Allow);
            var refusal = HttpResponse.OfStatus(HttpStatus.MethodNotAllowed);
            return refusal with { Headers = refusal.Headers.Add("Allow", route.Allow) };
        }

        Decide(request.Head, Reason.HttpFindsRoute, request.Method, request.Path);
        return await HandleAsync(route, request);
    }

    internal void Decide(Pdu pdu, Reason reason, params object?[] arguments) =>
        _stack.Trace?.In(Layer.Application, PduAction.Accept, pdu, reason, arguments);

    internal void Say(Pdu? pdu, Reason reason, params object?[] arguments) =>
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, pdu, reason, arguments);

    internal Kernel.Simulation Simulation => _stack.Simulation;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws, the client gets an answer.")]
    private async Task<HttpResponse> HandleAsync(HttpRoute route, HttpRequest request)
    {
        try
        {
            return await route.Handler(request) ?? throw new InvalidOperationException($"The handler of {request} returned no response.");
        }
        catch (Exception exception)
        {
            LogHandlerFailed(exception, _stack.Name, request);
            Decide(request.Head, Reason.HttpHandlerFails, route.Path, exception.GetType().Name);
            return HttpResponse.OfStatus(HttpStatus.InternalServerError);
        }
    }

    [LoggerMessage(300, LogLevel.Warning, "{Host}: the handler of {Request} failed; the client gets a 500.")]
    private partial void LogHandlerFailed(Exception exception, string host, HttpRequest request);
}
