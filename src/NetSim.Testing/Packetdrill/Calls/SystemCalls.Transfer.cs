using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <content>Receiving and sending.</content>
internal sealed partial class SystemCalls
{
    /// <summary>What a transfer is to do.</summary>
    private readonly record struct Transfer(long Length, long Flags);

    private static readonly string[] ReceiveFlags = ["MSG_PEEK", "MSG_DONTWAIT", "MSG_OOB", "MSG_WAITALL", "MSG_TRUNC", "MSG_NOSIGNAL", "MSG_CMSG_CLOEXEC"];
    private static readonly string[] SendFlags = ["MSG_DONTWAIT", "MSG_OOB", "MSG_MORE", "MSG_NOSIGNAL", "MSG_EOR"];

    private async Task<CallResult> Receive(CallArguments call, TcpDescriptor descriptor)
    {
        var transfer = ReadTransfer(call, ReceiveFlags);
        var flags = (Has(transfer, "MSG_PEEK") ? SocketFlags.Peek : 0) | (Has(transfer, "MSG_OOB") ? SocketFlags.OutOfBand : 0);
        var waits = !descriptor.IsNonBlocking && !Has(transfer, "MSG_DONTWAIT") && !flags.HasFlag(SocketFlags.OutOfBand);
        var least = Has(transfer, "MSG_WAITALL") && waits ? transfer.Length : Math.Min(descriptor.ReceiveLowWatermark, transfer.Length);
        var deadline = context.Bed.Now + descriptor.ReceiveTimeout;
        var total = 0L;
        var mismatch = (string?)null;
        while (true)
        {
            var socket = descriptor.Socket;
            var buffer = new byte[(int)Math.Min(transfer.Length - total, Math.Max(1, socket.Available))];
            var error = socket.TryReceive(buffer, flags, out var received);
            total += received;
            mismatch ??= total == received ? DifferenceOf(call, buffer.AsSpan(0, received)) : null;
            var isEnd = error == SocketError.Success && received == 0;
            if (error != SocketError.Success && error != SocketError.WouldBlock)
                return total > 0 ? new CallResult(total) : CallResult.Fail(error);
            mismatch ??= error == SocketError.Success ? WaitingMismatch(call, descriptor) : null;
            if (isEnd || (error == SocketError.Success && (total >= least || flags != 0)) || (error == SocketError.WouldBlock && total > 0 && !waits))
                return new CallResult(total) { Mismatch = mismatch };
            if (!waits)
                return error == SocketError.WouldBlock ? CallResult.Fail("EAGAIN") : new CallResult(total) { Mismatch = mismatch };
            if (error == SocketError.WouldBlock && !await WaitAsync(socket, TcpReadiness.Readable, deadline))
                return total > 0 ? new CallResult(total) { Mismatch = mismatch } : CallResult.Fail("EAGAIN");
        }
    }

    private async Task<CallResult> Send(CallArguments call, TcpDescriptor descriptor)
    {
        var transfer = ReadTransfer(call, SendFlags);
        var flags = Has(transfer, "MSG_OOB") ? SocketFlags.OutOfBand : SocketFlags.None;
        var waits = !descriptor.IsNonBlocking && !Has(transfer, "MSG_DONTWAIT");
        var socket = descriptor.Socket;
        if (Has(transfer, "MSG_MORE") && !socket.Cork)
            (descriptor.HoldsForMore, socket.Cork) = (true, true);

        var deadline = context.Bed.Now + descriptor.SendTimeout;
        var total = 0L;
        while (true)
        {
            var rest = Payload.Zeros((int)Math.Min(transfer.Length - total, int.MaxValue));
            var error = socket.TrySend(rest, flags, out var sent);
            total += sent;
            descriptor.LackedRoom |= total < transfer.Length;
            if (total == transfer.Length || (error != SocketError.Success && error != SocketError.WouldBlock) || (!waits && sent < rest.Length))
            {
                if (descriptor.HoldsForMore && !Has(transfer, "MSG_MORE"))
                    (descriptor.HoldsForMore, socket.Cork) = (false, false);
                return total > 0 || error == SocketError.Success ? new CallResult(total) : FailedSend(error, descriptor);
            }

            if (error == SocketError.WouldBlock && !await WaitAsync(socket, TcpReadiness.Writable, deadline))
                return total > 0 ? new CallResult(total) : CallResult.Fail("EAGAIN");
        }
    }

