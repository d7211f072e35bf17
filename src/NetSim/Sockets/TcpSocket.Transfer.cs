using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <content>Receiving and sending.</content>
public sealed partial class TcpSocket
{

    /// <summary>How many octets can be received at once (FIONREAD).</summary>
    public int Available => _connection?.Available ?? 0;

    /// <summary>How many octets were sent by the application and are not acknowledged by the peer (SIOCOUTQ).</summary>
    public int Unacknowledged => _connection?.Unacknowledged ?? 0;

    /// <summary>Whether the next octet to be received is the urgent one (SIOCATMARK, RFC 6093).</summary>
    public bool IsAtUrgentMark => _connection?.IsAtUrgentMark == true;

    /// <summary>Receives what has arrived, or completes when something does; 0 octets at the end of the stream. With an empty buffer it waits until something can be received.</summary>
    /// <param name="buffer">Where the octets go.</param>
    /// <param name="flags"><see cref="SocketFlags.Peek"/> leaves the octets to be received again; <see cref="SocketFlags.OutOfBand"/> takes the urgent octet, and never waits.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is lost.</param>
    /// <exception cref="SocketException">The connection failed, or there is none; or the flags are not supported.</exception>
    /// <exception cref="InvalidOperationException">Another receive waits already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, SocketFlags flags = SocketFlags.None, CancellationToken cancellationToken = default) =>
        ReceiveAsync(nameof(ReceiveAsync), buffer, flags, cancellationToken);

    /// <summary>Receives what has arrived, without waiting.</summary>
    /// <param name="buffer">Where the octets go.</param>
    /// <param name="flags">As for <see cref="ReceiveAsync(Memory{byte}, SocketFlags, CancellationToken)"/>.</param>
    /// <param name="received">How many octets; 0 at the end of the stream.</param>
    /// <returns>
    /// <see cref="SocketError.Success"/>; <see cref="SocketError.WouldBlock"/> where nothing has arrived; <see cref="SocketError.NotConnected"/>; or the
    /// connection's error, once.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public SocketError TryReceive(Span<byte> buffer, SocketFlags flags, out int received)
    {
        EnsureOpen();
        return Receive(buffer, flags, out received);
    }

    private SocketError Receive(Span<byte> buffer, SocketFlags flags, out int received)
    {
        received = 0;
        if ((flags & ~(SocketFlags.Peek | SocketFlags.OutOfBand)) != 0)
            return SocketError.OperationNotSupported;
        if (_connection is not { } connection)
            return SocketError.NotConnected;
        if ((flags & SocketFlags.OutOfBand) != 0)
            return TryReceiveUrgent(connection, buffer, out received);
        if (connection.Available > 0)
        {
            received = (flags & SocketFlags.Peek) != 0 ? connection.Peek(buffer) : connection.Read(buffer);
            return SocketError.Success;
        }

        if (connection.IsAtEnd)
            return SocketError.Success;
        if (TakeUntoldError() is var error and not SocketError.Success)
            return error;
        return connection.State == TcpState.Closed ? SocketError.Success : SocketError.WouldBlock;
    }

    /// <summary>Sends octets; completes when the last of them is in the send buffer.</summary>
    /// <param name="octets">They are copied.</param>
    /// <param name="flags"><see cref="SocketFlags.OutOfBand"/> makes the last octet urgent (RFC 6093: for old applications only).</param>
    /// <param name="cancellationToken">Ends the wait; what is in the send buffer by then is sent.</param>
    /// <returns>How many octets: all.</returns>
    /// <exception cref="SocketException">The connection failed, there is none, or its sending side is shut down; or the flags are not supported.</exception>
    /// <exception cref="InvalidOperationException">Another send waits already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, SocketFlags flags = SocketFlags.None, CancellationToken cancellationToken = default) =>
        SendAsync(Payload.Copy(octets.Span), flags, cancellationToken); // the caller may reuse its buffer

    /// <summary>Sends a payload without copying it; it may be virtual.</summary>
    /// <inheritdoc cref="SendAsync(ReadOnlyMemory{byte}, SocketFlags, CancellationToken)"/>
    public ValueTask<int> SendAsync(Payload octets, SocketFlags flags = SocketFlags.None, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(octets);
        return SendAsync(nameof(SendAsync), octets, flags, cancellationToken);
    }

    /// <summary>Sends as much as the send buffer has room for, without waiting.</summary>
    /// <param name="octets">They are copied.</param>
    /// <param name="flags">As for <see cref="SendAsync(ReadOnlyMemory{byte}, SocketFlags, CancellationToken)"/>.</param>
    /// <param name="sent">How many octets.</param>
    /// <returns>
    /// <see cref="SocketError.Success"/>; <see cref="SocketError.WouldBlock"/> where there is no room, or the handshake is not complete;
    /// <see cref="SocketError.NotConnected"/>; <see cref="SocketError.Shutdown"/> where the sending side is closed (EPIPE); or the connection's error, once.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public SocketError TrySend(ReadOnlySpan<byte> octets, SocketFlags flags, out int sent) => TrySend(Payload.Copy(octets), flags, out sent);

    /// <summary>Sends as much of a payload as the send buffer has room for, without waiting or copying; it may be virtual.</summary>
    /// <inheritdoc cref="TrySend(ReadOnlySpan{byte}, SocketFlags, out int)"/>
    public SocketError TrySend(Payload octets, SocketFlags flags, out int sent)
    {
        ArgumentNullException.ThrowIfNull(octets);
        EnsureOpen();
        return Send(octets, flags, out sent);
    }

    private SocketError Send(Payload octets, SocketFlags flags, out int sent)
    {
        sent = 0;
        if ((flags & ~SocketFlags.OutOfBand) != 0)
            return SocketError.OperationNotSupported;
        if (_connection is not { } connection)
            return SocketError.NotConnected;
        if (TakeUntoldError() is var error and not SocketError.Success)
            return error;
        var room = connection.WriteRoom;
        if (room == 0 && !connection.CanWrite)
            return SocketError.Shutdown;
        if (connection.State is TcpState.SynSent or TcpState.SynReceived)
            return SocketError.WouldBlock;
        sent = Math.Min(room, octets.Length);
        if (sent == 0)
            return octets.IsEmpty ? SocketError.Success : SocketError.WouldBlock;
        var part = octets.Slice(0, sent);
        if ((flags & SocketFlags.OutOfBand) != 0 && sent == octets.Length)
            connection.WriteUrgent(part);
        else
            connection.Write(part);
        return SocketError.Success;
    }

    /// <summary>The urgent octet, where it is kept out of the stream; as Linux tells that there is none.</summary>
    private SocketError TryReceiveUrgent(TcpConnection connection, Span<byte> buffer, out int received)
    {
        received = 0;
        if (_settings.UrgentInline)
            return SocketError.InvalidArgument;
        if (connection.TryReadUrgent(out var octet))
        {
            received = Math.Min(1, buffer.Length);
            if (received > 0)
                buffer[0] = octet;
            return SocketError.Success;
        }

        if (connection.IsAtEnd || connection.State == TcpState.Closed)
            return SocketError.Success;
        return connection.HasUrgent ? SocketError.WouldBlock : SocketError.InvalidArgument;
    }
}
