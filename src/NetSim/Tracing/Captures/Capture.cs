using NetSim.Kernel;
using NetSim.Packets.Ethernet;

namespace NetSim.Tracing.Captures;

/// <summary>The frames of a trace as they are captured at ports.</summary>
internal static class Capture
{
    /// <summary>Writes a pcapng file of what the ports send and receive, or with none of what the whole network sends.</summary>
    public static void Write(Trace trace, SimTime now, IReadOnlyList<TracePort> ports, Stream stream)
    {
        var isWhole = ports.Count == 0;
        List<TracePort> interfaces = [.. (isWhole ? PortsOf(trace) : ports).Distinct()];
        var numbers = new Dictionary<TracePort, int>();
        foreach (var port in interfaces)
            numbers.Add(port, numbers.Count);

        var writer = new PcapngWriter(stream);
        writer.WriteSectionHeader();
        foreach (var port in interfaces)
            writer.WriteInterface(port);

        var epoch = UnixNanoseconds(trace.Epoch);
        // The order is stable: what is captured at the same instant stays in the order in which it was handed to the links.
        foreach (var frame in FramesOf(trace, now, numbers, isWhole).OrderBy(frame => frame.Time))
            writer.WriteFrame(numbers[frame.Port], Timestamp(epoch, frame.Time), frame.Frame, frame.Direction);
    }

    private static IEnumerable<TracePort> PortsOf(Trace trace) =>
        trace.Ports.Concat(trace.Transmissions.SelectMany(transmission => new[] { transmission.From, transmission.To }));

    private static IEnumerable<CapturedFrame> FramesOf(
        Trace trace, SimTime now, Dictionary<TracePort, int> numbers, bool isWhole)
    {
        foreach (var transmission in trace.Transmissions)
        {
            // What waits in a queue has not passed the port yet, and what a link doubled passed it once.
            var isSent = !transmission.IsCopy && transmission.Outcome != TransmissionOutcome.NeverSent && transmission.Start <= now;
            if (isSent && numbers.ContainsKey(transmission.From))
                yield return new(transmission.Start, transmission.From, transmission.Frame, FrameDirection.Outbound);
            if (!isWhole && transmission.Outcome == TransmissionOutcome.Delivered && numbers.ContainsKey(transmission.To))
                yield return new(transmission.Arrival, transmission.To, transmission.ArrivedFrame, FrameDirection.Inbound);
        }
    }

    private static Int128 UnixNanoseconds(DateTimeOffset time) =>
        (Int128)(time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static ulong Timestamp(Int128 epoch, SimTime time)
    {
        var timestamp = epoch + time.Nanoseconds;
        if (timestamp < 0 || timestamp > ulong.MaxValue)
            throw new InvalidOperationException(
                "A capture's times lie between the years 1970 and 2554: set SimulationOptions.Epoch to a date in them.");
        return (ulong)timestamp;
    }

    private readonly record struct CapturedFrame(SimTime Time, TracePort Port, EthernetFrame Frame, FrameDirection Direction);
}
