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
        // A long pause fills the bucket, whatever the product would be.
        _tokens = elapsed >= NanosecondsPerSecond * 1_000_000 ? full : Math.Min(full, _tokens + (elapsed * options.ErrorsPerSecond));
        if (_tokens < NanosecondsPerSecond)
            return false;
        _tokens -= NanosecondsPerSecond;
        return true;
    }
}
