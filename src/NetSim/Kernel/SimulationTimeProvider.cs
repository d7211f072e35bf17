namespace NetSim.Kernel;

/// <summary>Virtual time as a <see cref="TimeProvider"/>: delays, cancellation sources and periodic timers follow the event queue.</summary>
internal sealed class SimulationTimeProvider(Simulation simulation) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => simulation.Now.Nanoseconds;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => simulation.Epoch.AddTicks(simulation.Now.Nanoseconds / 100).ToUniversalTime();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        simulation.EnsureOnThread();
        var timer = new VirtualTimer(simulation, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer : ITimer, IEventHandler
    {
        private readonly Simulation _simulation;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly SimTimer _timer;
        private Duration? _period;
        private bool _disposed;

        public VirtualTimer(Simulation simulation, TimerCallback callback, object? state)
        {
            _simulation = simulation;
            _callback = callback;
            _state = state;
            _timer = new SimTimer(simulation, this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Validate(dueTime, nameof(dueTime));
            Validate(period, nameof(period));
            _simulation.EnsureOnThread();
            if (_disposed)
                return false;

            // As with System.Threading.Timer, a period of zero or infinite means once.
            _period = period <= TimeSpan.Zero ? null : period;
            if (dueTime == Timeout.InfiniteTimeSpan)
                _timer.Stop();
            else
                _timer.Start(dueTime);
            return true;
        }

        public void OnEvent(object? state)
        {
            if (_period is { } period)
                _timer.Start(period);
            if (_context is null)
                _callback(_state);
            else
                ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
        }

        public void Dispose()
        {
            // The finalizer of a PeriodicTimer that nobody disposed of comes from its own thread, at a time that is not virtual:
            // that timer goes on as if there were no garbage collector.
            if (!_simulation.IsOnThread)
                return;
            _disposed = true;
            _timer.Stop();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call() => _callback(_state);

        private static void Validate(TimeSpan value, string name)
        {
            if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
                throw new ArgumentOutOfRangeException(name, value, "The time must not be negative; Timeout.InfiniteTimeSpan means never.");
        }
    }
}
