namespace NetSim.Sockets;

/// <content>Recording.</content>
public sealed partial class TcpSocket
{
    private TcpTimeSeries? _series;

    /// <summary>Records the connection's life from now on: its windows, its timers and every segment. Before connecting, the handshake is recorded too.</summary>
    /// <returns>The series, which grows as the simulation runs; the same one each time.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public TcpTimeSeries Record()
    {
        EnsureOpen();
        _series ??= new TcpTimeSeries(_stack.Simulation);
        if (_connection is not null)
            _connection.Probe = _series;
        return _series;
    }
}
