using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <summary>A TCP socket in virtual time, in the names of <see cref="Socket"/>: it listens, or is one end of a connection.</summary>
/// <remarks>
/// <para>Nothing blocks. What would is awaited (<c>…Async</c>), or tried (<c>Try…</c>, which answers <see cref="SocketError.WouldBlock"/>). One
/// receive, one send, one accept and one connect may wait at a time; <see cref="WaitAsync"/> may any number of times.</para>
/// <para>A failed connection tells its error once, to whoever asks first: a receive, a send, a connect, or <see cref="TakeError"/>. After that a
/// receive reads the end of the stream, and a send fails with <see cref="SocketError.Shutdown"/>.</para>
/// <para>Operations that wait when the socket is closed fail with <see cref="SocketError.OperationAborted"/>; later ones with
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed partial class TcpSocket : IDisposable, IAsyncDisposable
{
    private readonly HostStack _stack;
    private TcpSettings _settings;
    private Ipv4EndPoint? _bound;
    private TcpListening? _listening;
    private TcpConnection? _connection;
    private bool _wasConnected;
    private Waiter<bool> _accept;

    internal TcpSocket(HostStack stack)
    {
        stack.Simulation.EnsureOnThread();
        _stack = stack;
        _settings = new TcpSettings(stack.Tcp.Options);
    }

    private TcpSocket(HostStack stack, TcpConnection connection)
    {
        _stack = stack;
        _settings = connection.Settings;
        _connection = connection;
        _wasConnected = true;
        connection.Observer = this;
    }

    /// <summary>This side's address and port, or null before they are chosen. The address is 0.0.0.0 where it is left to the route.</summary>
    public Ipv4EndPoint? LocalEndPoint => _connection?.Local ?? _bound;

    /// <summary>The peer's address and port, or null where there is none.</summary>
    public Ipv4EndPoint? RemoteEndPoint => _connection?.Remote;

    /// <summary>The state of the connection; <see cref="TcpState.Closed"/> where there is none.</summary>
    public TcpState State => _connection?.StateToTell ?? TcpState.Closed;

    /// <summary>Whether the handshake is complete, and the connection not over.</summary>
    public bool IsConnected => State is not (TcpState.Closed or TcpState.SynSent or TcpState.SynReceived);

    /// <summary>Whether the socket is in LISTEN.</summary>
    public bool IsListening => _listening is not null;

    /// <summary>Why the connection failed, or null; told or not.</summary>
    internal SocketError? Failure => _connection?.Error;

    /// <summary>Why there is an end that the peer did not make, or null.</summary>
    internal SocketError? FailureInsteadOfEnd => _connection is { IsAtEnd: false } connection ? connection.Error : null;

    /// <summary>Chooses this side's address and port.</summary>
    /// <param name="local">An address of the host, or 0.0.0.0 for any of them; a port, or 0 for any free one.</param>
    /// <exception cref="SocketException">
    /// The address is not the host's (<see cref="SocketError.AddressNotAvailable"/>), the port is in use
    /// (<see cref="SocketError.AddressAlreadyInUse"/>), or the socket is bound already (<see cref="SocketError.InvalidArgument"/>).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void Bind(Ipv4EndPoint local)
    {
        EnsureOpen();
        if (_bound is not null || _connection is not null)
            throw Error(SocketError.InvalidArgument, $"{this}: it is bound already. Create another socket.");
        if (!local.Address.IsAny && !_stack.Ipv4.IsOwn(local.Address))
            throw Error(SocketError.AddressNotAvailable, $"{_stack.Name} has no address {local.Address}. Bind to one of its own, or to 0.0.0.0.");
        _bound = _stack.Tcp.Bind(local, ReuseAddress) ?? throw Error(
            SocketError.AddressAlreadyInUse,
            local.Port == 0 ? $"{_stack.Name}: no TCP port is free." : $"{_stack.Name}: TCP port {local.Port} is in use. Close the socket that has it, or take another port.");
    }

    /// <summary>Waits for connections on the port that the socket is bound to, or on any free one.</summary>
    /// <param name="backlog">How many connections may wait to be accepted; 0 is taken as 1.</param>
    /// <exception cref="SocketException">
    /// Something listens there already (<see cref="SocketError.AddressAlreadyInUse"/>), or the socket listens or connects already
    /// (<see cref="SocketError.InvalidArgument"/>).
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The backlog is negative.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void Listen(int backlog = 128)
    {
        EnsureOpen();
        ArgumentOutOfRangeException.ThrowIfNegative(backlog);
        if (_listening is not null || _connection is not null)
            throw Error(SocketError.InvalidArgument, $"{this}: it {(_listening is null ? "has a connection" : "listens")} already.");
        if (_bound is null)
            Bind(default);
        _listening = _stack.Tcp.Listen(_bound!.Value.Port, Math.Max(1, backlog), _settings, OnAcceptable, _bound.Value.Address) ?? throw Error(
            SocketError.AddressAlreadyInUse,
            $"{_stack.Name}: something listens on TCP port {_bound.Value.Port} already. Dispose of that listener, or take another port.");
    }

    /// <summary>Completes with the next connection whose handshake is complete. Its socket inherits this one's options.</summary>
    /// <exception cref="SocketException">The socket does not listen (<see cref="SocketError.InvalidArgument"/>), or is closed while this waits.</exception>
    /// <exception cref="InvalidOperationException">Another accept waits already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public Task<TcpSocket> AcceptAsync(CancellationToken cancellationToken = default) => AcceptAsync(isListener: false, cancellationToken);

    /// <summary>The same for a <see cref="TcpListener"/>, whose closing is told by <see cref="ObjectDisposedException"/>.</summary>
    internal async Task<TcpSocket> AcceptAsync(bool isListener, CancellationToken cancellationToken)
    {
        EnsureUsable(_accept, "accept");
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            while (true)
            {
                if (TryAccept() is { } socket)
                    return socket;
                await _accept.Begin(this, nameof(AcceptAsync), cancellationToken);
            }
        }
        catch (SocketException exception) when (isListener && exception.SocketErrorCode == SocketError.OperationAborted)
        {
            throw new ObjectDisposedException(exception.Message, exception);
        }
    }

    /// <summary>The next connection whose handshake is complete, or null where none waits.</summary>
    /// <exception cref="SocketException">The socket does not listen (<see cref="SocketError.InvalidArgument"/>).</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public TcpSocket? TryAccept()
    {
        EnsureOpen();
        if (_listening is null)
            throw Error(SocketError.InvalidArgument, $"{this}: it does not listen. Call Listen first.");
        return _listening.TryAccept() is { } connection ? new TcpSocket(_stack, connection) { ReuseAddress = ReuseAddress } : null;
    }

    /// <summary>How the connection fares: what Linux tells by TCP_INFO.</summary>
    /// <exception cref="SocketException">There is no connection (<see cref="SocketError.NotConnected"/>).</exception>
    public TcpConnectionInfo GetInfo()
    {
        _stack.Simulation.EnsureOnThread();
        return _connection?.Info() ?? throw Failed(SocketError.NotConnected);
    }

    /// <summary>Such as <c>Client TCP 192.168.100.1:49152 → 192.168.100.253:80</c>, or <c>Web Server TCP port 80</c>.</summary>
    public override string ToString() => (_connection, _bound) switch
    {
        ({ } connection, _) => $"{_stack.Name} TCP {connection}",
        (null, { Address.IsAny: true, Port: var port }) => $"{_stack.Name} TCP port {port}",
        (null, { } bound) => $"{_stack.Name} TCP {bound}",
        _ => $"{_stack.Name} TCP socket",
    };

    private void OnAcceptable()
    {
        _accept.End(true);
        CompleteWaiters();
    }

    // These two are asked before each receive and send, and pass: inlined, and what they throw is made elsewhere.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureOpen()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _stack.Simulation.EnsureOnThread();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureUsable<T>(in Waiter<T> waiter, string what)
    {
        EnsureOpen();
        if (waiter.IsWaiting)
            throw WaitsAlready(what);
    }

    private InvalidOperationException WaitsAlready(string what) => new($"{this}: another {what} waits already. Await it first.");

    private static SocketException Error(SocketError error, string message) => SocketErrors.Create(error, message);

    private SocketException Failed(SocketError error) => Error(error, $"{this}: {SocketErrors.Describe(error)}.");
}
