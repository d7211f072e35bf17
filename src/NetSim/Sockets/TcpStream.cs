using System.IO.Pipelines;
using System.Net.Sockets;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <summary>A TCP connection as an application holds it: a stream, and a pair of pipes, in virtual time.</summary>
/// <remarks>
/// Reading and writing are asynchronous only: nothing can block in virtual time. As with a real network stream a failed
/// read or write is an <see cref="IOException"/> around a <see cref="SocketException"/>.
/// </remarks>
public sealed partial class TcpStream : Stream, IDuplexPipe
{
    private readonly HostStack _stack;
    private readonly TcpConnection _connection;
    private PipeReader? _input;
    private PipeWriter? _output;
    private bool _disposed;

    internal TcpStream(HostStack stack, TcpConnection connection)
    {
        _stack = stack;
        _connection = connection;
        connection.Observer = this;
    }

    /// <summary>This side's address and port.</summary>
    public Ipv4EndPoint LocalEndPoint => _connection.Local;

    /// <summary>The peer's address and port.</summary>
    public Ipv4EndPoint RemoteEndPoint => _connection.Remote;

    /// <summary>The state of the connection.</summary>
    public TcpState State => _connection.State;

    /// <summary>Whether small segments are sent at once, in place of waiting for acknowledgments (Nagle's algorithm). False unless set.</summary>
    public bool NoDelay
    {
        get => _connection.Settings.NoDelay;
        set
        {
            _connection.Settings.NoDelay = value;
            _connection.OnSettingsChanged();
        }
    }

    /// <summary>Reads from the connection, with the caller in charge of the buffers.</summary>
    public PipeReader Input => _input ??= PipeReader.Create(this, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Writes to the connection; octets leave when flushed.</summary>
    public PipeWriter Output => _output ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed;

    /// <summary>False.</summary>
    public override bool CanSeek => false;

    /// <summary>Not supported: a connection has no length.</summary>
    public override long Length => throw new NotSupportedException("A connection has no length.");

    /// <summary>Not supported: a connection has no position.</summary>
    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    /// <summary>Closes one side or both. After sending is shut down the peer reads the end of the stream.</summary>
    /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
    public void Shutdown(SocketShutdown how)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stack.Simulation.EnsureOnThread();
        if (how == SocketShutdown.Send)
            _connection.ShutdownSend();
        else
            _connection.Close(how == SocketShutdown.Both);
    }

    /// <summary>Resets the connection: what is under way is lost, and the peer is told.</summary>
    public void Abort()
    {
        _stack.Simulation.EnsureOnThread();
        _connection.Abort();
        Dispose();
    }

    /// <summary>Nothing to do: octets leave as they are written.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc cref="Flush"/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported: await <see cref="ReadAsync(Memory{byte}, CancellationToken)"/>.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw Blocks(nameof(ReadAsync));

    /// <summary>Not supported: await <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw Blocks(nameof(WriteAsync));

    /// <summary>Not supported: a connection cannot be sought in.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection cannot be sought in.");

    /// <summary>Not supported: a connection has no length.</summary>
    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    /// <summary>Such as <c>Client TCP 192.168.100.1:49152 → 192.168.100.253:80</c>.</summary>
    public override string ToString() => $"{_stack.Name} TCP {_connection}";

    /// <summary>Opens a connection.</summary>
    internal static async Task<TcpStream> ConnectAsync(HostStack stack, Ipv4EndPoint remote, CancellationToken cancellationToken)
    {
        stack.Simulation.EnsureOnThread();
        cancellationToken.ThrowIfCancellationRequested();
        var connection = stack.Tcp.Connect(null, remote, new TcpSettings(stack.Tcp.Options), out var error) ?? throw ConnectError(stack, remote, error);
        var stream = new TcpStream(stack, connection);
        connection.Connect();
        try
        {
            while (connection.State is TcpState.SynSent or TcpState.SynReceived)
                await stream.WaitUntilConnectedAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            stream.Abort();
            throw;
        }

        if (connection.Error is { } failure)
            throw ConnectError(stack, remote, failure);
        return stream;
    }

    /// <summary>Closes the connection: a FIN follows what was written. Nothing waits for the peer.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || _disposed)
            return;
        _disposed = true;
        _connection.Close();
        FailWaiters();
        base.Dispose(disposing);
    }

    private static NotSupportedException Blocks(string method) =>
        new($"Nothing can block in virtual time: await {method} in place of the call without Async.");

    private static SocketException ConnectError(HostStack stack, Ipv4EndPoint remote, SocketError error) => SocketErrors.Create(error, error switch
    {
        SocketError.ConnectionRefused => $"{stack.Name}: {remote} refused the connection: nobody listens there.",
        SocketError.TimedOut => $"{stack.Name}: {remote} did not answer.",
        SocketError.HostUnreachable => $"{stack.Name}: {remote.Address} or its gateway did not answer ARP.",
        SocketError.NetworkUnreachable => $"{stack.Name}: no route leads to {remote.Address}.",
        SocketError.AddressNotAvailable => $"{stack.Name}: every ephemeral port has a connection to {remote} already.",
        _ => $"{stack.Name}: the connection to {remote} failed ({error}).",
    });
}
