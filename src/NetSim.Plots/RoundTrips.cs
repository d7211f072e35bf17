using NetSim.Kernel;
using NetSim.Sockets;

namespace NetSim.Plots;

/// <summary>Round-trip times as the segments of a series show them.</summary>
internal static class RoundTrips
{
    /// <summary>One for each acknowledgment of new data: from the last segment that it covers, where that was sent only once.</summary>
    public static IEnumerable<(SimTime At, Duration Length)> Of(TcpTimeSeries series)
    {
        var outstanding = new Queue<TcpSegmentRecord>(); // sent once so far, by their numbers
        var resentUpTo = 0L;                             // the greatest number that was ever sent again
        foreach (var segment in series.Segments)
        {
            if (segment.IsSent && segment.IsRetransmission)
                resentUpTo = Math.Max(resentUpTo, segment.End);
            else if (segment.IsSent && segment.End > segment.Start)
                outstanding.Enqueue(segment);
            else if (!segment.IsSent && segment.Acknowledgment is { } acknowledgment && LastCovered(outstanding, acknowledgment) is { } last && last.End > resentUpTo)
                yield return (segment.Time, segment.Time - last.Time);
        }
    }

    private static TcpSegmentRecord? LastCovered(Queue<TcpSegmentRecord> outstanding, long acknowledgment)
    {
        TcpSegmentRecord? last = null;
        while (outstanding.TryPeek(out var next) && next.End <= acknowledgment)
            last = outstanding.Dequeue();
        return last;
    }
}