    /// <summary>Waits until the socket is ready, or it is time. Returns whether it may be ready.</summary>
    private async Task<bool> WaitAsync(TcpSocket socket, TcpReadiness interest, Duration? deadline)
    {
        if (deadline is not { } end)
        {
            await socket.WaitAsync(interest);
            return true;
        }

        if (end <= context.Bed.Now)
            return false;
        using var source = new CancellationTokenSource();
        await Task.WhenAny(socket.WaitAsync(interest, source.Token), context.Bed.Simulation.Delay(end - context.Bed.Now, source.Token));
        Cancel(source);
        return true;
    }

    // A socket without a connection: Linux says EPIPE, FreeBSD ENOTCONN.
    private CallResult FailedSend(SocketError error, TcpDescriptor descriptor) =>
        error == SocketError.NotConnected && !context.IsFreeBsd ? CallResult.Fail("EPIPE") : CallResult.Fail(error);

    private Transfer ReadTransfer(CallArguments call, string[] supported)
    {
        var name = call.Event.Name;
        var transfer = name switch
        {
            "read" or "write" => new Transfer(LengthOf(call, 3, 2), 0),
            "readv" or "writev" => new Transfer(VectorOf(call), 0),
            "recv" or "send" => new Transfer(LengthOf(call, 4, 2), call.Number(3)),
            "recvfrom" or "sendto" => new Transfer(LengthOf(call, 6, 2), call.Number(3)),
            _ => MessageOf(call),
        };
        var known = supported.Sum(flag => context.Symbols.TryGetValue(flag, out var bit) ? bit : 0);
        if ((transfer.Flags & ~known) != 0)
            throw new ScriptUnsupportedException($"{name} with the flags {call[name is "recvmsg" or "sendmsg" ? 2 : 3]}");
        return transfer;
    }

    private static long LengthOf(CallArguments call, int arguments, int index)
    {
        call.Expect(arguments);
        return Math.Max(0, call.Number(index));
    }

    private static long VectorOf(CallArguments call)
    {
        call.Expect(3);
        return call.VectorLength(call[1]);
    }

    private static Transfer MessageOf(CallArguments call)
    {
        call.Expect(3);
        var message = call.Structure(1);
        if (message["msg_control"] is { } control and not ArrayExpression { Items.Count: 0 } && WaitingIn(call, control) is null)
            throw new ScriptUnsupportedException($"{call.Event.Name} with the control messages {control}");
        if (message["msg_flags"] is { } flags and not EllipsisExpression && call.Evaluate(flags) != 0)
            throw new ScriptUnsupportedException($"{call.Event.Name} with msg_flags={flags}");
        var vector = message["msg_iov"] ?? throw call.NotSupported(1);
        return new Transfer(call.VectorLength(vector), call.Number(2));
    }

    /// <summary>How much a control message says still waits (TCP_CM_INQ), or <see langword="null"/> where there is another.</summary>
    private static long? WaitingIn(CallArguments call, Expression control) =>
        call.Event.Name == "recvmsg" && control is ArrayExpression { Items: [StructureExpression only] }
            && only["cmsg_type"]?.ToString() == "TCP_CM_INQ" && only["cmsg_data"] is { } data
            ? call.Evaluate(data)
            : null;

    private static string? WaitingMismatch(CallArguments call, TcpDescriptor descriptor)
    {
        if (call.Event.Name != "recvmsg" || call.Structure(1)["msg_control"] is not { } control || WaitingIn(call, control) is not { } expected)
            return null;
        // Linux counts the FIN, which is read as the end, as one.
        var waiting = descriptor.Socket.Available + ((descriptor.Socket.Readiness & TcpReadiness.PeerClosed) != 0 && descriptor.Socket.Available == 0 ? 1 : 0);
        if (descriptor.Values.GetValueOrDefault("TCP_INQ") == 0)
            return "a control message, which the option TCP_INQ has not asked for";
        return waiting == expected ? null : $"expected TCP_CM_INQ = {expected}, got {waiting}";
    }

