using System.Globalization;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Http;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Http;

/// <summary>A connection of an HTTP server: request after request, each answered before the next is read (RFC 9112 §9.3.2).</summary>
internal sealed class HttpServerConnection(HttpServer server, TcpStream stream)
{
    private readonly HttpReader _reader = new(stream, server.Options.Limits, server.Options.MaxBodyLength);

    /// <summary>Serves until either side closes. A connection that breaks ends nothing but itself.</summary>
    public async Task ServeAsync()
    {
        try
        {
            while (await ServeOneAsync())
            {
            }
        }
        catch (IOException)
        {
            // Reset, or timed out: TCP has said so.
        }
        finally
        {
            stream.Dispose();
        }
    }

    /// <summary>Reads a request and answers it; false where the connection is to be closed.</summary>
    private async Task<bool> ServeOneAsync()
    {
        HttpRequest? request;
        try
        {
            request = await WithinAsync(server.Options.IdleTimeout, isBackground: true, ReadAsync);
        }
        catch (HttpMessageException problem)
        {
            await RefuseAsync(problem);
            return false;
        }
        catch (OperationCanceledException)
        {
            server.Say(null, Reason.HttpIdles, server.Options.IdleTimeout);
            return false;
        }

        if (request is null)
        {
            server.Say(null, Reason.HttpIsClosed);
            return false;
        }

        var response = await server.RespondAsync(request);
        var keeps = request.Head.KeepsConnection && !response.Headers.HasConnectionOption("close");
        await WriteAsync(response, request.Method == "HEAD", keeps, request.Head.Version);
        if (!keeps)
            await AwaitCloseAsync();
        return keeps;
    }

    private async Task<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _reader.ReadRequestHeadAsync(cancellationToken) is not { } head)
            return null;
        if (!head.HasValidHost)
            throw new HttpMessageException($"{stream}: the request has not exactly one Host field (RFC 9112 §3.2).");
        return new HttpRequest(head, await ReadBodyAsync(head, cancellationToken), stream.RemoteEndPoint);
    }

    /// <summary>RFC 9112 §6.3, for requests.</summary>
    private async Task<Payload> ReadBodyAsync(HttpRequestHead head, CancellationToken cancellationToken)
    {
        var codings = head.Headers.Elements("Transfer-Encoding");
        if (!head.Headers.TryReadContentLength(out var length) || (length is not null && codings.Count > 0))
            throw new HttpMessageException($"{stream}: the request's length cannot be trusted.");
        if (codings.Count > 0 && head.Version.Minor == 0)
            throw new HttpMessageException($"{stream}: HTTP/1.0 has no transfer codings.");
        if (codings.Count > 0 && !codings[^1].Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new HttpMessageException($"{stream}: where chunked is not the last transfer coding, nobody knows where the request ends.");
        if (codings.Count > 1)
            throw new HttpMessageException(HttpStatus.NotImplemented, $"{stream}: the only transfer coding is chunked, not {codings}.");
        if (codings.Count == 0 && length is null or 0)
            return Payload.Empty;
        if (length > server.Options.MaxBodyLength)
            throw new HttpMessageException(HttpStatus.ContentTooLarge, $"{stream}: the request's content of {length} octets is too large.");

        if (head.Version.Minor >= 1 && _reader.Buffered.IsEmpty && head.Headers.Elements("Expect").Contains("100-continue", StringComparer.OrdinalIgnoreCase))
            await ContinueAsync();
        return length is { } known
            ? await _reader.ReadLengthAsync(known, cancellationToken)
            : await _reader.ReadChunksAsync(cancellationToken);
    }

    /// <summary>The client wants to know first whether it may send its content (RFC 9110 §10.1.1).</summary>
    private async Task ContinueAsync()
    {
        var head = new HttpResponseHead(HttpVersion.Http11, HttpStatus.Continue, HttpStatus.PhraseOf(HttpStatus.Continue), []);
        server.Say(head, Reason.HttpContinues);
        await stream.WriteAsync(Payload.Wrap(head.ToArray()));
    }

    private async Task RefuseAsync(HttpMessageException problem)
    {
        var octets = new MalformedPdu(Payload.Copy(_reader.Buffered), _reader.Error);
        server.Decide(octets, Reason.HttpRefusesRequest, problem.Message, problem.StatusCode, HttpStatus.PhraseOf(problem.StatusCode));
        await WriteAsync(HttpResponse.OfStatus(problem.StatusCode), isHead: false, keeps: false, HttpVersion.Http11);
        await AwaitCloseAsync();
    }

    /// <summary>Head and content leave in one write, so that they share segments.</summary>
    private async Task WriteAsync(HttpResponse response, bool isHead, bool keeps, HttpVersion version)
    {
        var head = HeadOf(response, keeps, version);
        var bodyLength = isHead || HttpStatus.HasNoContent(response.StatusCode) ? 0 : response.Body.Length;
        var octets = new byte[head.WireLength + bodyLength];
        head.Encode(octets);
        if (bodyLength > 0)
            response.Body.CopyTo(octets.AsSpan(head.WireLength));
        server.Say(head, keeps ? Reason.HttpRespondsAndKeeps : Reason.HttpRespondsAndCloses, response.StatusCode, response.ReasonPhrase, bodyLength);
        await stream.WriteAsync(Payload.Wrap(octets));
    }

    /// <summary>The fields that frame the message and speak of the connection are the server's own.</summary>
    private HttpResponseHead HeadOf(HttpResponse response, bool keeps, HttpVersion version)
    {
        var date = server.Simulation.TimeProvider.GetUtcNow().ToString("r", CultureInfo.InvariantCulture); // RFC 9110 §5.6.7
        var fields = response.Headers.Remove("Content-Length").Remove("Transfer-Encoding").Remove("Connection").Remove("Date").Remove("Server");
        fields = [("Date", date), ("Server", "NetSim"), .. fields];
        if (!HttpStatus.HasNoContent(response.StatusCode))
            fields = fields.Add("Content-Length", response.Body.Length.ToString(CultureInfo.InvariantCulture));
        if (!keeps)
            fields = fields.Add("Connection", "close");
        else if (version.Minor == 0)
            fields = fields.Add("Connection", "keep-alive");
        return new HttpResponseHead(HttpVersion.Http11, response.StatusCode, response.ReasonPhrase, fields);
    }

    /// <summary>Leaves the first FIN to the client for a while. What it still sends is left out, or TCP would answer it with a reset (RFC 9112 §9.6).</summary>
    private async Task AwaitCloseAsync()
    {
        try
        {
            await WithinAsync(server.Options.CloseGracePeriod, isBackground: false, async cancellationToken =>
            {
                await _reader.DiscardAsync(cancellationToken);
                return true;
            });
            server.Say(null, Reason.HttpIsClosed);
        }
        catch (OperationCanceledException)
        {
            server.Say(null, Reason.HttpClosesItself, server.Options.CloseGracePeriod);
        }
    }

    private async Task<T> WithinAsync<T>(Duration time, bool isBackground, Func<CancellationToken, Task<T>> read)
    {
        using var end = new CancellationTokenSource();
        var timer = new SimTimer(server.Simulation, end.Cancel) { IsBackground = isBackground };
        timer.Start(time);
        try
        {
            return await read(end.Token);
        }
        finally
        {
            timer.Stop();
        }
    }
}
