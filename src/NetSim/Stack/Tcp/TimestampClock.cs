using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>The clock that timestamps are taken from: a tick each millisecond, the fastest that RFC 7323 §5.4 allows.</summary>
internal static class TimestampClock
{
    /// <summary>TSval, before a connection's own offset.</summary>
    public static uint At(SimTime now) => (uint)(now.Nanoseconds / 1_000_000);
}
