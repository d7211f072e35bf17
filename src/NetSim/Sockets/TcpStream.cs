using System.IO.Pipelines;
using System.Net.Sockets;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <summary>A TCP connection as an application holds it: a stream, and a pair of pipes, in virtual time. A thin layer on a <see cref="TcpSocket"/>.</summary>
/// <remarks>
/// Reading and writing are asynchronous only: nothing can block in virtual time. As with a real network stream a failed
/// read or write is an <see cref="IOException"/> around a <see cref="SocketException"/>.
/// </remarks>
public sealed partial class TcpStream : Stream, IDuplexPipe
{
    private PipeReader? _input;
    private PipeWriter? _output;
    private bool _disposed;

    internal TcpStream(TcpSocket socket) => Socket = socket;

    /// <summary>The socket, with its options. The stream closes it.</summary>
    public TcpSocket Socket { get; }

    /// <summary>This side's address and port.</summary>
    public Ipv4EndPoint LocalEndPoint => Socket.LocalEndPoint!.Value;

    /// <summary>The peer's address and port.</summary>
    public Ipv4EndPoint RemoteEndPoint => Socket.RemoteEndPoint!.Value;

    /// <summary>The state of the connection.</summary>
    public TcpState State => Socket.State;

    /// <inheritdoc cref="TcpSocket.NoDelay"/>
    public bool NoDelay
    {
        get => Socket.NoDelay;
        set => Socket.NoDelay = value;
    }

    /// <inheritdoc cref="TcpSocket.Record"/>
    public TcpTimeSeries Record() => Socket.Record();

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

    /// <summary>Closes one side or both, if the connection is not over. After sending is shut down the peer reads the end of the stream.</summary>
    /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
    public void Shutdown(SocketShutdown how)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (State != TcpState.Closed)
            Socket.Shutdown(how);
    }

    /// <summary>Resets the connection: what is under way is lost, and the peer is told.</summary>
    public void Abort()
    {
        _disposed = true;
        Socket.Abort();
    }

    /// <summary>Closes the connection, as <see cref="TcpSocket.CloseAsync"/> does.</summary>
    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        await Socket.CloseAsync();
        await base.DisposeAsync();
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
    public override string ToString() => Socket.ToString();

    /// <summary>Closes the connection, as <see cref="TcpSocket.Close"/> does: a FIN follows what was written. Nothing waits for the peer.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || _disposed)
            return;
        _disposed = true;
        Socket.Close();
        base.Dispose(disposing);
    }

    private static NotSupportedException Blocks(string method) =>
        new($"Nothing can block in virtual time: await {method} in place of the call without Async.");
}
