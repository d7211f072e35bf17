using Microsoft.Extensions.Logging;

namespace NetSim.Kernel;

/// <summary>A discrete-event simulation: a virtual clock and the events to come.</summary>
/// <remarks>
/// <para>Events run in (time, scheduling number) order and nothing else decides. A simulation is single-threaded; many of them can
/// run side by side in one process, each on a thread of its own.</para>
/// <para>Events are foreground unless said otherwise: a run until idle ends when no foreground event remains.</para>
/// </remarks>
public sealed partial class Simulation
{
    private readonly Dictionary<string, RandomStream> _randomStreams = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private long _foreground;
    private long _lastEvent; // that may run

    /// <summary>A simulation at time zero with no events.</summary>
    public Simulation(SimulationOptions? options = null)
    {
        Options = options ?? new SimulationOptions();
        _logger = Options.LoggerFactory.CreateLogger<Simulation>();
        EventBudget = Options.EventBudget;
        TimeProvider = new SimulationTimeProvider(this);
    }

    /// <summary>What the simulation was made with.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The seed of every random stream.</summary>
    public ulong Seed => Options.Seed;

    /// <summary>The date and time of virtual time zero.</summary>
    public DateTimeOffset Epoch => Options.Epoch;

    /// <summary>The virtual time: that of the event that runs or ran last, or the end of the last bounded run.</summary>
    public SimTime Now { get; private set; }

    /// <summary>Virtual time for code that takes a <see cref="System.TimeProvider"/>; continuations run on the simulation's thread.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>How many events have run.</summary>
    public long ExecutedEvents { get; private set; }

    /// <summary>How many events may run in all, or null for no bound. See <see cref="SimulationOptions.EventBudget"/>.</summary>
    public long? EventBudget
    {
        get;
        set
        {
            field = value;
            _lastEvent = value ?? long.MaxValue;
        }
    }

    /// <summary>Whether no foreground event is pending: nothing more happens by itself but housekeeping.</summary>
    public bool IsIdle => _foreground == 0;

    internal EventQueue Queue { get; } = new();

    /// <summary>Schedules an event after a delay. Nothing is allocated.</summary>
    /// <param name="delay">From now; zero runs it after the events of this instant that are scheduled already.</param>
    /// <param name="handler">What runs.</param>
    /// <param name="state">What the handler is given.</param>
    /// <param name="isBackground">Whether the event alone does not keep a run alive; see <see cref="SimTimer.IsBackground"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public EventHandle Schedule(Duration delay, IEventHandler handler, object? state = null, bool isBackground = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, Duration.Zero);
        return ScheduleAt(Now + delay, handler, state, isBackground);
    }

    /// <summary>Schedules an event at an instant. Nothing is allocated.</summary>
    /// <param name="time">When; not before <see cref="Now"/>.</param>
    /// <param name="handler">What runs.</param>
    /// <param name="state">What the handler is given.</param>
    /// <param name="isBackground">Whether the event alone does not keep a run alive; see <see cref="SimTimer.IsBackground"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    public EventHandle ScheduleAt(SimTime time, IEventHandler handler, object? state = null, bool isBackground = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        EnsureOnThread();
        if (time < Now)
            throw Passed(time);
        if (!isBackground)
            ForegroundStarted();
        return Queue.Add(time, Queue.NextSequence(), handler, state, isBackground ? EventKind.Background : EventKind.Foreground);
    }

    /// <summary>Schedules an event from within another, which runs on the simulation's thread, at an instant that cannot have passed.</summary>
    internal EventHandle ScheduleConsequence(SimTime time, IEventHandler handler) => ScheduleConsequence(time, Queue.NextSequence(), handler);

    /// <summary>Schedules an event from within another, in a place among the events of that time which was taken before.</summary>
    internal EventHandle ScheduleConsequence(SimTime time, long sequence, IEventHandler handler)
    {
        ForegroundStarted();
        return Queue.Add(time, sequence, handler, null, EventKind.Foreground);
    }

    /// <summary>Schedules an action after a delay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public EventHandle Schedule(Duration delay, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Schedule(delay, ActionHandler.Instance, action);
    }

    /// <summary>Schedules an action at an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    public EventHandle ScheduleAt(SimTime time, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ScheduleAt(time, ActionHandler.Instance, action);
    }

    /// <summary>Cancels an event.</summary>
    /// <returns>Whether it was still pending.</returns>
    public bool Cancel(EventHandle handle)
    {
        EnsureOnThread();
        var cancelled = Queue.Cancel(handle, out var kind);
        if (cancelled && kind == EventKind.Foreground)
            ForegroundEnded();
        return cancelled;
    }

    /// <summary>The random stream of that name, derived from the seed and the name alone: adding another shifts no draw of this one.</summary>
    public RandomStream Random(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        EnsureOnThread();
        if (!_randomStreams.TryGetValue(name, out var stream))
            _randomStreams[name] = stream = new RandomStream(Seed, name);
        return stream;
    }

    internal void ForegroundStarted() => _foreground++;

    internal void ForegroundEnded() => _foreground--;

    private ArgumentOutOfRangeException Passed(SimTime time) =>
        new(nameof(time), $"The time {time} has passed: it is {Now}. Schedule at the present or later.");
}
