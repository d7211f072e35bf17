namespace NetSim.Kernel;

/// <summary>More events ran than <see cref="Simulation.EventBudget"/> allows: a broadcast storm, or an exchange without an end.</summary>
public sealed class EventBudgetExceededException : InvalidOperationException
{
    internal EventBudgetExceededException(long executedEvents, SimTime time, string next)
        : base($"The event budget of {executedEvents} events is used up at {time} s. The next event is of {next}. " +
               "Either the network does not come to rest (switches in a loop? an endless exchange?), or Simulation.EventBudget is too small.")
    {
        ExecutedEvents = executedEvents;
        Time = time;
    }

    /// <summary>How many events ran.</summary>
    public long ExecutedEvents { get; }

    /// <summary>When the run ended.</summary>
    public SimTime Time { get; }
}
