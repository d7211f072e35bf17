using System.Numerics;
using System.Runtime.CompilerServices;
using NetSim.Kernel;

namespace NetSim.Links;

/// <summary>How long octets take at a data rate. What is left of a nanosecond is carried on, so that a long flow runs at exactly its rate.</summary>
internal readonly struct SerializationClock
{
    private const long BitNanoseconds = 8 * 1_000_000_000L; // of an octet: bits, times nanoseconds in a second

    private readonly long _whole;    // nanoseconds that each octet takes
    private readonly Parts? _beyond; // and what it takes beyond them; null at rates such as 1 Gb/s

    public SerializationClock(DataRate rate)
    {
        (_whole, var rest) = Math.DivRem(BitNanoseconds, rate.BitsPerSecond);
        var divisor = (long)BigInteger.GreatestCommonDivisor(rest, rate.BitsPerSecond);
        _beyond = rest == 0 ? null : new Parts(rest / divisor, rate.BitsPerSecond / divisor);
    }

    /// <summary>The transmitter was idle: nothing is carried on.</summary>
    public void Reset() => _beyond?.Reset();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Duration Serialize(int octets) => new((octets * _whole) + (_beyond is null ? 0 : _beyond.Serialize(octets)));

    /// <summary>Parts of nanoseconds.</summary>
    /// <param name="each">How many of them an octet takes.</param>
    /// <param name="whole">How many of them are a nanosecond.</param>
    private sealed class Parts(long each, long whole)
    {
        private long _carried;

        public void Reset() => _carried = 0;

        public long Serialize(int octets)
        {
            (var more, _carried) = Math.DivRem((octets * each) + _carried, whole);
            return more;
        }
    }
}
