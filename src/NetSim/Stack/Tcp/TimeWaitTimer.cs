using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>One timer for all connections of a host in TIME-WAIT: each stays as long, so that the first to come is the first to go.</summary>
/// <remarks>
/// A busy client has tens of thousands of them, for minutes. They are chained through the connections themselves, in the order in which they
/// end; only the first stands in the event queue, in the place among the events of its time that it took when its TIME-WAIT began.
/// </remarks>
internal sealed class TimeWaitTimer : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly SimTimer _timer;
    private TcpConnection? _first;
    private TcpConnection? _last;
    private long _awaited; // the place in the event queue that the timer is in

    public TimeWaitTimer(Simulation simulation)
    {
        _simulation = simulation;
        _timer = new SimTimer(simulation, this) { IsBackground = true };
    }

    /// <summary>The buffer of all who have sent everything: nobody writes to it any more.</summary>
    public SendBuffer Sent { get; } = new();

    /// <summary>The buffer of all whose application has read everything: nothing comes into it any more.</summary>
    public ReceiveBuffer Read { get; } = new();

    /// <summary>TIME-WAIT begins, or begins again.</summary>
    public void Start(TcpConnection connection, Duration duration)
    {
        Unlink(connection);
        var end = _simulation.Now + duration;
        connection.TimeWaitEnd = end;
        connection.TimeWaitSequence = _simulation.Queue.NextSequence();
        var before = _last;
        while (before is not null && before.TimeWaitEnd > end) // only where the maximum segment lifetime has become less
            before = before.EndsBefore;
        Link(connection, before);
        Wait();
    }

    /// <summary>TIME-WAIT is over before its time.</summary>
    public void Stop(TcpConnection connection)
    {
        if (connection.TimeWaitEnd is null)
            return;
        Unlink(connection);
        Wait();
    }

    public void OnEvent(object? state)
    {
        var over = _first!;
        Unlink(over);
        Wait();
        over.EndTimeWait();
    }

    public override string ToString() => "end of TIME-WAIT";

    private void Wait()
    {
        if (_first is not { TimeWaitEnd: { } end } first)
            _timer.Release();
        else if (!_timer.IsRunning || _awaited != first.TimeWaitSequence)
            _timer.Start(end, _awaited = first.TimeWaitSequence);
    }

    private void Link(TcpConnection connection, TcpConnection? before)
    {
        var after = before is null ? _first : before.EndsAfter;
        (connection.EndsBefore, connection.EndsAfter) = (before, after);
        if (before is null)
            _first = connection;
        else
            before.EndsAfter = connection;
        if (after is null)
            _last = connection;
        else
            after.EndsBefore = connection;
    }

    private void Unlink(TcpConnection connection)
    {
        if (connection.TimeWaitEnd is null)
            return;
        connection.TimeWaitEnd = null;
        if (connection.EndsBefore is { } before)
            before.EndsAfter = connection.EndsAfter;
        else
            _first = connection.EndsAfter;
        if (connection.EndsAfter is { } after)
            after.EndsBefore = connection.EndsBefore;
        else
            _last = connection.EndsBefore;
        connection.EndsBefore = connection.EndsAfter = null;
    }
}