    private bool Has(Transfer transfer, string flag) => context.Symbols.TryGetValue(flag, out var bit) && (transfer.Flags & bit) != 0;

    /// <summary>Where the script says what is received, that: all that a script sends are zeros.</summary>
    private static string? DifferenceOf(CallArguments call, ReadOnlySpan<byte> octets)
    {
        if (call.Event.Name.EndsWith('v') || call.Event.Name.EndsWith("msg", StringComparison.Ordinal) || call[1] is not StringExpression text)
            return null;
        var expected = text.Text.Select(character => (byte)character).ToArray();
        var matches = octets.StartsWith(expected) && (text.HasMore || octets.Length == expected.Length);
        return matches ? null : $"expected the octets {text}, got {Convert.ToHexStringLower(octets[..Math.Min(16, octets.Length)])}";
    }

    private Task<CallResult> Invoke(CallArguments call, UdpDescriptor descriptor)
    {
        switch (call.Event.Name)
        {
            case "bind":
                call.Expect(3);
                descriptor.Open(call.Address(1)?.Port ?? context.Addresses.BindPort);
                return Task.FromResult(CallResult.Success);
            case "connect":
                call.Expect(3);
                descriptor.Open(0);
                descriptor.Destination = call.Address(1) ?? new Ipv4EndPoint(context.Addresses.Remote, context.Addresses.ConnectPort);
                descriptor.Connection.Remote = descriptor.Destination.Value;
                return Task.FromResult(CallResult.Success);
            case "read" or "readv" or "recv" or "recvfrom" or "recvmsg":
                return Receive(call, descriptor);
            case "write" or "writev" or "send" or "sendto" or "sendmsg":
                return Task.FromResult(Send(call, descriptor));
            case "setsockopt":
                return Task.FromResult(SetOption(call, descriptor));
            case "getsockopt":
                return Task.FromResult(GetOption(call, descriptor));
            case "getsockname":
                return Task.FromResult(Name(call, descriptor.Connection.Local));
            default:
                throw new ScriptUnsupportedException($"{call.Event.Name} on a UDP socket");
        }
    }

    private async Task<CallResult> Receive(CallArguments call, UdpDescriptor descriptor)
    {
        var transfer = ReadTransfer(call, ReceiveFlags);
        var waits = !descriptor.IsNonBlocking && !Has(transfer, "MSG_DONTWAIT");
        while (true)
        {
            if (descriptor.TakeError() is { } error)
                return CallResult.Fail(error.SocketErrorCode);
            if (descriptor.Take(Has(transfer, "MSG_PEEK")) is { } message)
                return new CallResult(Has(transfer, "MSG_TRUNC") ? message.Payload.Length : Math.Min(transfer.Length, message.Payload.Length));
            if (!waits)
                return CallResult.Fail("EAGAIN");
            await descriptor.WaitAsync(TcpReadiness.Readable | TcpReadiness.Error, default);
        }
    }

    private CallResult Send(CallArguments call, UdpDescriptor descriptor)
    {
        var transfer = ReadTransfer(call, SendFlags);
        if (descriptor.TakeError() is { } error)
            return CallResult.Fail(error.SocketErrorCode);
        var named = call.Event.Name switch
        {
            "sendto" when call[4] is not EllipsisExpression && call.Evaluate(call[4]) == 0 => null, // NULL
            "sendto" => call.Address(4) ?? new Ipv4EndPoint(context.Addresses.Remote, context.Addresses.ConnectPort),
            "sendmsg" when call.Structure(1)["msg_name"] is not null => new Ipv4EndPoint(context.Addresses.Remote, context.Addresses.ConnectPort),
            _ => (Ipv4EndPoint?)null,
        };
        if ((named ?? descriptor.Destination) is not { } destination)
            return CallResult.Fail("EDESTADDRREQ");
        descriptor.Connection.Remote = destination;
        descriptor.Open(0).Send(Payload.Zeros((int)Math.Min(transfer.Length, int.MaxValue)), destination);
        return new CallResult(transfer.Length);
    }
}
