using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace NetSim.Kernel;

public sealed partial class Simulation
{
    private ExceptionDispatchInfo? _fault;
    private int _runningThread; // 0 while nobody runs the simulation

    /// <summary>Runs until no foreground event is left.</summary>
    /// <exception cref="EventBudgetExceededException">More events ran than <see cref="EventBudget"/> allows.</exception>
    /// <exception cref="InvalidOperationException">The simulation is running already.</exception>
    public void Run()
    {
        using var running = new Running(this);
        while (!IsIdle && TryRunNext(SimTime.MaxValue))
        {
        }
    }

    /// <summary>Runs every event up to and at an instant, background ones too; afterwards it is that time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    /// <inheritdoc cref="Run()"/>
    public void RunUntil(SimTime end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, Now);
        using var running = new Running(this);
        while (TryRunNext(end))
        {
        }

        Now = end;
    }

    /// <summary>Runs every event of the next length of time, background ones too; afterwards so much time has passed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    /// <inheritdoc cref="Run()"/>
    public void RunFor(Duration duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, Duration.Zero);
        RunUntil(Now + duration);
    }

    /// <summary>Runs the next event, be it a background one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <inheritdoc cref="Run()"/>
    public bool Step()
    {
        using var running = new Running(this);
        return TryRunNext(SimTime.MaxValue);
    }

    /// <summary>Refuses a call that comes from another thread while the simulation runs.</summary>
    /// <exception cref="InvalidOperationException">The caller is on another thread.</exception>
    internal void EnsureOnThread()
    {
        if (_runningThread != 0 && _runningThread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                "The simulation was called from another thread while it runs. Something left the simulation's thread: " +
                "use Simulation.Delay and Simulation.TimeProvider in place of real delays, and no Task.Run.");
        }
    }

    /// <summary>Runs the next event that is due until <paramref name="end"/>. The clock moves only where something really happens.</summary>
    private bool TryRunNext(SimTime end)
    {
        while (Queue.TryPeek(out var time) && time <= end)
        {
            var due = Queue.Take();
            if (due.Handler is SimTimer timer)
            {
                if (!timer.TryExpire(due.Sequence))
                    continue;
            }
            else if (!due.IsBackground)
            {
                ForegroundEnded();
            }

            if (ExecutedEvents == EventBudget)
                throw new EventBudgetExceededException(ExecutedEvents, Now, due.Handler);
            ExecutedEvents++;
            Now = due.Time;
            due.Handler.OnEvent(due.State);
            if (_fault is not null)
                ThrowFault();
            return true;
        }

        return false;
    }

    private void ThrowFault()
    {
        var fault = _fault!;
        _fault = null;
        fault.Throw();
    }

    [LoggerMessage(1, LogLevel.Information, "The run starts at {Time} s with seed {Seed}.")]
    private partial void LogRunStarts(SimTime time, ulong seed);

    [LoggerMessage(2, LogLevel.Information, "The run ends at {Time} s after {Events} events in all.")]
    private partial void LogRunEnds(SimTime time, long events);

    /// <summary>
    /// Marks the simulation as running on this thread, with no synchronization context: completions then resume inline, in the
    /// event that caused them, in place of being posted elsewhere.
    /// </summary>
    private readonly ref struct Running
    {
        private readonly Simulation _simulation;
        private readonly SynchronizationContext? _context;

        public Running(Simulation simulation)
        {
            if (simulation._runningThread != 0)
                throw new InvalidOperationException("The simulation is running already. Await in the script in place of running it from within an event.");
            _simulation = simulation;
            _context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            simulation._runningThread = Environment.CurrentManagedThreadId;
            simulation.LogRunStarts(simulation.Now, simulation.Seed);
        }

        public void Dispose()
        {
            _simulation.LogRunEnds(_simulation.Now, _simulation.ExecutedEvents);
            _simulation._runningThread = 0;
            SynchronizationContext.SetSynchronizationContext(_context);
        }
    }
}
