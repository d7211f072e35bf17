namespace NetSim.Workloads;

/// <summary>What stays on the managed heap for each of many, such as hosts: after set-up, and after the run.</summary>
/// <remarks>The heap is measured after a full collection, at a time that no measurement of CPU time includes.</remarks>
internal sealed class HeapGrowth
{
    private readonly long _before = Heap();
    private long _afterSetUp;

    private HeapGrowth()
    {
    }

    /// <summary>To be called before what is to be measured is made.</summary>
    public static HeapGrowth Begin() => new();

    /// <summary>The run is about to begin.</summary>
    public void SetUp() => _afterSetUp = Heap();

    /// <summary>The run has ended.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="what">Of what.</param>
    /// <param name="owner">What holds on to all of them.</param>
    /// <returns>Members of a result.</returns>
    public Dictionary<string, object> End(int count, string what, object owner)
    {
        var after = Heap();
        GC.KeepAlive(owner);
        return new()
        {
            [$"{what}s"] = count,
            [$"setup_octets_per_{what}"] = (_afterSetUp - _before) / count,
            [$"octets_per_{what}"] = (after - _before) / count,
        };
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
