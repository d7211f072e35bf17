using NetSim.Kernel;

namespace NetSim.Links;

/// <summary>The copies of a frame that a switch floods and that arrive at the same instant: one event for all of them.</summary>
/// <remarks>
/// Nothing is due between them, as they are sent one right after another. Each stays its channel's first frame under way, so that what
/// happens to the cable meanwhile happens to it.
/// </remarks>
/// <param name="simulation">In whose time they arrive.</param>
/// <param name="idle">Where the flood goes back to for the next frame.</param>
internal sealed class Flood(Simulation simulation, Stack<Flood> idle) : IEventHandler
{
    private readonly List<Channel> _channels = [];
    private SimTime _arrival;
    private int _arrived;

    /// <summary>Adds a channel on which a copy is the first to arrive.</summary>
    /// <returns>False where it arrives at another instant than the others: the channel waits for it by itself.</returns>
    public bool TryAdd(Channel channel, SimTime arrival)
    {
        if (_channels.Count == 0)
            _arrival = arrival;
        else if (arrival != _arrival)
            return false;
        _channels.Add(channel);
        return true;
    }

    /// <summary>Every copy has been sent.</summary>
    public void End()
    {
        if (_channels.Count > 0)
            simulation.ScheduleAt(_arrival, this);
        else
            idle.Push(this);
    }

    public void OnEvent(object? state)
    {
        try
        {
            while (_arrived < _channels.Count)
                _channels[_arrived++].OnFlood();
        }
        finally
        {
            if (_arrived < _channels.Count)
                simulation.ScheduleAt(_arrival, this); // a receiver threw: the others' copies arrive when the run goes on
            else
                Rest();
        }
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() => $"the {_channels.Count} copies of a frame that a switch floods";

    private void Rest()
    {
        _channels.Clear();
        _arrived = 0;
        idle.Push(this);
    }
}
