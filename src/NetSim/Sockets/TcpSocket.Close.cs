using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <content>Shutting down, closing, and lingering.</content>
public sealed partial class TcpSocket
{
    private bool _closed;
    private SimTimer? _lingerTimer;
    private PendingOperation<bool>? _linger;

    /// <summary>
    /// Closes one direction or both, without a reset. After sending is shut down the peer reads the end of the stream; what it sends after both are
    /// is answered with a reset (RFC 9293 §3.6.1).
    /// </summary>
    /// <exception cref="SocketException">There is no connection, or none any more (<see cref="SocketError.NotConnected"/>).</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void Shutdown(SocketShutdown how)
    {
        EnsureOpen();
        if (_connection is not { State: not TcpState.Closed } connection)
            throw Failed(SocketError.NotConnected);
        if (how != SocketShutdown.Send)
            connection.Close(closeSend: false);
        if (how != SocketShutdown.Receive)
            connection.ShutdownSend();
    }

    /// <summary>
    /// Closes the socket and returns at once. What was sent goes out in the background, with a FIN after it, unless <see cref="LingerState"/> says
    /// otherwise; a connection with octets that nobody received is reset. A listener's connections that nobody accepted are reset.
    /// </summary>
    public void Close()
    {
        if (_closed)
            return;
        _stack.Simulation.EnsureOnThread();
        _closed = true;
        _listening?.Close();
        if (_bound is { } bound)
            _stack.Tcp.Unbind(bound);
        if (_connection is { } connection)
            CloseConnection(connection);
        FailWaiters();
    }

    /// <summary>
    /// Closes the socket. Where <see cref="LingerState"/> names a time, completes when the peer has acknowledged everything, or when the time has
    /// passed and the connection was reset; else at once.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the closing.</param>
    /// <exception cref="SocketException">The time has passed, or the connection failed, before everything was acknowledged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        Close();
        if (_lingerTimer is not { IsRunning: true })
            return;
        if (_linger is null or { IsCompleted: true })
            _linger = new PendingOperation<bool>(_stack.Simulation, this, nameof(CloseAsync));
        _linger.CancelWith(cancellationToken);
        await _linger.Task;
    }

    /// <summary>Closes the connection by a reset: what is under way is lost, and the peer is told.</summary>
    public void Abort()
    {
        _stack.Simulation.EnsureOnThread();
        _connection?.Abort();
        StopLinger();
        _linger?.TryFail(Failed(SocketError.OperationAborted));
        Close();
    }

    /// <inheritdoc cref="Close"/>
    public void Dispose() => Close();

    /// <inheritdoc cref="CloseAsync"/>
    public ValueTask DisposeAsync() => new(CloseAsync());

    private void CloseConnection(TcpConnection connection)
    {
        switch (_settings.Linger)
        {
            case null:
                connection.Close();
                break;
            case { LingerTime: <= 0 }:
                connection.Abort();
                break;
            case { LingerTime: var seconds }:
                connection.Close();
                if (!IsLingering(connection))
                    break;
                _lingerTimer = new SimTimer(_stack.Simulation, OnLingerTimeout);
                _lingerTimer.Start(seconds.Seconds);
                break;
        }

        if (_lingerTimer is null)
            connection.Observer = null; // nobody waits for it: in TIME-WAIT, for minutes, it keeps no socket
    }

    private static bool IsLingering(TcpConnection connection) =>
        connection.State is not (TcpState.Closed or TcpState.FinWait2 or TcpState.TimeWait);

    private void EndLinger(TcpConnection connection)
    {
        if (_lingerTimer is not { IsRunning: true } || IsLingering(connection))
            return;
        StopLinger();
        if (connection.Error is { } error)
            _linger?.TryFail(Failed(error));
        else
            _linger?.TryComplete(true);
    }

    private void OnLingerTimeout()
    {
        _connection!.Abort();
        _linger?.TryFail(Failed(SocketError.TimedOut));
    }

    private void StopLinger() => _lingerTimer?.Stop();
}
