using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace NetSim.Kernel;

public sealed partial class Simulation
{
    /// <summary>Runs until no foreground event is left.</summary>
    /// <exception cref="EventBudgetExceededException">More events ran than <see cref="EventBudget"/> allows.</exception>
    /// <exception cref="InvalidOperationException">The simulation is running already.</exception>
    public void Run()
    {
        using var running = new Running(this);
        LogRunStarts(Now, Seed);
        while (!IsIdle && TryRunNext(SimTime.MaxValue))
        {
        }

        LogRunEnds(Now, ExecutedEvents);
    }

    /// <summary>Runs every event up to and at an instant, background ones too; afterwards it is that time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    /// <inheritdoc cref="Run()"/>
    public void RunUntil(SimTime end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, Now);
        using var running = new Running(this);
        LogRunStarts(Now, Seed);
        while (TryRunNext(end))
        {
        }

        Now = end;
        LogRunEnds(Now, ExecutedEvents);
    }

    /// <summary>Runs every event before an instant, background ones too; afterwards it is that time, and what is due then is still to come.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    /// <inheritdoc cref="Run()"/>
    public void RunBefore(SimTime instant)
    {
        if (instant > Now)
            RunUntil(new SimTime(instant.Nanoseconds - 1));
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now);
        Now = instant;
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

    /// <summary>Runs the next event that is due until <paramref name="end"/>. The clock moves only where something really happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // the loop of every run
    private bool TryRunNext(SimTime end)
    {
        if (ExecutedEvents >= _lastEvent)
            EnsureNothingIsDue(end);
        var queue = Queue;
        while (queue.TryTake(end, out var due))
        {
            if (due.Kind == EventKind.Foreground)
                ForegroundEnded();
            else if (IsPutOff(due, out var timer))
            {
                timer.Renew();
                continue;
            }

            ExecutedEvents++;
            Now = queue.DueTime;
            due.Handler!.OnEvent(due.State);
            ThrowIfFaulted();
            return true;
        }

        return false;
    }

    /// <summary>The budget is spent. The next event stays in the queue: whoever raises the budget goes on with this very event.</summary>
    private void EnsureNothingIsDue(SimTime end)
    {
        while (Queue.TryPeek(end, out var due))
        {
            if (!IsPutOff(due, out var timer))
                throw new EventBudgetExceededException(ExecutedEvents, Now, ActionHandler.Describe(due.Handler!, due.State));
            Queue.TryTake(end, out _);
            timer.Renew();
        }
    }

    /// <summary>Whether an event is the entry of a timer that has been stopped or put off since.</summary>
    private static bool IsPutOff(in EventQueue.Slot due, [NotNullWhen(true)] out SimTimer? timer)
    {
        timer = due.Kind == EventKind.Timer ? (SimTimer)due.Handler! : null;
        return timer is not null && !timer.IsDue(due.Sequence);
    }

    [LoggerMessage(1, LogLevel.Information, "The run starts at {Time} s with seed {Seed}.")]
    private partial void LogRunStarts(SimTime time, ulong seed);

    [LoggerMessage(2, LogLevel.Information, "The run ends at {Time} s after {Events} events in all.")]
    private partial void LogRunEnds(SimTime time, long events);
}
