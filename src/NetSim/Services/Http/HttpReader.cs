using System.Buffers;
using System.Globalization;
using NetSim.Packets;
using NetSim.Packets.Http;
using NetSim.Sockets;

namespace NetSim.Services.Http;

/// <summary>Reads messages from a connection, one behind the other. What it keeps is bounded.</summary>
internal sealed class HttpReader(TcpStream stream, HttpLimits limits, long maxBodyLength)
{
    private const int MaxChunkLineLength = 1_024;

    private byte[] _buffer = new byte[4_096];
    private int _start;
    private int _end;

    private delegate HttpParseStatus Parser<T>(
        ReadOnlySpan<byte> octets, HttpLimits limits, out T? head, out int consumed, out DecodeError error);

    /// <summary>What has arrived and is not read yet.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Why the last head was refused.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>The head of the next request, or null where the stream ends before it begins.</summary>
    /// <exception cref="HttpMessageException">It is no head, or cut short, or too large.</exception>
    public Task<HttpRequestHead?> ReadRequestHeadAsync(CancellationToken cancellationToken) =>
        ReadHeadAsync<HttpRequestHead>(HttpRequestHead.TryDecode, cancellationToken);

    /// <summary>The head of the next response, or null where the stream ends before it begins.</summary>
    /// <exception cref="HttpMessageException">It is no head, or cut short, or too large.</exception>
    public Task<HttpResponseHead?> ReadResponseHeadAsync(CancellationToken cancellationToken) =>
        ReadHeadAsync<HttpResponseHead>(HttpResponseHead.TryDecode, cancellationToken);

    /// <summary>Content of a known length.</summary>
    /// <exception cref="HttpMessageException">It is cut short, or too large.</exception>
    public async Task<Payload> ReadLengthAsync(long length, CancellationToken cancellationToken)
    {
        EnsureAccepted(length);
        var body = new ArrayBufferWriter<byte>();
        await ReadAsync(body, length, cancellationToken);
        return Payload.Wrap(body.WrittenMemory);
    }

    /// <summary>Content up to the end of the stream.</summary>
    /// <exception cref="HttpMessageException">It is too large.</exception>
    public async Task<Payload> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        do
        {
            EnsureAccepted(body.WrittenCount + Buffered.Length);
            body.Write(Buffered);
            Consume(Buffered.Length);
        }
        while (await FillAsync(cancellationToken));
        return Payload.Wrap(body.WrittenMemory);
    }

    /// <summary>Content in chunks; their extensions and the trailer fields are left out (RFC 9112 §7.1).</summary>
    /// <exception cref="HttpMessageException">A chunk is malformed or cut short, or they are too large.</exception>
    public async Task<Payload> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var size = ChunkSize(await ReadLineAsync(MaxChunkLineLength, cancellationToken));
            if (size == 0)
                break;
            EnsureAccepted(body.WrittenCount + size);
            await ReadAsync(body, size, cancellationToken);
            if ((await ReadLineAsync(HttpLine.End.Length, cancellationToken)).Length > 0)
                throw new HttpMessageException($"{stream}: a chunk is longer than it says.");
        }

        for (var length = 0; ;)
        {
            var trailer = await ReadLineAsync(limits.MaxFieldsLength - length, cancellationToken);
            if (trailer.Length == 0)
                return Payload.Wrap(body.WrittenMemory);
            length += trailer.Length + HttpLine.End.Length;
        }
    }

    /// <summary>Leaves out what still comes, until the stream ends.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        do
            Consume(Buffered.Length);
        while (await FillAsync(cancellationToken));
    }

    private async Task<T?> ReadHeadAsync<T>(Parser<T> parser, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var status = parser(Buffered, limits, out var head, out var consumed, out var error);
            if (status == HttpParseStatus.Complete)
            {
                Consume(consumed);
                return head;
            }

            Error = error;
            if (status == HttpParseStatus.Invalid)
                throw new HttpMessageException(StatusOf(error), $"{stream}: the head of the message is malformed ({error}).");
            if (await FillAsync(cancellationToken))
                continue;
            return Buffered.IsEmpty ? null : throw CutShort();
        }
    }

    /// <summary>A start line that is too long is a target that is too long; beyond it are the fields (RFC 9110 §15.5.15, RFC 6585 §5).</summary>
    private int StatusOf(DecodeError error)
    {
        if (error.Fault == DecodeFault.BadVersion)
            return HttpStatus.VersionNotSupported;
        if (error.Fault != DecodeFault.TooLarge)
            return HttpStatus.BadRequest;
        var before = Buffered[..Math.Min(error.Offset, Buffered.Length)].TrimStart("\r\n"u8);
        return before.IndexOf("\r\n"u8) >= 0 ? HttpStatus.HeaderFieldsTooLarge : HttpStatus.UriTooLong;
    }

    private async Task ReadAsync(ArrayBufferWriter<byte> body, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (Buffered.IsEmpty && !await FillAsync(cancellationToken))
                throw CutShort();
            var part = (int)Math.Min(length, Buffered.Length);
            body.Write(Buffered[..part]);
            Consume(part);
            length -= part;
        }
    }

    private async Task<string> ReadLineAsync(int maxLength, CancellationToken cancellationToken)
    {
        string? line;
        while (!TryReadLine(maxLength, out line))
        {
            if (!await FillAsync(cancellationToken))
                throw CutShort();
        }

        return line;
    }

    private bool TryReadLine(int maxLength, out string line)
    {
        var reader = new HttpLineReader(Buffered);
        var status = reader.TryReadLine(maxLength, out line);
        if (status == HttpParseStatus.Invalid)
            throw new HttpMessageException($"{stream}: the chunks of the message are malformed ({reader.Error}).");
        Consume(status == HttpParseStatus.Complete ? reader.Position : 0);
        return status == HttpParseStatus.Complete;
    }

    private long ChunkSize(string line)
    {
        var digits = line.AsSpan();
        if (digits.IndexOf(';') is >= 0 and var extension)
            digits = digits[..extension].TrimEnd(" \t");
        return digits.Length <= 15 && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new HttpMessageException($"{stream}: the size of a chunk is malformed.");
    }

    private void EnsureAccepted(long length)
    {
        if (length > maxBodyLength)
            throw new HttpMessageException(HttpStatus.ContentTooLarge, $"{stream}: the content is larger than {maxBodyLength} octets.");
    }

    private HttpMessageException CutShort() => new($"{stream}: the connection ended before the message did.");

    private void Consume(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Waits for more octets; false at the end of the stream.</summary>
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffered.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2); // bounded: heads and lines have limits, content is taken out
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }
}
