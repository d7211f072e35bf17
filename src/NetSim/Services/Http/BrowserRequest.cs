using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Http;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Http;

/// <summary>A request of a browser on a connection of its own.</summary>
internal sealed class BrowserRequest(HostSockets sockets, TcpStream stream, HttpUrl url, BrowserOptions options)
{
    private readonly HttpReader _reader = new(stream, options.Limits, options.MaxBodyLength);
    private readonly DeviceTrace? _trace = sockets.Stack.Trace;

    public async Task<HttpResponse> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = new HttpRequestHead(
                "GET", url.Target, HttpVersion.Http11,
                [("Host", url.Authority), ("User-Agent", "NetSim"), ("Accept", "*/*"), ("Connection", "close")]);
            _trace?.Out(Layer.Application, PduAction.Encapsulate, head, Reason.HttpRequests, url.Target, url.Authority);
            await stream.WriteAsync(Payload.Wrap(head.ToArray()), cancellationToken);
            var response = await ReadAsync(cancellationToken);
            await CloseAsync(cancellationToken);
            return response;
        }
        finally
        {
            stream.Dispose();
        }
    }

    private async Task<HttpResponse> ReadAsync(CancellationToken cancellationToken)
    {
        HttpResponseHead head;
        do
        {
            head = await _reader.ReadResponseHeadAsync(cancellationToken)
                ?? throw new HttpMessageException($"{stream}: the server closed the connection without a response to GET {url}.");
        }
        while (head.StatusCode < 200); // interim responses (RFC 9110 §15.2)

        return new HttpResponse
        {
            StatusCode = head.StatusCode,
            ReasonPhrase = head.ReasonPhrase,
            Headers = head.Headers,
            Body = await ReadBodyAsync(head, cancellationToken),
        };
    }

    /// <summary>RFC 9112 §6.3, for responses to GET.</summary>
    private async Task<Payload> ReadBodyAsync(HttpResponseHead head, CancellationToken cancellationToken)
    {
        Payload body;
        var codings = head.Headers.Elements("Transfer-Encoding");
        if (HttpStatus.HasNoContent(head.StatusCode))
        {
            Decide(head, Reason.HttpHasNoContent, head.StatusCode);
            return Payload.Empty;
        }

        if (codings.Count > 0)
        {
            if (codings.Count > 1 || !codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase))
                throw new HttpMessageException($"{stream}: the response has the transfer coding {codings}, and the browser knows chunked only.");
            body = await _reader.ReadChunksAsync(cancellationToken);
            Decide(head, Reason.HttpIsCompleteByChunk, head.StatusCode, body.Length);
            return body;
        }

        if (!head.Headers.TryReadContentLength(out var length))
            throw new HttpMessageException($"{stream}: the response's Content-Length cannot be trusted.");
        body = length is { } known
            ? await _reader.ReadLengthAsync(known, cancellationToken)
            : await _reader.ReadToEndAsync(cancellationToken);
        Decide(head, length is null ? Reason.HttpIsCompleteByClose : Reason.HttpIsCompleteByLength, head.StatusCode, body.Length);
        return body;
    }

    /// <summary>Closes this side, and waits a while for the server to close its own.</summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        _trace?.Out(Layer.Application, PduAction.Encapsulate, null, Reason.HttpBrowserCloses);
        stream.Shutdown(SocketShutdown.Send);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = new SimTimer(sockets.Stack.Simulation, end.Cancel);
        timer.Start(options.CloseTimeout);
        try
        {
            await _reader.DiscardAsync(end.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            // The response is there: how the server closes matters no more.
        }
        finally
        {
            timer.Stop();
        }
    }

    private void Decide(HttpResponseHead head, Reason reason, params object?[] arguments) =>
        _trace?.In(Layer.Application, PduAction.Accept, head, reason, arguments);
}
