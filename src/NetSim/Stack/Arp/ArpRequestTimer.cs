using NetSim.Kernel;

namespace NetSim.Stack.Arp;

/// <summary>One timer for all requests of a host: each has the same time, so that the first to be asked is the first to be overdue.</summary>
internal sealed class ArpRequestTimer : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly Duration _timeout;
    private readonly Action<ArpResolution> _overdue;
    private readonly LinkedList<ArpResolution> _asked = new();
    private readonly SimTimer _timer;

    public ArpRequestTimer(Simulation simulation, Duration timeout, Action<ArpResolution> overdue)
    {
        (_simulation, _timeout, _overdue) = (simulation, timeout, overdue);
        _timer = new SimTimer(simulation, this);
    }

    /// <summary>A request has been sent.</summary>
    public void Start(ArpResolution resolution)
    {
        resolution.Deadline = _simulation.Now + _timeout;
        resolution.Place = _asked.AddLast(resolution);
        if (!_timer.IsRunning)
            _timer.Start(_timeout);
    }

    /// <summary>The answer is there, or is waited for no longer.</summary>
    public void Stop(ArpResolution resolution)
    {
        if (resolution.Place is not { } place)
            return;
        _asked.Remove(place);
        resolution.Place = null;
        Wait();
    }

    public void OnEvent(object? state)
    {
        while (_asked.First is { } first && first.Value.Deadline <= _simulation.Now)
        {
            _asked.Remove(first);
            first.Value.Place = null;
            _overdue(first.Value);
        }

        Wait();
    }

    private void Wait()
    {
        if (_asked.First is not { } first)
            _timer.Stop();
        else if (!_timer.IsRunning || _timer.Deadline != first.Value.Deadline)
            _timer.Start(first.Value.Deadline - _simulation.Now);
    }
}
