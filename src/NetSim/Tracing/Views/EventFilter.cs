namespace NetSim.Tracing.Views;

/// <summary>Which events a list shows: all of them where nothing is named.</summary>
public sealed record EventFilter
{
    /// <summary>The types that are shown, as in the list's column, such as <c>DNS</c>; upper or lower case. All where empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The devices at which the events are that are shown. All where empty.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Whether the changes of tables are shown between the PDUs; <see cref="Types"/> does not concern them.</summary>
    public bool IncludeStateChanges { get; init; }

    internal bool ShowsType(string type) => Types.Count == 0 || Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    internal bool ShowsDevice(string device) => Devices.Count == 0 || Devices.Contains(device, StringComparer.Ordinal);
}
