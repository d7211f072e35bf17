using System.Runtime.CompilerServices;
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
    private Channel[] _channels = new Channel[8]; // they stay for the next flood, which as a rule has nearly the same
    private int _count;   // how many of them
    private int _arrived; // up to this one
    private SimTime _arrival;

    private Flood(Simulation simulation, Stack<Flood> idle) => (_simulation, _idle) = (simulation, idle);

    /// <summary>A flood without a copy so far.</summary>
    /// <param name="simulation">In whose time they arrive.</param>
    /// <param name="idle">Those that are over, one of which begins again.</param>
    public static Flood Begin(Simulation simulation, Stack<Flood> idle) => idle.TryPop(out var flood) ? flood : new Flood(simulation, idle);

    /// <summary>The first copy's place among the events of that time.</summary>
    public long Sequence { get; private set; }

    /// <summary>Adds a channel on which a copy is the first to arrive.</summary>
    /// <returns>False where it arrives at another instant than the others: the channel waits for it by itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(Channel channel, SimTime arrival)
    {
        if (_count == 0)
            Await(arrival);
        else if (arrival != _arrival)
            return false;
        if (_count == _channels.Length)
            Array.Resize(ref _channels, 2 * _count);
        ref var place = ref _channels[_count++];
        if (place != channel)
            place = channel; // to store a reference costs more than to look
        return true;
    }

    /// <summary>Every copy has been sent.</summary>
    public void End()
    {
        if (_count > 0)
            _simulation.ScheduleConsequence(_arrival, Sequence, this);
        else
            _idle.Push(this);
    }

    public void OnEvent(object? state)
    {
        var next = Begin(_simulation, _idle);
        try
        {
            while (_arrived < _count)
                _channels[_arrived++].OnFlood(Sequence, next);
        }
        finally
        {
            next.End();
            if (_arrived < _count)
                _simulation.ScheduleConsequence(_arrival, Sequence, this); // a receiver threw: the others' copies arrive when the run goes on
            else
                Rest();
        }
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() =>
        _count == 1 ? $"{_channels[0]}" : $"{_channels[0]}, and the {_count - 1} other copies that arrive with it";

    private void Await(SimTime arrival) => (_arrival, Sequence) = (arrival, _simulation.Queue.NextSequence());

    private void Rest()
    {
        _count = _arrived = 0;
        _idle.Push(this);
    }
}
