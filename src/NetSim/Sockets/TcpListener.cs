namespace NetSim.Sockets;

/// <summary>A TCP port in LISTEN, as an application holds it: a thin layer on a <see cref="TcpSocket"/>.</summary>
public sealed class TcpListener : IDisposable
{
    internal TcpListener(TcpSocket server)
    {
        Server = server;
        LocalPort = server.LocalEndPoint!.Value.Port;
    }

    /// <summary>The socket that listens.</summary>
    public TcpSocket Server { get; }

    /// <summary>The port.</summary>
    public ushort LocalPort { get; }

    /// <summary>Completes with the next connection whose handshake is complete, as a stream.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">Another accept waits already.</exception>
    /// <exception cref="ObjectDisposedException">The listener is closed, or is closed while this waits.</exception>
    public async Task<TcpStream> AcceptAsync(CancellationToken cancellationToken = default) => new(await AcceptSocketAsync(cancellationToken));

    /// <summary>Completes with the next connection whose handshake is complete, as a socket.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<TcpSocket> AcceptSocketAsync(CancellationToken cancellationToken = default) => Server.AcceptAsync(isListener: true, cancellationToken);

    /// <summary>Stops listening. Connections that wait to be accepted are reset; those that were accepted go on.</summary>
    public void Dispose() => Server.Dispose();

    /// <summary>Such as <c>Web Server TCP port 80</c>.</summary>
    public override string ToString() => Server.ToString();
}
