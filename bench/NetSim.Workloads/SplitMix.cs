namespace NetSim.Workloads;

/// <summary>The splitmix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), from a state that is the seed.</summary>
internal struct SplitMix(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        var mixed = _state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>An exponentially distributed length of time in whole nanoseconds, of mean 1 s.</summary>
    public long NextExponential() => (long)(-Math.Log(1 - ((Next() >> 11) * (1.0 / (1L << 53)))) * 1e9);
}
