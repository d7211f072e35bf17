namespace NetSim.Sockets;

/// <summary>What a TCP socket is ready for: the events of <c>poll</c>.</summary>
[Flags]
public enum TcpReadiness
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A receive would not wait: octets are there, or the end of the stream, or an error; or a connection is to be accepted (POLLIN).</summary>
    Readable = 1,

    /// <summary>A send would not wait: there is room, or it would fail at once (POLLOUT).</summary>
    Writable = 2,

    /// <summary>An error waits to be told (POLLERR). It is always waited for.</summary>
    Error = 4,

    /// <summary>Nothing more will come after what can be read: the peer has closed or reset, or receiving is shut down (POLLRDHUP).</summary>
    PeerClosed = 8,

    /// <summary>Both directions are closed, or the socket was never connected (POLLHUP). It is always waited for.</summary>
    HungUp = 16,

    /// <summary>Urgent data is there, or announced (POLLPRI).</summary>
    Urgent = 32,
}
