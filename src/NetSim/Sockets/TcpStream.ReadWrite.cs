using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Packets;

namespace NetSim.Sockets;

/// <content>Reading and writing.</content>
public sealed partial class TcpStream
{
    /// <summary>Reads what has arrived, or completes when something does; 0 octets at the end of the stream.</summary>
    /// <exception cref="IOException">The connection failed, now or before; the inner <see cref="SocketException"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another read waits already.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or is closed while this waits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await Socket.ReceiveAsync(nameof(ReadAsync), buffer, SocketFlags.None, cancellationToken);
            // A socket tells an error once. Who reads a stream to its end must not take a broken one for a whole one.
            if (count == 0 && Socket.FailureInsteadOfEnd is { } error)
                throw Failed(error);
            return count;
        }
        catch (SocketException exception)
        {
            throw Wrap(exception);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes octets; completes when the last of them is in the send buffer.</summary>
    /// <exception cref="IOException">The connection failed, now or before, or its sending side is shut down; the inner <see cref="SocketException"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another write waits already.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or is closed while this waits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WriteAsync(Payload.Copy(buffer.Span), cancellationToken); // the caller may reuse its buffer

    /// <summary>Writes a payload without copying it; it may be virtual.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(Payload payload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payload);
        try
        {
            await Socket.SendAsync(nameof(WriteAsync), payload, SocketFlags.None, cancellationToken);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.Shutdown && Socket.Failure is { } error)
        {
            throw Failed(error);
        }
        catch (SocketException exception)
        {
            throw Wrap(exception);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private Exception Wrap(SocketException exception) => exception.SocketErrorCode == SocketError.OperationAborted && _disposed
        ? new ObjectDisposedException(exception.Message, exception)
        : new IOException(exception.Message, exception);

    private IOException Failed(SocketError error)
    {
        var inner = SocketErrors.Create(error, $"{this}: {SocketErrors.Describe(error)}.");
        return new IOException(inner.Message, inner);
    }
}
