using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Tracing.Dissecting;

/// <summary>A PDU as a reader sees it.</summary>
/// <param name="Dissection">The PDU taken apart.</param>
/// <param name="Type">The highest protocol in it.</param>
/// <param name="Line">The highest PDU's line.</param>
internal sealed record PduReading(Dissection Dissection, string Type, string Line)
{
    /// <summary>The line without the protocol's name in front, for where that stands in a column of its own.</summary>
    public string Info => Line.StartsWith(Type + " ", StringComparison.Ordinal) ? Line[(Type.Length + 1)..] : Line;
}

/// <summary>A PDU's event as a reader sees it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Type">The highest protocol in its PDU.</param>
/// <param name="Info">What the PDU is, and whether it was dropped.</param>
internal sealed record EventReading(PduEvent Event, string Type, string Info);

/// <summary>Reads a trace from its start: only so can TCP's numbers be told relative to the initial ones.</summary>
internal sealed class EventReader
{
    private const string NoType = "--";

    // PDUs are shared: the frame that a switch passes on is read once. The same frame keeps its line whenever it is met again.
    private readonly Dictionary<Pdu, PduReading> _readings = new(ReferenceEqualityComparer.Instance);
    private readonly TcpNumbering _numbering = new();

    /// <summary>The PDUs' events of a trace, in order.</summary>
    public IEnumerable<EventReading> Read(Trace trace)
    {
        foreach (var pduEvent in trace.PduEvents)
            yield return Read(pduEvent);
    }

    /// <summary>Reads an event; those before it must have been read.</summary>
    public EventReading Read(PduEvent pduEvent)
    {
        var inbound = pduEvent.InPdu is { } inPdu ? Read(inPdu) : null;
        var outbound = pduEvent.OutPdu is { } outPdu ? Read(outPdu) : null;
        var reading = inbound ?? outbound ?? ReadSteps(pduEvent);
        var info = reading?.Info ?? pduEvent.Steps.LastOrDefault()?.Sentence ?? "";
        return new(pduEvent, reading?.Type ?? NoType, info + DropNote(pduEvent));
    }

    /// <summary>Reads a PDU; the events before its own must have been read.</summary>
    public PduReading Read(Pdu pdu)
    {
        if (_readings.TryGetValue(pdu, out var known))
            return known;

        var dissection = Dissection.Of(pdu);
        var highest = dissection.Highest;
        var line = highest.ToString();
        // A segment that carries a message is numbered too: it may be the first one of its connection that the trace holds.
        if (dissection.Find<TcpSegment>() is { } segment && dissection.Find<Ipv4Packet>() is { } packet)
        {
            var tcpLine = _numbering.Line(packet, segment);
            line = ReferenceEquals(highest, segment) ? tcpLine : line;
        }

        return _readings[pdu] = new(dissection, highest.ProtocolName, line);
    }

    // An event without a PDU that came or went is about what its last step speaks of, such as a query that a cache answered.
    private PduReading? ReadSteps(PduEvent pduEvent) =>
        pduEvent.Steps.LastOrDefault(step => step.Pdu is not null)?.Pdu is { } pdu ? Read(pdu) : null;

    private static string DropNote(PduEvent pduEvent)
    {
        if (TraceStep.DropOf(pduEvent.InSteps) is { } inReason)
            return $" (dropped: {inReason})";
        if (TraceStep.DropOf(pduEvent.OutSteps) is not { } outReason)
            return "";
        if (pduEvent.InPdu is not null && !ReferenceEquals(pduEvent.InPdu, pduEvent.OutPdu))
            return $" (answer dropped: {outReason})";
        var isSentElsewhere = pduEvent.OutSteps.Any(step => step.Action is PduAction.Transmit or PduAction.Queue);
        return isSentElsewhere ? $" (dropped at one port: {outReason})" : $" (dropped: {outReason})";
    }
}
