using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <content>Reading, writing, and waiting for either.</content>
public sealed partial class TcpStream : ITcpObserver
{
    private PendingOperation<bool>? _connect;
    private PendingOperation<bool>? _read;
    private PendingOperation<bool>? _write;

    /// <summary>Reads what has arrived, or completes when something does; 0 octets at the end of the stream.</summary>
    /// <exception cref="IOException">The connection failed; the inner <see cref="SocketException"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another read waits already.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or is closed while this waits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        EnsureUsable(_read, "read");
        cancellationToken.ThrowIfCancellationRequested();
        while (_connection.Available == 0)
        {
            if (_connection.IsAtEnd)
                return 0;
            ThrowIfFailed();
            if (_connection.State == TcpState.Closed)
                return 0;
            await WaitAsync(ref _read, nameof(ReadAsync), cancellationToken);
            ObjectDisposedException.ThrowIf(_disposed, this);
        }

        return _connection.Read(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes octets; completes when the last of them is in the send buffer.</summary>
    /// <exception cref="IOException">The connection failed, or its sending side is shut down; the inner <see cref="SocketException"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another write waits already.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or is closed while this waits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WriteAsync(Payload.Copy(buffer.Span), cancellationToken); // the caller may reuse its buffer

    /// <summary>Writes a payload without copying it; it may be virtual.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async ValueTask WriteAsync(Payload payload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payload);
        EnsureUsable(_write, "write");
        cancellationToken.ThrowIfCancellationRequested();
        while (!payload.IsEmpty)
        {
            ThrowIfFailed();
            if (!_connection.CanWrite)
                throw Failed(SocketError.Shutdown, "its sending side is closed");
            var count = Math.Min(_connection.WriteRoom, payload.Length);
            if (count > 0)
            {
                var rest = payload.Slice(count, payload.Length - count);
                _connection.Write(payload.Slice(0, count));
                payload = rest;
                continue;
            }

            _connection.TraceBlocked(payload);
            await WaitAsync(ref _write, nameof(WriteAsync), cancellationToken);
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private Task<bool> WaitUntilConnectedAsync(CancellationToken cancellationToken) =>
        WaitAsync(ref _connect, nameof(ConnectAsync), cancellationToken);

    /// <summary>The connection has come to rest after an event: whoever waits for what it brought goes on, at once.</summary>
    void ITcpObserver.OnChanged(TcpConnection connection)
    {
        var isClosed = connection.State == TcpState.Closed;
        if (connection.IsSynchronized || isClosed)
            _connect?.TryComplete(true);
        if (connection.Available > 0 || connection.IsAtEnd || isClosed)
            _read?.TryComplete(true);
        if (connection.WriteRoom > 0 || !connection.CanWrite)
            _write?.TryComplete(true);
    }

    private Task<bool> WaitAsync(ref PendingOperation<bool>? waiter, string what, CancellationToken cancellationToken)
    {
        waiter = new PendingOperation<bool>(_stack.Simulation, this, what);
        waiter.CancelWith(cancellationToken);
        return waiter.Task;
    }

    private void FailWaiters()
    {
        _connect?.TryFail(new ObjectDisposedException(ToString()));
        _read?.TryFail(new ObjectDisposedException(ToString()));
        _write?.TryFail(new ObjectDisposedException(ToString()));
    }

    private void EnsureUsable(PendingOperation<bool>? waiter, string what)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stack.Simulation.EnsureOnThread();
        if (waiter is { IsCompleted: false })
            throw new InvalidOperationException($"{this}: another {what} waits already. Await it first.");
    }

    private void ThrowIfFailed()
    {
        if (_connection.Error is { } error)
            throw Failed(error, Describe(error));
    }

    private IOException Failed(SocketError error, string why)
    {
        var inner = SocketErrors.Create(error, $"{this}: {why}.");
        return new IOException(inner.Message, inner);
    }

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionReset => "the peer reset the connection",
        SocketError.ConnectionAborted => "the connection was aborted on this side",
        SocketError.TimedOut => "the peer stopped acknowledging, and TCP gave up",
        SocketError.HostUnreachable => "the peer became unreachable, and TCP gave up",
        _ => $"the connection failed ({error})",
    };
}
