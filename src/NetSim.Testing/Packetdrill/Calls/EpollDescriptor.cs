using NetSim.Sockets;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>Sockets that are watched together (epoll).</summary>
internal sealed class EpollDescriptor(int number) : Descriptor(number)
{
    /// <summary>What is watched, by the number of the socket.</summary>
    public OrderedDictionary<int, EpollWatch> Watched { get; } = [];

    public override TcpReadiness Readiness => TcpReadiness.None;

    public override Task WaitAsync(TcpReadiness interest, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>A socket that is watched.</summary>
/// <param name="target">The socket.</param>
/// <param name="events">What for.</param>
/// <param name="data">What the program wrote for it.</param>
internal sealed class EpollWatch(Descriptor target, long events, long data)
{
    private (long Received, TcpReadiness Other)? _told;

    public Descriptor Target { get; } = target;

    public long Events { get; } = events;

    public long Data { get; } = data;

    /// <summary>Whether it tells of events only once each (EPOLLET).</summary>
    public bool IsEdgeTriggered { get; init; }

    /// <summary>Whether it tells of one event only, until it is changed (EPOLLONESHOT).</summary>
    public bool IsOneShot { get; init; }

    /// <summary>Whether it has told of its one event.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>
    /// Whether something has happened since it told of an event last. What wakes Linux's epoll up is data that came, room for what could
    /// not be written, or an end; not that some of the data was read.
    /// </summary>
    public bool HasNews => !IsEdgeTriggered || _told != State || Target is TcpDescriptor { LackedRoom: true } && (Target.Readiness & TcpReadiness.Writable) != 0;

    private (long Received, TcpReadiness Other) State => (
        Target is TcpDescriptor { Socket: { RemoteEndPoint: not null } socket } ? socket.GetInfo().OctetsReceived : 0,
        Target.Readiness & ~(Target is TcpDescriptor { Socket.IsListening: false } ? TcpReadiness.Readable | TcpReadiness.Writable | TcpReadiness.Urgent : 0));

    /// <summary>Notes that it has told of an event.</summary>
    public void OnTold()
    {
        _told = State;
        IsSpent = IsOneShot;
        if (Target is TcpDescriptor descriptor)
            descriptor.LackedRoom = false;
    }
}
