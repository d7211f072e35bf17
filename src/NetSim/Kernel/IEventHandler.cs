namespace NetSim.Kernel;

/// <summary>What runs when an event is due. An event is a (handler, state) pair, so that scheduling one allocates nothing.</summary>
public interface IEventHandler
{
    /// <summary>Runs the event.</summary>
    /// <param name="state">What was given when the event was scheduled.</param>
    void OnEvent(object? state);
}
