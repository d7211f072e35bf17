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
    private TimeWaitConnection? _first;
    private TimeWaitConnection? _last;
    private long _awaited; // the place in the event queue that the timer is in

    public TimeWaitTimer(Simulation simulation)
    {
        _simulation = simulation;
        _timer = new SimTimer(simulation, this) { IsBackground = true };
    }

    /// <summary>TIME-WAIT begins, or begins again.</summary>
    public void Start(TimeWaitConnection connection, Duration duration)
    {
        Unlink(connection);
        var end = _simulation.Now + duration;
        connection.EndTime = end;
        connection.EndSequence = _simulation.Queue.NextSequence();
        var before = _last;
        while (before is not null && before.EndTime > end) // only where the maximum segment lifetime has become less
            before = before.EndsBefore;
        Link(connection, before);
        Wait();
    }

    /// <summary>TIME-WAIT is over before its time.</summary>
    public void Stop(TimeWaitConnection connection)
    {
        if (!connection.IsTimed)
            return;
        Unlink(connection);
        Wait();
    }

    public void OnEvent(object? state)
    {
        var over = _first!;
        Unlink(over);
        Wait();
        over.End();
    }

    public override string ToString() => "end of TIME-WAIT";

    private void Wait()
    {
        if (_first is null)
            _timer.Release();
        else if (!_timer.IsRunning || _awaited != _first.EndSequence)
            _timer.Start(_first.EndTime, _awaited = _first.EndSequence);
    }

    private void Link(TimeWaitConnection connection, TimeWaitConnection? before)
    {
        connection.IsTimed = true;
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

    private void Unlink(TimeWaitConnection connection)
    {
        if (!connection.IsTimed)
            return;
        connection.IsTimed = false;
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
