using System.Net.Sockets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>The system calls that scripts make, on sockets of the stack under test.</summary>
/// <remarks>A call that would block waits in virtual time; whoever made it sees to how long.</remarks>
internal sealed partial class SystemCalls(CallContext context)
{
    private readonly OrderedDictionary<int, Descriptor> _descriptors = [];

    /// <summary>Makes a call.</summary>
    /// <exception cref="ScriptUnsupportedException">The call, or what it is called with, is not supported.</exception>
    public async Task<CallResult> Invoke(SystemCallEvent call)
    {
        var arguments = new CallArguments(call, context.Symbols);
        try
        {
            return await Invoke(arguments);
        }
        catch (SocketException error)
        {
            return CallResult.Fail(error.SocketErrorCode);
        }
        catch (ArgumentOutOfRangeException)
        {
            return CallResult.Fail("EINVAL");
        }
        catch (ObjectDisposedException)
        {
            return CallResult.Fail("EBADF");
        }
        catch (InvalidOperationException error)
        {
            throw new ScriptUnsupportedException($"{call.Name}: {error.Message}");
        }
    }

    /// <summary>The TCP socket of a connection, or <see langword="null"/> where the program has none, or has closed it.</summary>
    public TcpSocket? SocketOf(ScriptConnection? connection) =>
        _descriptors.Values.OfType<TcpDescriptor>().LastOrDefault(descriptor => descriptor.Connection == connection)?.Socket;

    /// <summary>The TCP sockets of the program, in the order in which they were made.</summary>
    public IEnumerable<(int Number, TcpSocket Socket)> TcpSockets =>
        _descriptors.Values.OfType<TcpDescriptor>().Select(descriptor => (descriptor.Number, descriptor.Socket));

    /// <summary>Lets so much time pass.</summary>
    public void Sleep(double seconds) => context.Bed.RunBefore(context.Bed.Now + NetSim.Kernel.Duration.FromSeconds(seconds));

    private Task<CallResult> Invoke(CallArguments call)
    {
        switch (call.Event.Name)
        {
            case "socket":
                return Task.FromResult(Socket(call));
            case "epoll_create" or "epoll_create1":
                return Task.FromResult(CreateEpoll(call));
            case "poll":
                return Poll(call);
        }

        if (!IsKnown(call.Event.Name))
            throw new ScriptUnsupportedException($"the system call {call.Event.Name}");
        if (!_descriptors.TryGetValue(call.Integer(0), out var descriptor))
            return Task.FromResult(CallResult.Fail("EBADF"));
        return call.Event.Name switch
        {
            "close" => Close(descriptor),
            "fcntl" => Task.FromResult(Fcntl(call, descriptor)),
            "ioctl" => Task.FromResult(Ioctl(call, descriptor)),
            "epoll_ctl" => Task.FromResult(ControlEpoll(call, descriptor)),
            "epoll_wait" or "epoll_pwait" => WaitEpoll(call, descriptor),
            _ => descriptor switch
            {
                TcpDescriptor tcp => Invoke(call, tcp),
                UdpDescriptor udp => Invoke(call, udp),
                _ => Task.FromResult(CallResult.Fail("ENOTSOCK")),
            },
        };
    }

    private static bool IsKnown(string name) => name is
        "bind" or "listen" or "accept" or "accept4" or "connect" or "read" or "readv" or "recv" or "recvfrom" or "recvmsg" or "write" or "writev"
        or "send" or "sendto" or "sendmsg" or "shutdown" or "close" or "fcntl" or "ioctl" or "getsockopt" or "setsockopt" or "getsockname"
        or "getpeername" or "epoll_ctl" or "epoll_wait" or "epoll_pwait";

