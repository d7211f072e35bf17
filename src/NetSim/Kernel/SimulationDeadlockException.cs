namespace NetSim.Kernel;

/// <summary>The script waits, and nothing is left in the event queue that could wake it.</summary>
public sealed class SimulationDeadlockException : InvalidOperationException
{
    internal SimulationDeadlockException(SimTime time, IReadOnlyList<string> waiting)
        : base(Describe(time, waiting))
    {
        Time = time;
        Waiting = waiting;
    }

    /// <summary>When the simulation came to a stop.</summary>
    public SimTime Time { get; }

    /// <summary>Who waits for what, in the order in which they began to wait.</summary>
    public IReadOnlyList<string> Waiting { get; }

    private static string Describe(SimTime time, IReadOnlyList<string> waiting)
    {
        const string outside = "something outside the simulation: use Simulation.Delay and Simulation.TimeProvider in place of " +
                               "real delays, and no Task.Run or Task.Yield.";
        var text = $"Nothing more happens after {time} s, and the script has not ended.";
        if (waiting.Count == 0)
            return $"{text} It waits for {outside}";
        var lines = string.Join(Environment.NewLine, waiting.Select(line => $"  {line}"));
        return $"{text} Waiting:{Environment.NewLine}{lines}{Environment.NewLine}If the script waits for none of these, it waits for {outside}";
    }
}
