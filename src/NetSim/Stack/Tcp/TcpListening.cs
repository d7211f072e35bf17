namespace NetSim.Stack.Tcp;

/// <summary>A port in LISTEN: connections in their handshake, and those that wait to be accepted, up to the backlog.</summary>
internal sealed class TcpListening(TcpProtocol protocol, ushort port, int backlog, TcpSettings settings, Action accepted) : ITcpObserver
{
    private readonly Queue<TcpConnection> _established = new();
    private int _inHandshake;
    private bool _closed;

    public ushort Port { get; } = port;

    /// <summary>What connections start with.</summary>
    public TcpSettings Settings => settings;

    /// <summary>Whether a further connection would exceed the backlog.</summary>
    public bool IsFull => _inHandshake + _established.Count >= backlog;

    public int Backlog => backlog;

    /// <summary>Whether a connection is to be accepted.</summary>
    public bool HasAcceptable => _established.Count > 0;

    /// <summary>A connection that has just answered a SYN.</summary>
    public void Add(TcpConnection connection)
    {
        _inHandshake++;
        connection.Observer = this;
    }

    /// <summary>The next connection that is to be accepted, or null.</summary>
    public TcpConnection? TryAccept() => _established.TryDequeue(out var connection) ? connection : null;

    /// <summary>Gives the port back; connections that nobody accepted are reset, those in their handshake when it is complete.</summary>
    public void Close()
    {
        _closed = true;
        protocol.Release(this);
        while (_established.TryDequeue(out var connection))
            connection.Abort();
    }

    void ITcpObserver.OnChanged(TcpConnection connection)
    {
        if (connection.State == TcpState.SynReceived)
            return;
        connection.Observer = null;
        _inHandshake--;
        if (connection.State == TcpState.Closed)
            return;
        if (_closed)
        {
            connection.Abort();
            return;
        }

        _established.Enqueue(connection);
        accepted();
    }
}
