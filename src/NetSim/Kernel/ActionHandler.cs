namespace NetSim.Kernel;

/// <summary>Runs the <see cref="Action"/> that is an event's state: scheduling with a delegate, without a closure around it.</summary>
internal sealed class ActionHandler : IEventHandler
{
    public static ActionHandler Instance { get; } = new();

    public void OnEvent(object? state) => ((Action)state!)();

    /// <summary>Names an event for people: who runs, or the method where an action runs.</summary>
    public static string Describe(IEventHandler handler, object? state) => handler is ActionHandler && state is Action action
        ? $"{action.Method.DeclaringType}.{action.Method.Name}"
        : $"{handler}";
}
