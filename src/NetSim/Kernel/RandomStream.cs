using System.Numerics;

namespace NetSim.Kernel;

/// <summary>A stream of random numbers that depends on the seed and its name alone: xoshiro256** (Blackman and Vigna, 2018).</summary>
/// <remarks>The generator is written here because the numbers must be the same on every version of .NET.</remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    internal RandomStream(ulong seed, string name)
    {
        // FNV-1a of the name's UTF-16 units keeps names apart; splitmix64 spreads the result over the state.
        var hash = 14695981039346656037UL;
        foreach (var unit in name)
            hash = (hash ^ unit) * 1099511628211UL;

        var state = seed ^ hash;
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>The stream that starts at a state, for the published test vectors.</summary>
    internal RandomStream(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32() => (uint)(NextUInt64() >> 32);

    /// <summary>16 random bits.</summary>
    public ushort NextUInt16() => (ushort)(NextUInt64() >> 48);

    /// <summary>A number from 0 to below <paramref name="bound"/>, each as likely as the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Draws beyond the last whole multiple of the bound would favour small numbers: they are drawn again.
        var limit = uint.MaxValue - (uint.MaxValue % (uint)bound);
        uint drawn;
        do
            drawn = NextUInt32();
        while (drawn >= limit);
        return (int)(drawn % (uint)bound);
    }

    /// <summary>A number from 0 to below 1, a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A length of time from <paramref name="least"/> to below <paramref name="most"/>, each nanosecond as likely as the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is less than <paramref name="least"/>.</exception>
    public Duration NextDuration(Duration least, Duration most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        // The high half of the product of 64 random bits and the range is below the range and, to one in 2^64, fair.
        var range = (ulong)(most - least).Nanoseconds;
        return least + new Duration((long)Math.BigMul(NextUInt64(), range, out _));
    }

    private static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
