using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <content>Opening a connection.</content>
public sealed partial class TcpSocket
{
    private Waiter<bool> _connect;

    /// <summary>Opens a connection, from an ephemeral port where the socket is not bound; completes when the handshake is complete on this side.</summary>
    /// <remarks>After a failure, or a cancelled attempt, the socket may be connected again.</remarks>
    /// <exception cref="SocketException">
    /// It was refused, timed out, or the peer is out of reach; or the socket is connected (<see cref="SocketError.IsConnected"/>), connecting
    /// (<see cref="SocketError.AlreadyInProgress"/>) or listening (<see cref="SocketError.InvalidArgument"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first; the attempt is given up.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public async Task ConnectAsync(Ipv4EndPoint remote, CancellationToken cancellationToken = default)
    {
        EnsureOpen();
        cancellationToken.ThrowIfCancellationRequested();
        StartConnect(remote);
        var connection = _connection!;
        try
        {
            while (IsConnecting)
                await _connect.Begin(this, nameof(ConnectAsync), cancellationToken);
            _connect = default; // most sockets connect once, and live long
        }
        catch (OperationCanceledException)
        {
            GiveUp(connection);
            throw;
        }

        if (connection.Error is not null && TakeError() is var error and not SocketError.Success)
            throw SocketErrors.NotConnected(error, _stack.Name, remote);
    }

    /// <summary>Opens a connection within a time.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="timeout">After which the attempt is given up, with <see cref="SocketError.TimedOut"/>.</param>
    /// <param name="cancellationToken">Gives the attempt up too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <inheritdoc cref="ConnectAsync(Ipv4EndPoint, CancellationToken)"/>
    public async Task ConnectAsync(Ipv4EndPoint remote, Duration timeout, CancellationToken cancellationToken = default)
    {
        EnsureOpen();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = new SimTimer(_stack.Simulation, source.Cancel);
        timer.Start(timeout);
        try
        {
            await ConnectAsync(remote, source.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Error(SocketError.TimedOut, $"{_stack.Name}: {remote} did not answer within {timeout}.");
        }
        finally
        {
            timer.Stop();
        }
    }

    /// <summary>
    /// Starts to open a connection and returns at once, as connecting a non-blocking socket does (EINPROGRESS). The socket is writable when the
    /// attempt has ended; <see cref="TakeError"/> tells how.
    /// </summary>
    /// <exception cref="SocketException">
    /// The attempt before failed, and nobody was told; or no route leads to the peer, no port is free, or the socket is connected
    /// (<see cref="SocketError.IsConnected"/>), connecting (<see cref="SocketError.AlreadyInProgress"/>) or listening
    /// (<see cref="SocketError.InvalidArgument"/>).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void StartConnect(Ipv4EndPoint remote)
    {
        EnsureOpen();
        if (_listening is not null)
            throw Failed(SocketError.InvalidArgument);
        if (IsConnecting)
            throw Failed(SocketError.AlreadyInProgress);
        if (_wasConnected)
            throw Failed(SocketError.IsConnected);
        if (TakeError() is var former and not SocketError.Success)
            throw SocketErrors.NotConnected(former, _stack.Name, _connection!.Remote);
        _connection = _stack.Tcp.Connect(BoundFor(remote), remote, _settings, out var error) ?? throw SocketErrors.NotConnected(error, _stack.Name, remote);
        _connection.Observer = this;
        _connection.Probe = _series;
        _connection.Connect();
    }

    private bool IsConnecting => State is TcpState.SynSent or TcpState.SynReceived;

    /// <summary>Where the address was left open, it is the one that the route to the peer has.</summary>
    private Ipv4EndPoint? BoundFor(Ipv4EndPoint remote) => _bound is { Address.IsAny: true } bound
        ? bound with { Address = _stack.Ipv4.SelectSource(remote.Address) ?? Ipv4Address.Any }
        : _bound;

    private void GiveUp(TcpConnection connection)
    {
        connection.Abort();
        connection.TakeError();
        CompleteWaiters();
    }
}
