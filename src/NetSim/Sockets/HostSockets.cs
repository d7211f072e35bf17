using NetSim.Packets.Ipv4;
using NetSim.Stack;

namespace NetSim.Sockets;

/// <summary>What a host offers to applications: UDP and TCP sockets, and ping.</summary>
public sealed class HostSockets
{
    internal HostSockets(HostStack stack) => Stack = stack;

    internal HostStack Stack { get; }

    /// <summary>Opens a UDP port; 0 for any free one.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    public UdpSocket BindUdp(ushort port = 0) => new(Stack, port);

    /// <summary>A TCP socket, not bound and not connected, for what <see cref="Listen"/> and <see cref="ConnectAsync(Ipv4EndPoint, CancellationToken)"/> do not do.</summary>
    public TcpSocket CreateTcpSocket() => new(Stack);

    /// <summary>Listens on a TCP port of all addresses, which may have connections from before.</summary>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="backlog">How many connections may be in their handshake or wait to be accepted; further SYNs are dropped.</param>
    /// <param name="configure">Sets the socket's options, which connections inherit.</param>
    /// <exception cref="System.Net.Sockets.SocketException">Something listens on the port already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is 0, or the backlog is not positive.</exception>
    public TcpListener Listen(ushort port, int backlog = 128, Action<TcpSocket>? configure = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(port);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        var socket = new TcpSocket(Stack) { ReuseAddress = true };
        try
        {
            configure?.Invoke(socket);
            socket.Bind(new Ipv4EndPoint(Ipv4Address.Any, port));
            socket.Listen(backlog);
            return new TcpListener(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a TCP connection from an ephemeral port; completes when the handshake is complete on this side.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It was refused, timed out, or the peer is out of reach.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first; the attempt is given up.</exception>
    public Task<TcpStream> ConnectAsync(Ipv4EndPoint remote, CancellationToken cancellationToken = default) =>
        ConnectAsync(remote, static _ => { }, cancellationToken);

    /// <summary>Opens a TCP connection with options of its own.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="configure">Sets the socket's options, may bind it, or start to record it.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <inheritdoc cref="ConnectAsync(Ipv4EndPoint, CancellationToken)"/>
    public async Task<TcpStream> ConnectAsync(Ipv4EndPoint remote, Action<TcpSocket> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var socket = new TcpSocket(Stack);
        try
        {
            configure(socket);
            await socket.ConnectAsync(remote, cancellationToken);
            return new TcpStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends an echo request and completes with what became of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task<PingReply> PingAsync(Ipv4Address destination, PingOptions? options = null, CancellationToken cancellationToken = default) =>
        Ping.SendAsync(Stack, destination, options ?? new PingOptions(), cancellationToken);
}