    private Task<CallResult> Invoke(CallArguments call, TcpDescriptor descriptor) => call.Event.Name switch
    {
        "bind" => Task.FromResult(Bind(call, descriptor)),
        "listen" => Task.FromResult(Listen(call, descriptor)),
        "accept" or "accept4" => Accept(call, descriptor),
        "connect" => Connect(call, descriptor),
        "read" or "readv" or "recv" or "recvfrom" or "recvmsg" => Receive(call, descriptor),
        "write" or "writev" or "send" or "sendto" or "sendmsg" => Send(call, descriptor),
        "shutdown" => Task.FromResult(Shutdown(call, descriptor)),
        "setsockopt" => Task.FromResult(SetOption(call, descriptor)),
        "getsockopt" => Task.FromResult(GetOption(call, descriptor)),
        "getsockname" => Task.FromResult(Name(call, descriptor.Socket.LocalEndPoint ?? default)),
        "getpeername" => Task.FromResult(descriptor.Socket.RemoteEndPoint is { } remote ? Name(call, remote) : CallResult.Fail("ENOTCONN")),
        _ => throw new ScriptUnsupportedException($"the system call {call.Event.Name}"),
    };

    private CallResult Socket(CallArguments call)
    {
        call.Expect(3);
        var type = call.Number(1);
        context.Symbols.TryGetValue("SOCK_NONBLOCK", out var nonBlocking);
        context.Symbols.TryGetValue("SOCK_CLOEXEC", out var closeOnExec);
        var (kind, protocol) = (type & ~(nonBlocking | closeOnExec), call.Number(2));
        const int Stream = 1;
        const int Datagram = 2;
        var number = NewNumber(call);
        Descriptor descriptor = (kind, protocol) switch
        {
            (Stream, 0 or (long)IpProtocol.Tcp) =>
                new TcpDescriptor(number, context.Bed.Sockets.CreateTcpSocket(), context.Execution.AddSocket(IpProtocol.Tcp)),
            (Datagram, 0 or (long)IpProtocol.Udp) => new UdpDescriptor(number, context, context.Execution.AddSocket(IpProtocol.Udp)),
            _ => throw new ScriptUnsupportedException($"socket({call[0]}, {call[1]}, {call[2]})"),
        };
        if (descriptor is TcpDescriptor tcp)
            tcp.Socket.UrgentInline = false; // as in both systems
        descriptor.IsNonBlocking = (type & nonBlocking) != 0;
        return Add(descriptor);
    }

    private CallResult Add(Descriptor descriptor)
    {
        _descriptors.Add(descriptor.Number, descriptor);
        return new CallResult(descriptor.Number);
    }

    /// <summary>The script says by its expected result which number the file has.</summary>
    private int NewNumber(CallArguments call)
    {
        var number = call.Evaluate(call.Event.Result) is >= 0 and <= int.MaxValue and var wanted ? (int)wanted : 1_000_000 + _descriptors.Count;
        return _descriptors.ContainsKey(number)
            ? throw new ScriptFailedException($"{call.Event.Name}: the file descriptor {number} is in use.")
            : number;
    }

    private CallResult Bind(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(3);
        var local = call.Address(1) ?? new Ipv4EndPoint(context.IsFreeBsd ? Ipv4Address.Any : context.Addresses.Local, context.Addresses.BindPort);
        descriptor.Socket.Bind(local);
        descriptor.Connection.Local = new Ipv4EndPoint(context.Addresses.Local, descriptor.Socket.LocalEndPoint!.Value.Port);
        return CallResult.Success;
    }

    private CallResult Listen(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(2);
        if (!descriptor.Socket.IsListening)
        {
            var backlog = call.Integer(1) is var wanted && (wanted < 0 || wanted > context.Settings.MaxBacklog) ? context.Settings.MaxBacklog : wanted;
            descriptor.Socket.Listen(backlog);
        }

        descriptor.Connection.State = ScriptConnectionState.Listening;
        descriptor.Connection.Local = new Ipv4EndPoint(context.Addresses.Local, descriptor.Socket.LocalEndPoint!.Value.Port);
        return CallResult.Success;
    }

