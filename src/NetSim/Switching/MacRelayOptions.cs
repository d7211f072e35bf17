using NetSim.Kernel;

namespace NetSim.Switching;

/// <summary>How a switch keeps its MAC table.</summary>
public sealed record MacRelayOptions
{
    /// <summary>How long an entry lives after its address was last seen as a source: 300 s unless said otherwise (IEEE 802.1Q-2022 §8.8.3, Table 8-6).</summary>
    public Duration AgeingTime { get; init; } = 300.Seconds;

    /// <summary>How many addresses the table holds: 8,192 unless said otherwise, as many access switches do. Further ones are flooded to.</summary>
    public int TableSize { get; init; } = 8_192;

    internal void Validate(string device)
    {
        if (AgeingTime <= Duration.Zero)
            throw new ArgumentException($"{device}: the ageing time of a switch must be positive, not {AgeingTime}.");
        if (TableSize < 0)
            throw new ArgumentException($"{device}: the table size of a switch must not be negative, as {TableSize} is.");
    }
}
