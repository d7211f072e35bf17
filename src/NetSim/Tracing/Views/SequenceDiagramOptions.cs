namespace NetSim.Tracing.Views;

/// <summary>What a sequence diagram shows.</summary>
public sealed record SequenceDiagramOptions
{
    /// <summary>Whether each frame on each link is an arrow; by default the devices that pass frames on are left out.</summary>
    public bool EveryHop { get; init; }

    /// <summary>Whether each arrow's text begins with the time at which the frame was sent, in seconds.</summary>
    public bool ShowTimes { get; init; }

    /// <summary>The types of PDUs that are shown, such as <c>DNS</c>; upper or lower case. All where empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
