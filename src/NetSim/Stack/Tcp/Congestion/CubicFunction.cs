using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>CUBIC's function C (t - K)³ and its inverse, with C = 0.4 segments/s³ (RFC 9438 §4.2, §5.1), on integers.</summary>
internal static class CubicFunction
{
    private const int Numerator = 2;                      // C = 2/5
    private const int Denominator = 5;
    private const long PerSecondCubed = 1_000_000_000_000_000_000; // cubic microseconds in a cubic second
    private const long MaxMicroseconds = 10_000_000_000;  // its cube times a segment stays below 2¹²⁷, and is beyond any window

    /// <summary>C (t - K)³, octets.</summary>
    /// <param name="sinceMax">t - K.</param>
    /// <param name="segmentSize">SMSS, octets.</param>
    public static long Offset(Duration sinceMax, int segmentSize)
    {
        var time = (Int128)Math.Clamp(sinceMax.Nanoseconds / 1000, -MaxMicroseconds, MaxMicroseconds);
        return (long)(time * time * time * Numerator * segmentSize / Denominator / PerSecondCubed);
    }

    /// <summary>K: how long the window takes to grow so much up to W_max (figure 2), cut to microseconds.</summary>
    /// <param name="octets">W_max - cwnd_epoch, not negative.</param>
    /// <param name="segmentSize">SMSS, octets.</param>
    public static Duration TimeToMax(long octets, int segmentSize) =>
        new(CubeRoot((UInt128)octets * Denominator * PerSecondCubed / Numerator / (UInt128)segmentSize) * 1000);

    /// <summary>The greatest integer whose cube is at most the value, bit by bit from the highest.</summary>
    /// <remarks>The library's cube root may differ in its last bit between platforms.</remarks>
    public static long CubeRoot(UInt128 value)
    {
        UInt128 root = 0;
        for (var bit = (UInt128)1 << 41; bit > 0; bit >>= 1)
        {
            var next = root | bit;
            if (next * next * next <= value)
                root = next;
        }

        return (long)root;
    }
}
