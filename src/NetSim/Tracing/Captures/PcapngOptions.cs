namespace NetSim.Tracing.Captures;

/// <summary>What a capture holds.</summary>
public sealed record PcapngOptions
{
    /// <summary>
    /// The ports at which is captured: what each of them sends and receives. Where none is named, the whole network is captured:
    /// each frame once on each link, at the port that sends it.
    /// </summary>
    public IReadOnlyList<TracePort> Ports { get; init; } = [];
}
