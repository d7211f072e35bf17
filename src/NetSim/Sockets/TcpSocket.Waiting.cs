using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Sockets;

/// <content>A receive and a send that wait. What is waited for is tried again when the connection has changed, by the event that changed it.</content>
public sealed partial class TcpSocket
{
    private Waiter<int> _receive;
    private Memory<byte> _receiveBuffer;
    private SocketFlags _receiveFlags;
    private Waiter<int> _send;
    private Payload _sendOctets = Payload.Empty;
    private int _sent;
    private SocketFlags _sendFlags;

    /// <summary>Receives as <see cref="ReceiveAsync(Memory{byte}, SocketFlags, CancellationToken)"/>, under the name that the application called.</summary>
    internal ValueTask<int> ReceiveAsync(string operation, Memory<byte> buffer, SocketFlags flags, CancellationToken cancellationToken)
    {
        EnsureUsable(_receive, "read");
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        var error = Receive(buffer.Span, flags, out var received);
        if (error == SocketError.Success)
            return new ValueTask<int>(received);
        if (error != SocketError.WouldBlock || (flags & SocketFlags.OutOfBand) != 0)
            return ValueTask.FromException<int>(Failed(error));
        (_receiveBuffer, _receiveFlags) = (buffer, flags);
        return _receive.Begin(this, operation, cancellationToken);
    }

    /// <summary>Sends as <see cref="SendAsync(Payload, SocketFlags, CancellationToken)"/>, under the name that the application called.</summary>
    internal ValueTask<int> SendAsync(string operation, Payload octets, SocketFlags flags, CancellationToken cancellationToken)
    {
        EnsureUsable(_send, "write");
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        var sent = 0;
        var error = SendRest(octets, ref sent, flags);
        if (error == SocketError.Success)
            return new ValueTask<int>(octets.Length);
        if (error != SocketError.WouldBlock)
            return ValueTask.FromException<int>(Failed(error));
        (_sendOctets, _sent, _sendFlags) = (octets, sent, flags);
        return _send.Begin(this, operation, cancellationToken);
    }

    private void ContinueReceive()
    {
        var error = Receive(_receiveBuffer.Span, _receiveFlags, out var received);
        if (error == SocketError.Success)
            _receive.End(received);
        else if (error != SocketError.WouldBlock)
            _receive.Fail(this, error);
    }

    private void ContinueSend()
    {
        var error = SendRest(_sendOctets, ref _sent, _sendFlags);
        if (error == SocketError.Success)
            _send.End(_sendOctets.Length);
        else if (error != SocketError.WouldBlock)
            _send.Fail(this, error);
    }

    /// <summary>Sends what there is room for of what is not sent; <see cref="SocketError.Success"/> when all of it is.</summary>
    private SocketError SendRest(Payload octets, ref int sent, SocketFlags flags)
    {
        while (true)
        {
            var rest = octets.Slice(sent, octets.Length - sent);
            var error = Send(rest, flags, out var count);
            sent += count;
            if (error == SocketError.WouldBlock)
                _connection!.TraceBlocked(rest);
            if (error != SocketError.Success || count == rest.Length)
                return error;
        }
    }

    /// <summary>One kind of operation, of which a socket has one at a time: its object serves again and again.</summary>
    private struct Waiter<T>
    {
        private PendingOperation<T>? _operation;
        private string? _name;

        /// <summary>Whether somebody waits.</summary>
        public readonly bool IsWaiting => _operation is { IsCompleted: false };

        public ValueTask<T> Begin(TcpSocket socket, string name, CancellationToken cancellationToken)
        {
            if (_operation is null || _name != name || !_operation.TryBeginAgain())
                _operation = new PendingOperation<T>(socket._stack.Simulation, socket, _name = name);
            if (cancellationToken.CanBeCanceled)
                _operation.CancelWith(cancellationToken);
            return _operation.ValueTask;
        }

        /// <summary>Whoever waits goes on, at once.</summary>
        public readonly void End(T result) => _operation?.TryEnd(result);

        public readonly void Fail(TcpSocket socket, SocketError error)
        {
            if (IsWaiting)
                _operation!.TryFail(socket.Failed(error));
        }
    }
}
