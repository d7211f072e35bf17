using NetSim.Kernel;

namespace NetSim.Plots;

/// <summary>What of a connection is drawn.</summary>
public sealed record TcpPlotOptions
{
    /// <summary>The title, or null for the graph's name and the connection.</summary>
    public string? Title { get; init; }

    /// <summary>Where the graph begins: at the first segment unless said otherwise.</summary>
    public SimTime? From { get; init; }

    /// <summary>Where the graph ends: at the last segment unless said otherwise.</summary>
    public SimTime? To { get; init; }

    /// <summary>
    /// Whether the time-sequence graph shows what this side received, with its own acknowledgments and window, in place of what it sent. False
    /// unless said otherwise.
    /// </summary>
    public bool ShowsReceived { get; init; }
}