    private async Task<CallResult> Accept(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(call.Event.Name == "accept" ? 3 : 4);
        var expected = call.Address(1);
        TcpSocket? socket;
        while ((socket = descriptor.Socket.TryAccept()) is null)
        {
            if (descriptor.IsNonBlocking)
                return CallResult.Fail("EAGAIN");
            await descriptor.Socket.WaitAsync(TcpReadiness.Readable);
        }

        if (context.IsFreeBsd && socket is { State: Stack.Tcp.TcpState.Closed, HasError: true })
            return CallResult.Fail("ECONNABORTED"); // reset while it waited
        var connection = context.Execution.FindAccepted(socket.LocalEndPoint!.Value, socket.RemoteEndPoint!.Value)
            ?? throw new ScriptFailedException($"accept: the script has no connection from {socket.RemoteEndPoint}.");
        context.Symbols.TryGetValue("SOCK_NONBLOCK", out var nonBlocking);
        var accepted = new TcpDescriptor(NewNumber(call), socket, connection)
        {
            // FreeBSD's accept hands the listener's flag on, Linux's does not.
            IsNonBlocking = call.Event.Name == "accept4" ? (call.Number(3) & nonBlocking) != 0 : context.IsFreeBsd && descriptor.IsNonBlocking,
            ReceiveLowWatermark = descriptor.ReceiveLowWatermark,
        };
        foreach (var (name, value) in descriptor.Values)
            accepted.Values[name] = value;
        return Add(accepted) with { Mismatch = Difference(expected, socket.RemoteEndPoint.Value) };
    }

    private async Task<CallResult> Connect(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(3);
        var remote = call.Address(1) ?? new Ipv4EndPoint(context.Addresses.Remote, context.Addresses.ConnectPort);
        if (!context.IsFreeBsd && descriptor is { WasConnecting: true, HasToldConnected: false, Socket.IsConnected: true })
        {
            descriptor.HasToldConnected = true; // Linux: the first connect after the handshake succeeds
            return CallResult.Success;
        }

        if (descriptor.Socket.IsListening)
            return CallResult.Fail(context.IsFreeBsd ? "EOPNOTSUPP" : "EISCONN");
        descriptor.Socket.StartConnect(remote);
        descriptor.WasConnecting = true;
        descriptor.Connection.State = ScriptConnectionState.Connecting;
        descriptor.Connection.Local = descriptor.Socket.LocalEndPoint!.Value;
        descriptor.Connection.Remote = remote;
        if (descriptor.IsNonBlocking)
            return CallResult.Fail("EINPROGRESS");
        while (descriptor.Socket is { IsConnected: false, HasError: false, State: not Stack.Tcp.TcpState.Closed })
            await descriptor.Socket.WaitAsync(TcpReadiness.Writable);
        descriptor.HasToldConnected = true;
        var error = descriptor.Socket.TakeError();
        return error == SocketError.Success ? CallResult.Success : CallResult.Fail(error);
    }

    private static CallResult Shutdown(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(2);
        if (call.Number(1) is not (>= 0 and <= 2 and var how))
            return CallResult.Fail("EINVAL");
        descriptor.Socket.Shutdown((SocketShutdown)how);
        return CallResult.Success;
    }

    private async Task<CallResult> Close(Descriptor descriptor)
    {
        _descriptors.Remove(descriptor.Number);
        foreach (var epoll in _descriptors.Values.OfType<EpollDescriptor>())
            epoll.Watched.Remove(descriptor.Number);
        switch (descriptor)
        {
            case UdpDescriptor udp:
                udp.Socket?.Dispose();
                break;
            case TcpDescriptor tcp when tcp.Socket.LingerState is { Enabled: true, LingerTime: > 0 } && (!context.IsFreeBsd || !tcp.IsNonBlocking):
                try
                {
                    await tcp.Socket.CloseAsync();
                }
                catch (SocketException) when (!context.IsFreeBsd)
                {
                    return CallResult.Success; // Linux's close does not tell
                }

                break;
            case TcpDescriptor tcp:
                tcp.Socket.Close();
                break;
        }

        return CallResult.Success;
    }

    private static CallResult Name(CallArguments call, Ipv4EndPoint actual)
    {
        call.Expect(3);
        return CallResult.Success with { Mismatch = Difference(call.Address(1), actual) };
    }

    private static string? Difference(Ipv4EndPoint? expected, Ipv4EndPoint actual) =>
        expected is null || expected == actual ? null : $"expected the address {expected}, got {actual}";
}
