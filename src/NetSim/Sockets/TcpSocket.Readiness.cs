using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <content>Errors, readiness, and who waits for it.</content>
public sealed partial class TcpSocket : ITcpObserver
{
    private List<(TcpReadiness Interest, PendingOperation<TcpReadiness> Operation)>? _waiters; // null before the first
    private SocketError? _untoldError; // taken from the connection and not told yet

    /// <summary>What the socket is ready for, as Linux's <c>poll</c> tells it.</summary>
    public TcpReadiness Readiness
    {
        get
        {
            if (_closed)
                return TcpReadiness.None;
            if (_listening is not null)
                return _listening.HasAcceptable ? TcpReadiness.Readable : TcpReadiness.None;
            return (HasError ? TcpReadiness.Error : 0) | (_connection is null ? TcpReadiness.Writable | TcpReadiness.HungUp : ReadinessOf(_connection));
        }
    }

    /// <summary>Whether a receive, or an accept, would not wait.</summary>
    public bool IsReadable => (Readiness & TcpReadiness.Readable) != 0;

    /// <summary>Whether a send would not wait.</summary>
    public bool IsWritable => (Readiness & TcpReadiness.Writable) != 0;

    /// <summary>Whether an error waits to be told.</summary>
    public bool HasError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_untoldError.HasValue || _connection is { HasUntoldError: true }) && UntoldError is not null;
    }

    /// <summary>Whether nothing more will come after what can be received: the peer has closed, or reset the connection, or receiving is shut down.</summary>
    public bool IsPeerClosed => (Readiness & TcpReadiness.PeerClosed) != 0;

    /// <summary>The connection's error (SO_ERROR), or <see cref="SocketError.Success"/>. It is told once.</summary>
    public SocketError TakeError()
    {
        _stack.Simulation.EnsureOnThread();
        return TakeUntoldError();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked before each send
    private SocketError TakeUntoldError() => HasError ? TakeKnownError() : SocketError.Success;

    private SocketError TakeKnownError()
    {
        var error = _untoldError!.Value;
        _untoldError = null;
        return error;
    }

    /// <summary>What ICMP or ARP last told of the connection, which goes on all the same (RFC 9293 §3.9.2.2, MUST-47), or null. What is acknowledged next clears it.</summary>
    public SocketError? SoftError => _connection?.SoftError;

    /// <summary>Completes when the socket is ready for something of what is asked for, or fails or hangs up: what <c>poll</c> is built on. Any number may wait.</summary>
    /// <param name="interest">What to wait for. <see cref="TcpReadiness.Error"/> and <see cref="TcpReadiness.HungUp"/> always are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What of it the socket is ready for.</returns>
    /// <exception cref="SocketException">The socket is closed while this waits (<see cref="SocketError.OperationAborted"/>).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public Task<TcpReadiness> WaitAsync(TcpReadiness interest, CancellationToken cancellationToken = default)
    {
        EnsureOpen();
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TcpReadiness>(cancellationToken);
        interest |= TcpReadiness.Error | TcpReadiness.HungUp;
        if ((Readiness & interest) is not TcpReadiness.None and var ready)
            return Task.FromResult(ready);
        var operation = new PendingOperation<TcpReadiness>(_stack.Simulation, this, nameof(WaitAsync), interest);
        (_waiters ??= []).Add((interest, operation));
        operation.CancelWith(cancellationToken);
        return operation.Task;
    }

    /// <summary>The connection has come to rest after an event: whoever waits for what it brought goes on, at once.</summary>
    void ITcpObserver.OnChanged(TcpConnection connection)
    {
        if (connection != _connection)
            return;
        _wasConnected |= connection.IsSynchronized;
        if (_closed)
        {
            EndLinger(connection);
            return;
        }

        var isOver = connection.State == TcpState.Closed;
        if (_connect.IsWaiting && (connection.IsSynchronized || isOver))
            _connect.End(true);
        if (_receive.IsWaiting && (connection.Available > 0 || connection.IsAtEnd || isOver || HasError))
            ContinueReceive();
        if (_send.IsWaiting && ((connection.IsSynchronized && connection.WriteRoom > 0) || !connection.CanWrite || HasError))
            ContinueSend();
        if (_waiters is not null)
            CompleteWaiters();
    }

    private SocketError? UntoldError
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => _untoldError ??= _connection?.TakeError();
    }

    /// <summary>As Linux's tcp_poll has it: a connection that failed is closed both ways.</summary>
    private static TcpReadiness ReadinessOf(TcpConnection connection)
    {
        var state = connection.State;
        var isOver = state == TcpState.Closed;
        var receivesNoMore = connection.IsAtEnd || isOver || state is TcpState.CloseWait or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;
        var ready = TcpReadiness.None;
        if (receivesNoMore)
            ready |= TcpReadiness.Readable | TcpReadiness.PeerClosed;
        if (isOver || (receivesNoMore && !connection.CanWrite))
            ready |= TcpReadiness.HungUp;
        if (state is TcpState.SynSent or TcpState.SynReceived)
            return ready;
        if (connection.Available > 0)
            ready |= TcpReadiness.Readable;
        if (connection.WriteRoom > 0 || !connection.CanWrite)
            ready |= TcpReadiness.Writable;
        if (connection.HasUrgent)
            ready |= TcpReadiness.Urgent;
        return ready;
    }

    /// <summary>Each goes on in turn; what one of them does may change what the others find.</summary>
    private void CompleteWaiters()
    {
        if (_waiters is not { Count: > 0 } waiters)
            return;
        waiters.RemoveAll(waiter => waiter.Operation.IsCompleted);
        foreach (var (interest, operation) in waiters.ToArray())
        {
            if ((Readiness & interest) is not TcpReadiness.None and var ready)
                operation.TryComplete(ready);
        }
    }

    private void FailWaiters()
    {
        _connect.Fail(this, SocketError.OperationAborted);
        _accept.Fail(this, SocketError.OperationAborted);
        _receive.Fail(this, SocketError.OperationAborted);
        _send.Fail(this, SocketError.OperationAborted);
        foreach (var (_, operation) in _waiters?.ToArray() ?? [])
            operation.TryFail(Failed(SocketError.OperationAborted));
    }
}
