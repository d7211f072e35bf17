using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

public sealed partial class Simulation
{
    /// <summary>What somebody waits for, to name it in a deadlock.</summary>
    internal PendingOperations Pending { get; } = new();

    /// <summary>Runs an asynchronous script in virtual time, until it ends.</summary>
    /// <param name="script">Runs on the simulation's thread; what it awaits must come from the simulation.</param>
    /// <exception cref="SimulationDeadlockException">The script waits, and nothing is left that could wake it.</exception>
    /// <exception cref="EventBudgetExceededException">More events ran than <see cref="EventBudget"/> allows.</exception>
    /// <exception cref="InvalidOperationException">The simulation is running already.</exception>
    /// <remarks>What the script throws is thrown here. Events that are still to come stay in the queue.</remarks>
    [OverloadResolutionPriority(1)]
    public void Run(Func<Task> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        Run(async () =>
        {
            await script();
            return true;
        });
    }

    /// <returns>What the script returned.</returns>
    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<ValueTask<T>> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return Run(() => script().AsTask());
    }

    /// <returns>What the script returned.</returns>
    /// <inheritdoc cref="Run(Func{Task})"/>
    [OverloadResolutionPriority(1)] // of an async lambda, which could be either
    public T Run<T>(Func<Task<T>> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        using var running = new Running(this);
        LogRunStarts(Now, Seed);
        var task = FollowAsync(script);
        Pump(task);
        LogRunEnds(Now, ExecutedEvents);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Starts an asynchronous process beside the script, such as a server's loop. It runs until its first await at once.</summary>
    /// <remarks>A process that fails ends the run with its exception: nothing is lost.</remarks>
    public void Start(Func<Task> process)
    {
        ArgumentNullException.ThrowIfNull(process);
        EnsureOnThread();
        if (_runningThread != 0)
        {
            _ = ObserveAsync(process);
            return;
        }

        // Its first part runs as in a run, so that it goes on in one, wherever it was started.
        using var running = new Running(this);
        _ = ObserveAsync(process);
        ThrowIfFaulted();
    }

    /// <summary>Completes after a delay in virtual time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task Delay(Duration delay, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, Duration.Zero);
        EnsureOnThread();
        var operation = new DelayOperation(this, delay);
        operation.CancelWith(cancellationToken);
        return operation.Task;
    }

    /// <summary>Runs events until the script ends. A fault comes first: the script may have ended well in the same event.</summary>
    private void Pump(Task script)
    {
        ThrowIfFaulted();
        while (!script.IsCompleted)
        {
            if (IsIdle || !TryRunNext(SimTime.MaxValue))
            {
                ThrowIfFaulted(); // on another thread, just now
                throw new SimulationDeadlockException(Now, Pending.InOrder.Select(operation => $"{operation}").ToList());
            }
        }
    }

    /// <summary>The script, and an error where it ends well on another thread: what it did there depends on wall time.</summary>
    private async Task<T> FollowAsync<T>(Func<Task<T>> script)
    {
        var result = await script();
        EnsureOnThread();
        return result;
    }

    private async Task ObserveAsync(Func<Task> process)
    {
        try
        {
            await process();
            EnsureOnThread();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private sealed class DelayOperation : PendingOperation<bool>, IEventHandler
    {
        private readonly EventHandle _event;

        public DelayOperation(Simulation simulation, Duration delay)
            : base(simulation, "Simulation", "Delay of", delay)
        {
            _event = simulation.Schedule(delay, this);
        }

        public void OnEvent(object? state) => TryComplete(true);

        protected override void OnCancelled() => Simulation.Cancel(_event);
    }
}
