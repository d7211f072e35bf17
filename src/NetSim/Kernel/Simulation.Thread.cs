using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NetSim.Kernel;

/// <content>One simulation, one thread: what keeps continuations on it, and what tells of those that left.</content>
public sealed partial class Simulation
{
    private const string LeftTheThread =
        "The simulation was called from another thread while it runs. Something left the simulation's thread: " +
        "use Simulation.Delay and Simulation.TimeProvider in place of real delays, and no Task.Run or Task.Yield.";

    private ExceptionDispatchInfo? _fault;
    private int _runningThread; // 0 while nobody runs the simulation

    /// <summary>Whether the caller may touch the simulation: nobody runs it, or this thread does.</summary>
    internal bool IsOnThread => _runningThread == 0 || _runningThread == Environment.CurrentManagedThreadId;

    /// <summary>Refuses a call that comes from another thread while the simulation runs.</summary>
    /// <exception cref="InvalidOperationException">The caller is on another thread.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnsureOnThread()
    {
        if (!IsOnThread)
            throw LeftThread();
    }

    /// <summary>
    /// Whether the caller may go on: false on another thread while the simulation runs, and then the run ends with an error. For
    /// callbacks whose caller has nobody to catch an exception, such as a timer of the thread pool.
    /// </summary>
    internal bool TryEnsureOnThread()
    {
        if (IsOnThread)
            return true;
        Fail(LeftThread());
        return false;
    }

    /// <summary>While this lasts, whoever awaits a task that is completed resumes inline, on the thread that completes it.</summary>
    internal static InlineCompletions CompleteInline() => new();

    private static InvalidOperationException LeftThread() => new(LeftTheThread);

    // The first failure ends the run; later ones are its consequences. Interlocked, because a process that left the
    // simulation's thread fails on another one.
    private void Fail(Exception exception) => Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(exception), null);

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
            Interlocked.Exchange(ref _fault, null)!.Throw();
    }

    /// <summary>No synchronization context, which would have continuations posted elsewhere; and the former one again at the end.</summary>
    internal readonly ref struct InlineCompletions
    {
        private readonly SynchronizationContext? _former;

        public InlineCompletions()
        {
            _former = SynchronizationContext.Current;
            if (_former is not null)
                SynchronizationContext.SetSynchronizationContext(null);
        }

        public void Dispose()
        {
            if (_former is not null)
                SynchronizationContext.SetSynchronizationContext(_former);
        }
    }

    /// <summary>Marks the simulation as running on this thread, where completions resume inline, in the event that caused them.</summary>
    private readonly ref struct Running
    {
        private readonly Simulation _simulation;
        private readonly InlineCompletions _inline;

        public Running(Simulation simulation)
        {
            if (TaskScheduler.Current != TaskScheduler.Default)
            {
                throw new InvalidOperationException(
                    $"The simulation cannot run under the task scheduler {TaskScheduler.Current}, which would take its continuations to " +
                    "other threads. Run it outside of that scheduler's tasks, such as within Task.Run.");
            }

            simulation.ThrowIfFaulted();
            if (Interlocked.CompareExchange(ref simulation._runningThread, Environment.CurrentManagedThreadId, 0) != 0)
                throw new InvalidOperationException("The simulation is running already. Await in the script in place of running it from within an event.");
            _simulation = simulation;
            _inline = CompleteInline();
        }

        public void Dispose()
        {
            _inline.Dispose();
            _simulation._runningThread = 0;
        }
    }
}
