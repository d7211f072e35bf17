using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace NetSim.Kernel;

/// <summary>An asynchronous operation that somebody waits for. The simulation knows those that are not complete, to name them in a deadlock.</summary>
public abstract class PendingOperation
{
    private readonly object _who;
    private readonly string _what;
    private object? _detail;
    private SimTime _since;

    private protected PendingOperation(Simulation simulation, object who, string what, object? detail)
    {
        Simulation = simulation;
        _who = who;
        _what = what;
        simulation.EnsureOnThread();
        Begin(detail);
    }

    private protected Simulation Simulation { get; }

    /// <summary>Where it is among the operations that somebody waits for.</summary>
    internal int Place { get; set; }

    /// <summary>Which of all operations that ever began it is.</summary>
    internal long Number { get; set; }

    /// <summary>Who waits for what, and since when.</summary>
    public override string ToString() => $"{_who}: {_what}{(_detail is null ? "" : $" {_detail}")}, since {_since} s";

    private protected void Begin(object? detail)
    {
        _detail = detail;
        _since = Simulation.Now;
        Simulation.Pending.Add(this);
    }
}

/// <summary>An asynchronous operation of an object in the simulation. Whoever awaits it resumes inline, in the event that completes it.</summary>
/// <typeparam name="T">What it results in.</typeparam>
public class PendingOperation<T> : PendingOperation, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _completion; // continuations run inline
    private Task<T>? _task;
    private CancellationTokenRegistration _registration;
    private bool _isRegistered; // with a token, which few are
    private bool _isTaken; // whoever awaited has the result: the object may serve again

    /// <summary>An operation that starts now.</summary>
    /// <param name="simulation">In whose time it completes.</param>
    /// <param name="who">Whose operation it is; its text names it in a deadlock.</param>
    /// <param name="what">What is waited for, such as <c>ReadAsync</c>.</param>
    /// <param name="detail">What belongs to it, put into words only where somebody reads it.</param>
    public PendingOperation(Simulation simulation, object who, string what, object? detail = null)
        : base(simulation, who, what, detail)
    {
    }

    /// <summary>Completes with the operation; for whoever hands it on. It is taken before <see cref="ValueTask"/> is awaited, or not at all.</summary>
    /// <remarks>Let one await it at a time: of several that wait for one task, .NET resumes all but one on the thread pool.</remarks>
    public Task<T> Task => _task ??= ValueTask.AsTask();

    /// <summary>Completes with the operation. As any such value it is awaited once, and costs no object.</summary>
    public ValueTask<T> ValueTask => new(this, _completion.Version);

    /// <summary>Whether the operation has ended, well or not.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Starts the operation again, if it has ended and its <see cref="ValueTask"/> was awaited to the end; its owner keeps it for that.</summary>
    /// <returns>False where somebody still holds the former result: then make another operation.</returns>
    public bool TryRestart(object? detail = null)
    {
        Simulation.EnsureOnThread();
        return TryBeginAgain(detail);
    }

    /// <summary>The same for a caller that is known to be on the simulation's thread.</summary>
    internal bool TryBeginAgain(object? detail = null)
    {
        if (!_isTaken || _task is not null)
            return false;
        Begin(detail);
        _isTaken = false;
        IsCompleted = false;
        return true;
    }

    /// <summary>Ends the operation when the token is cancelled.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || IsCompleted)
            return;
        _registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingOperation<T>)state!).TryCancel(token), this);
        _isRegistered = true;
        if (IsCompleted)
            _registration.Dispose();
    }

    /// <summary>Completes the operation; false when it had ended already.</summary>
    public bool TryComplete(T result)
    {
        Simulation.EnsureOnThread();
        return TryEnd(result);
    }

    /// <summary>The same for a caller that is known to be on the simulation's thread.</summary>
    internal bool TryEnd(T result)
    {
        if (!TryEnd())
            return false;
        using var inline = Simulation.CompleteInline();
        _completion.SetResult(result);
        return true;
    }

    /// <summary>Fails the operation; false when it had ended already.</summary>
    public bool TryFail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Simulation.EnsureOnThread();
        if (!TryEnd())
            return false;
        using var inline = Simulation.CompleteInline();
        _completion.SetException(exception);
        return true;
    }

    /// <summary>Undoes what the operation had arranged; called before it ends by cancellation.</summary>
    protected virtual void OnCancelled()
    {
    }

    T IValueTaskSource<T>.GetResult(short token)
    {
        if (!IsCompleted || token != _completion.Version)
            return _completion.GetResult(token); // says what is wrong
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            _isTaken = true;
            _completion.Reset(); // lets go of whoever awaited: the object may live as long as a connection does
        }
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _completion.GetStatus(token);

    // Whoever awaits resumes inline, so where it came from is not asked for.
    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryEnd()
    {
        if (IsCompleted)
            return false;
        IsCompleted = true;
        if (_isRegistered)
            Unregister();
        Simulation.Pending.Remove(this);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Unregister()
    {
        _isRegistered = false;
        _registration.Dispose();
    }

    private void TryCancel(CancellationToken token)
    {
        // The token may be that of a real-time source, cancelled by the thread pool.
        if (!Simulation.TryEnsureOnThread() || !TryEnd())
            return;
        OnCancelled();
        using var inline = Simulation.CompleteInline();
        _completion.SetException(new OperationCanceledException(token));
    }
}
