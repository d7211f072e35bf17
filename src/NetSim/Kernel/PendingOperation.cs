namespace NetSim.Kernel;

/// <summary>An asynchronous operation that somebody waits for. The simulation knows those that are not complete, to name them in a deadlock.</summary>
public abstract class PendingOperation
{
    private readonly LinkedListNode<PendingOperation> _node;
    private readonly object _who;
    private readonly string _what;
    private readonly object? _detail;
    private readonly SimTime _since;

    private protected PendingOperation(Simulation simulation, object who, string what, object? detail)
    {
        simulation.EnsureOnThread();
        Simulation = simulation;
        _who = who;
        _what = what;
        _detail = detail;
        _since = simulation.Now;
        _node = simulation.Register(this);
    }

    private protected Simulation Simulation { get; }

    /// <summary>Who waits for what, and since when.</summary>
    public override string ToString() => $"{_who}: {_what}{(_detail is null ? "" : $" {_detail}")}, since {_since} s";

    private protected void Unregister() => Simulation.Unregister(_node);
}

/// <summary>An asynchronous operation of an object in the simulation. Whoever awaits it resumes inline, in the event that completes it.</summary>
/// <typeparam name="T">What it results in.</typeparam>
public class PendingOperation<T> : PendingOperation
{
    // Without RunContinuationsAsynchronously and without a synchronization context, continuations run inline.
    private readonly TaskCompletionSource<T> _completion = new();
    private CancellationTokenRegistration _registration;
    private bool _hasEnded;

    /// <summary>An operation that starts now.</summary>
    /// <param name="simulation">In whose time it completes.</param>
    /// <param name="who">Whose operation it is; its text names it in a deadlock.</param>
    /// <param name="what">What is waited for, such as <c>ReadAsync</c>.</param>
    /// <param name="detail">What belongs to it, put into words only where somebody reads it.</param>
    public PendingOperation(Simulation simulation, object who, string what, object? detail = null)
        : base(simulation, who, what, detail)
    {
    }

    /// <summary>Completes with the operation.</summary>
    public Task<T> Task => _completion.Task;

    /// <summary>Whether the operation has ended, well or not.</summary>
    public bool IsCompleted => _hasEnded;

    /// <summary>Ends the operation when the token is cancelled.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || IsCompleted)
            return;
        _registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingOperation<T>)state!).TryCancel(token), this);
        if (IsCompleted)
            _registration.Dispose();
    }

    /// <summary>Completes the operation; false when it had ended already.</summary>
    public bool TryComplete(T result)
    {
        Simulation.EnsureOnThread();
        if (!TryEnd())
            return false;
        using var inline = Simulation.CompleteInline();
        return _completion.TrySetResult(result);
    }

    /// <summary>Fails the operation; false when it had ended already.</summary>
    public bool TryFail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Simulation.EnsureOnThread();
        if (!TryEnd())
            return false;
        using var inline = Simulation.CompleteInline();
        return _completion.TrySetException(exception);
    }

    /// <summary>Undoes what the operation had arranged; called before it ends by cancellation.</summary>
    protected virtual void OnCancelled()
    {
    }

    private bool TryEnd()
    {
        if (_hasEnded)
            return false;
        _hasEnded = true;
        _registration.Dispose();
        Unregister();
        return true;
    }

    private void TryCancel(CancellationToken token)
    {
        // The token may be that of a real-time source, cancelled by the thread pool.
        if (!Simulation.TryEnsureOnThread() || !TryEnd())
            return;
        OnCancelled();
        using var inline = Simulation.CompleteInline();
        _completion.TrySetCanceled(token);
    }
}
