using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <summary>A TCP port in LISTEN, as an application holds it.</summary>
public sealed class TcpListener : IDisposable
{
    private readonly HostStack _stack;
    private readonly TcpListening _listening;
    private PendingOperation<bool>? _accept;
    private bool _disposed;

    internal TcpListener(HostStack stack, ushort port, int backlog)
    {
        ArgumentOutOfRangeException.ThrowIfZero(port);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        _stack = stack;
        LocalPort = port;
        _listening = stack.Tcp.Listen(port, backlog, new TcpSettings(stack.Tcp.Options), OnAccepted) ?? throw SocketErrors.Create(
            SocketError.AddressAlreadyInUse,
            $"{stack.Name}: something listens on TCP port {port} already. Dispose of that listener, or take another port.");
    }

    /// <summary>The port.</summary>
    public ushort LocalPort { get; }

    /// <summary>Completes with the next connection whose handshake is complete.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">Another accept waits already.</exception>
    /// <exception cref="ObjectDisposedException">The listener is closed, or is closed while this waits.</exception>
    public async Task<TcpStream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        _stack.Simulation.EnsureOnThread();
        if (_accept is { IsCompleted: false })
            throw new InvalidOperationException($"{this}: another accept waits already. Await it first.");
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_listening.TryAccept() is { } connection)
                return new TcpStream(_stack, connection);
            _accept = new PendingOperation<bool>(_stack.Simulation, this, nameof(AcceptAsync));
            _accept.CancelWith(cancellationToken);
            await _accept.Task;
        }
    }

    /// <summary>Stops listening. Connections that wait to be accepted are reset; those that were accepted go on.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _listening.Close();
        _accept?.TryFail(new ObjectDisposedException(ToString()));
    }

    /// <summary>Such as <c>Web Server TCP port 80</c>.</summary>
    public override string ToString() => $"{_stack.Name} TCP port {LocalPort}";

    private void OnAccepted() => _accept?.TryComplete(true);
}
