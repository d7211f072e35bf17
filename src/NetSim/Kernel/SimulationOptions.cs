using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NetSim.Kernel;

/// <summary>What a simulation is made with.</summary>
public sealed record SimulationOptions
{
    /// <summary>What every random stream is derived from. The same seed and code give the same run.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The date and time of virtual time zero, for captures and for <see cref="Simulation.TimeProvider"/>.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where the simulation and its devices log; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// How many events may run in all before <see cref="EventBudgetExceededException"/> ends the run, so that a broadcast storm or
    /// an endless exchange ends with an error; null for no bound.
    /// </summary>
    public long? EventBudget { get; init; }
}
