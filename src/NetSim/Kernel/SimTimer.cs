namespace NetSim.Kernel;

/// <summary>A timer in virtual time that can be armed again and again at almost no cost.</summary>
/// <remarks>
/// Arming to a later deadline only writes the deadline down: the entry in the event queue wakes early, sees that, and goes back
/// to sleep. The order among events of one time is still that of arming. A timer runs on the simulation's thread.
/// </remarks>
public sealed class SimTimer : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly IEventHandler _handler;
    private readonly object? _state;
    private EventHandle _entry;
    private SimTime _entryTime;
    private long _sequence;

    /// <summary>A timer that is not running.</summary>
    /// <param name="simulation">Whose time it follows.</param>
    /// <param name="handler">What runs when it expires.</param>
    /// <param name="state">What the handler is given.</param>
    public SimTimer(Simulation simulation, IEventHandler handler, object? state = null)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(handler);
        _simulation = simulation;
        _handler = handler;
        _state = state;
    }

    /// <summary>A timer that is not running.</summary>
    /// <param name="simulation">Whose time it follows.</param>
    /// <param name="action">What runs when it expires.</param>
    public SimTimer(Simulation simulation, Action action)
        : this(simulation, ActionHandler.Instance, action)
    {
        ArgumentNullException.ThrowIfNull(action);
    }

    /// <summary>
    /// Whether the timer alone does not keep a run alive, as a background thread keeps no process alive: the timers of housekeeping
    /// (ageing, lease renewal) that would go on for ever.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is changed while the timer runs.</exception>
    public bool IsBackground
    {
        get;
        set
        {
            if (IsRunning && value != field)
                throw new InvalidOperationException("A timer that runs stays in the background or the foreground. Stop it first.");
            field = value;
        }
    }

    /// <summary>Whether the timer is to expire.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>When it expires, if it is running.</summary>
    public SimTime Deadline { get; private set; }

    /// <summary>Arms the timer, whether or not it was running, to expire after a delay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public void Start(Duration delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, Duration.Zero);
        _simulation.EnsureOnThread();
        Arm(delay);
    }

    /// <summary>The same for a caller that is known to be on the simulation's thread, and a delay that is not negative.</summary>
    internal void Arm(Duration delay) => Start(_simulation.Now + delay, _simulation.Queue.NextSequence());

    /// <summary>Arms the timer to expire at a time, in a place among the events of that time which was taken before.</summary>
    internal void Start(SimTime deadline, long sequence)
    {
        Deadline = deadline;
        _sequence = sequence;
        if (!IsRunning)
        {
            IsRunning = true;
            if (!IsBackground)
                _simulation.ForegroundStarted();
        }

        if (_entry != default && _entryTime <= Deadline)
            return;
        if (_entry != default)
            _simulation.Queue.Cancel(_entry, out _);
        Enqueue();
    }

    /// <summary>Stops the timer; it does not expire until it is started again.</summary>
    public void Stop()
    {
        _simulation.EnsureOnThread();
        Disarm();
    }

    /// <summary>The same for a caller that is known to be on the simulation's thread.</summary>
    internal void Disarm()
    {
        if (!IsRunning)
            return;
        IsRunning = false;
        if (!IsBackground)
            _simulation.ForegroundEnded();
    }

    /// <summary>Stops the timer for good. The event queue lets go at once of it and of what it holds, and not when its time would have come.</summary>
    internal void Release()
    {
        Stop();
        _simulation.Queue.Cancel(_entry, out _);
        _entry = default;
    }

    private void Enqueue()
    {
        _entryTime = Deadline;
        _entry = _simulation.Queue.Add(Deadline, _sequence, this, null, EventKind.Timer);
    }

    // What stands in the event queue is the timer itself. It is always a background event there: the timer counts for itself.

    /// <summary>Whether the timer has neither been stopped nor put off since its entry in the event queue was made.</summary>
    internal bool IsDue(long sequence) => IsRunning && _sequence == sequence;

    /// <summary>Goes back to sleep until the deadline, if the timer is running; called once the entry has left the queue.</summary>
    internal void Renew()
    {
        _entry = default;
        if (IsRunning)
            Enqueue();
    }

    void IEventHandler.OnEvent(object? state)
    {
        _entry = default;
        IsRunning = false;
        if (!IsBackground)
            _simulation.ForegroundEnded();
        _handler.OnEvent(_state);
    }

    /// <summary>Such as <c>a timer of TCP: retransmission timeout</c>.</summary>
    public override string ToString() => $"a timer of {ActionHandler.Describe(_handler, _state)}";
}
