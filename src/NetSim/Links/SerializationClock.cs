using System.Numerics;
using System.Runtime.CompilerServices;
using NetSim.Kernel;

namespace NetSim.Links;

/// <summary>How long octets take at a data rate. What is left of a nanosecond is carried on, so that a long flow runs at exactly its rate.</summary>
internal struct SerializationClock
{
    private const long BitNanoseconds = 8 * 1_000_000_000L; // of an octet: bits, times nanoseconds in a second

    private readonly long _whole; // nanoseconds that each octet takes
    private readonly long _rest;  // and what it takes beyond them, in parts of a nanosecond; none at rates such as 1 Gb/s
    private readonly long _parts; // so many of which are a nanosecond
    private long _carried;

    public SerializationClock(DataRate rate)
    {
        (_whole, var rest) = Math.DivRem(BitNanoseconds, rate.BitsPerSecond);
        var divisor = (long)BigInteger.GreatestCommonDivisor(rest, rate.BitsPerSecond);
        (_rest, _parts) = (rest / divisor, rate.BitsPerSecond / divisor);
    }

    /// <summary>The transmitter was idle: nothing is carried on.</summary>
    public void Reset() => _carried = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Duration Serialize(int octets) => new((octets * _whole) + (_rest == 0 ? 0 : SerializeRest(octets)));

    private long SerializeRest(int octets)
    {
        if (octets == 0)
            return 0;
        (var more, _carried) = Math.DivRem((octets * _rest) + _carried, _parts);
        return more;
    }
}
