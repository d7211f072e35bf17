using NetSim.Kernel;

namespace NetSim.Links;

/// <summary>The copies of a frame that a switch floods and that arrive at the same instant: one event for all of them.</summary>
/// <remarks>
/// As they are sent one right after another, they arrive so. Each stays its channel's first frame under way, so that what happens to the
/// cable meanwhile happens to it. Where floods follow one another closely, the copies of the next are under way behind them: these wait
/// together again.
/// </remarks>
internal sealed class Flood : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly Stack<Flood> _idle;
    private readonly List<Channel> _channels = [];
    private SimTime _arrival;
    private long _sequence; // the first copy's place among the events of that time
    private int _arrived;

    private Flood(Simulation simulation, Stack<Flood> idle) => (_simulation, _idle) = (simulation, idle);

    /// <summary>A flood without a copy so far.</summary>
    /// <param name="simulation">In whose time they arrive.</param>
    /// <param name="idle">Those that are over, one of which begins again.</param>
    public static Flood Begin(Simulation simulation, Stack<Flood> idle) => idle.TryPop(out var flood) ? flood : new Flood(simulation, idle);

    /// <summary>Adds a channel on which a copy is the first to arrive.</summary>
    /// <returns>False where it arrives at another instant than the others: the channel waits for it by itself.</returns>
    public bool TryAdd(Channel channel, SimTime arrival)
    {
        if (_channels.Count == 0)
            (_arrival, _sequence) = (arrival, _simulation.Queue.NextSequence());
        else if (arrival != _arrival)
            return false;
        _channels.Add(channel);
        return true;
    }

    /// <summary>Every copy has been sent.</summary>
    public void End()
    {
        if (_channels.Count > 0)
            _simulation.ScheduleConsequence(_arrival, _sequence, this);
        else
            _idle.Push(this);
    }

    public void OnEvent(object? state)
    {
        var next = Begin(_simulation, _idle);
        try
        {
            while (_arrived < _channels.Count)
                _channels[_arrived++].OnFlood(next);
        }
        finally
        {
            next.End();
            if (_arrived < _channels.Count)
                _simulation.ScheduleConsequence(_arrival, _sequence, this); // a receiver threw: the others' copies arrive when the run goes on
            else
                Rest();
        }
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() =>
        _channels.Count == 1 ? $"{_channels[0]}" : $"{_channels[0]}, and the {_channels.Count - 1} other copies that arrive with it";

    private void Rest()
    {
        _channels.Clear();
        _arrived = 0;
        _idle.Push(this);
    }
}
