using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <summary>All that a TCP connection sees of the world: so it runs in a test without a network.</summary>
internal interface ITcpEnvironment
{
    SimTime Now { get; }

    /// <summary>The host's pen, or null where nothing is traced.</summary>
    DeviceTrace? Trace { get; }

    /// <summary>The timer of all the host's connections in TIME-WAIT.</summary>
    TimeWaitTimer TimeWait { get; }

    /// <summary>A timer of one connection.</summary>
    SimTimer CreateTimer(TcpConnection connection, TcpTimeout timeout);

    /// <summary>The largest packet that is believed to go through to the peer without fragmentation.</summary>
    int PathMtu(TcpConnection connection);

    /// <summary>An error about a segment that is in flight may tell that the path carries less.</summary>
    void LearnPathMtu(IpError error);

    /// <summary>What to add to the timestamp clock for this connection, so that it tells nothing of the host (RFC 7323 §5.4).</summary>
    uint TimestampOffset(TcpConnection connection);

    /// <summary>Hands a segment to the network, in a packet with this ECN field.</summary>
    void Transmit(TcpConnection connection, TcpSegment segment, byte ecn);

    /// <summary>Hands an acknowledgment in TIME-WAIT to the network.</summary>
    void Transmit(TimeWaitConnection connection, TcpSegment segment);

    /// <summary>How long a segment to the peer would wait in this host until its transmitter is free.</summary>
    Duration EgressBacklog(TcpConnection connection);

    /// <summary>Whether the host sends another challenge ACK in this second: counts it, too (RFC 5961 §7).</summary>
    bool MayChallenge();

    /// <summary>The connection is in another state now; when that is CLOSED, it is to be forgotten.</summary>
    void OnStateChanged(TransmissionControlBlock connection);

    /// <summary>The connection has come to TIME-WAIT: what is left of it takes its segments and its place from now on.</summary>
    void OnTimeWait(TcpConnection connection, TimeWaitConnection rest);
}

/// <summary>Who uses a connection.</summary>
internal interface ITcpObserver
{
    /// <summary>Data or room may have come, the state may have changed. Called when the connection is at rest, so it may be used at once.</summary>
    void OnChanged(TcpConnection connection);
}
