using NetSim.Kernel;

namespace NetSim.Stack.Icmp;

/// <summary>A token bucket: so many errors a second, and after a pause so many at once (RFC 1812 §4.3.2.8).</summary>
internal sealed class IcmpRateLimit(Simulation simulation, IcmpOptions options)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private long _tokens = options.ErrorBurst * NanosecondsPerSecond; // in units of 1 / 10⁹ of an error
    private SimTime _filledAt;

    /// <summary>Takes a token, if there is one.</summary>
    public bool TryTake()
    {
        var elapsed = (simulation.Now - _filledAt).Nanoseconds;
        _filledAt = simulation.Now;
        var full = options.ErrorBurst * NanosecondsPerSecond;
        // 128 bits: a pause of years, times a high rate, is more than 64 hold.
        _tokens = (long)Int128.Min(full, _tokens + ((Int128)elapsed * options.ErrorsPerSecond));
        if (_tokens < NanosecondsPerSecond || options.ErrorsPerSecond == 0)
            return false;
        _tokens -= NanosecondsPerSecond;
        return true;
    }
}
