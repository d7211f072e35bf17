using NetSim.Kernel;

namespace NetSim.Links;

/// <summary>How long octets take at a data rate. What is left of a nanosecond is carried on, so that a long flow runs at exactly its rate.</summary>
internal sealed class SerializationClock
{
    private const long BitNanoseconds = 8 * 1_000_000_000L; // of an octet: bits, times nanoseconds in a second

    private readonly long _rate;
    private readonly long _whole; // nanoseconds that each octet takes
    private readonly long _rest;  // and what it takes beyond them, in units of 1 s / 10⁹ / rate; 0 for rates such as 1 Gb/s
    private long _fraction;

    public SerializationClock(DataRate rate)
    {
        _rate = rate.BitsPerSecond;
        (_whole, _rest) = Math.DivRem(BitNanoseconds, _rate);
    }

    /// <summary>The transmitter was idle: nothing is carried on.</summary>
    public void Reset() => _fraction = 0;

    public Duration Serialize(int octets)
    {
        var nanoseconds = octets * _whole;
        if (_rest == 0)
            return new Duration(nanoseconds);
        var (more, fraction) = Math.DivRem((octets * _rest) + _fraction, _rate);
        _fraction = fraction;
        return new Duration(nanoseconds + more);
    }
}
