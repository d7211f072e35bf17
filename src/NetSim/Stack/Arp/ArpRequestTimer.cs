using NetSim.Kernel;

namespace NetSim.Stack.Arp;

/// <summary>One timer for all requests of a host: each has the same time, so that the first to be asked is the first to be overdue.</summary>
internal sealed class ArpRequestTimer : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly Duration _timeout;
    private readonly Action<ArpEntry> _overdue;
    private readonly LinkedList<ArpEntry> _asked = new();
    private readonly SimTimer _timer;

    public ArpRequestTimer(Simulation simulation, Duration timeout, Action<ArpEntry> overdue)
    {
        (_simulation, _timeout, _overdue) = (simulation, timeout, overdue);
        _timer = new SimTimer(simulation, this);
    }

    /// <summary>A request has been sent.</summary>
    public void Start(ArpEntry entry)
    {
        var resolution = entry.Resolution!;
        resolution.Deadline = _simulation.Now + _timeout;
        resolution.Place = _asked.AddLast(entry);
        if (!_timer.IsRunning)
            _timer.Start(_timeout);
    }

    /// <summary>The answer is there, or the entry is gone.</summary>
    public void Stop(ArpEntry entry)
    {
        if (entry.Resolution?.Place is not { } place)
            return;
        _asked.Remove(place);
        entry.Resolution.Place = null;
        Wait();
    }

    public void OnEvent(object? state)
    {
        while (_asked.First is { } first && first.Value.Resolution!.Deadline <= _simulation.Now)
        {
            _asked.Remove(first);
            first.Value.Resolution!.Place = null;
            _overdue(first.Value);
        }

        Wait();
    }

    private void Wait()
    {
        if (_asked.First is not { } first)
            _timer.Stop();
        else if (!_timer.IsRunning || _timer.Deadline != first.Value.Resolution!.Deadline)
            _timer.Start(Duration.Max(Duration.Zero, first.Value.Resolution!.Deadline - _simulation.Now));
    }
}
