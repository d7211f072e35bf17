using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>An address and port in LISTEN: the connections in their handshake, and those that wait to be accepted.</summary>
/// <remarks>
/// Each of the two queues holds as many as the backlog says, as in Linux. Where connections wait that nobody accepts, further SYNs are
/// dropped, and handshakes are not completed; where handshakes wait that nobody completes, cookies answer further SYNs, or nobody does.
/// </remarks>
internal sealed class TcpListening(TcpProtocol protocol, Ipv4EndPoint local, int backlog, TcpSettings settings, Action accepted) : ITcpObserver
{
    private readonly Queue<TcpConnection> _established = new();
    private int _inHandshake;
    private bool _closed;
    private SimTime? _lastCookie;

    /// <summary>The address, 0.0.0.0 for all of the host's, and the port.</summary>
    public Ipv4EndPoint Local => local;

    public ushort Port => local.Port;

    /// <summary>What connections start with.</summary>
    public TcpSettings Settings { get; set; } = settings;

    public int Backlog => backlog;

    /// <summary>Whether as many handshakes are under way as may be.</summary>
    public bool IsSynQueueFull => _inHandshake >= backlog;

    /// <summary>Whether as many connections wait to be accepted as may.</summary>
    public bool IsAcceptQueueFull => _established.Count >= backlog;

    /// <summary>Whether a connection is to be accepted.</summary>
    public bool HasAcceptable => _established.Count > 0;

    /// <summary>A connection in its handshake.</summary>
    public void Add(TcpConnection connection)
    {
        _inHandshake++;
        connection.Observer = this;
    }

    /// <summary>A SYN was answered with a cookie.</summary>
    public void OnCookie(SimTime now) => _lastCookie = now;

    /// <summary>Whether there can be a peer with a good cookie; where there is none, guesses are not even looked at.</summary>
    public bool MayHaveCookies(SimTime now) => _lastCookie is { } last && now - last < SynCookies.Lifetime;

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
