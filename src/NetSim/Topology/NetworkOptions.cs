using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NetSim.Stack;

namespace NetSim.Topology;

/// <summary>What a network is made with.</summary>
public sealed record NetworkOptions
{
    /// <summary>What every random number of the run is derived from: initial sequence numbers, transaction ids. 1 unless said otherwise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The date and time at which the run starts, for captures and for code that asks the time: 2026-01-01 00:00 UTC unless said otherwise.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether every PDU is traced, which is what a run's memory goes to. True unless said otherwise.</summary>
    public bool Tracing { get; init; } = true;

    /// <summary>Where the simulation logs: PDUs at Trace, changes of tables at Debug, the run at Information. Nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How many events may run in all before the run ends with an error; null for no bound.</summary>
    public long? EventBudget { get; init; }

    /// <summary>How the hosts' protocols behave.</summary>
    public HostStackOptions Stack { get; init; } = new();
}
