using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Tracing.Views;

/// <summary>Follows each PDU from the device that made it to those that it reached.</summary>
/// <remarks>
/// A PDU is followed as an object: a device that passes a frame on passes the same object. A frame that a link damaged or a queue marked is
/// another object for the one that was sent.
/// </remarks>
internal sealed class FrameJourneys
{
    private readonly Trace _trace;
    private readonly HashSet<string> _forwarders = [];
    private readonly List<FrameJourney> _journeys = [];
    private readonly Dictionary<Pdu, List<FrameJourney>> _journeysOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Pdu, Pdu> _sentAs = new(ReferenceEqualityComparer.Instance); // the frame that another one was made of on its way

    public FrameJourneys(Trace trace)
    {
        _trace = trace;
        foreach (var transmission in trace.Transmissions.Where(sent => !ReferenceEquals(sent.ArrivedFrame, sent.Frame)))
            _sentAs.TryAdd(transmission.ArrivedFrame, SentAs(transmission.Frame));
        foreach (var pduEvent in trace.PduEvents)
            FindMark(pduEvent);
        foreach (var pduEvent in trace.PduEvents.Where(IsPassedOn))
            _forwarders.Add(pduEvent.Device);
        foreach (var pduEvent in trace.PduEvents)
            Follow(pduEvent);
        foreach (var transmission in trace.Transmissions)
            Follow(transmission);
        foreach (var journey in _journeys)
            AddEnds(journey);
    }

    /// <summary>The journeys, in the order in which they began.</summary>
    public IReadOnlyList<FrameJourney> Journeys => _journeys;

    /// <summary>Whether an event does nothing but tell that a frame was lost after it was handed to a link.</summary>
    public static bool IsLoss(PduEvent pduEvent) =>
        pduEvent.InPdu is null && pduEvent.Steps.Any() && pduEvent.Steps.All(step => step.Action == PduAction.Drop);

    private bool IsPassedOn(PduEvent pduEvent) =>
        pduEvent is { InPdu: { } inPdu, OutPdu: { } outPdu } && ReferenceEquals(SentAs(inPdu), SentAs(outPdu));

    private Pdu SentAs(Pdu pdu) => _sentAs.GetValueOrDefault(pdu, pdu);

    // A queue marks a frame as it comes, from another port, or as it leaves, in an event that the one that queued it caused.
    private void FindMark(PduEvent pduEvent)
    {
        var before = pduEvent.InPdu ?? pduEvent.Cause?.OutPdu;
        if (before is EthernetFrame frame && pduEvent.OutPdu is EthernetFrame marked && IsMarked(frame, marked))
            _sentAs.TryAdd(marked, SentAs(frame));
    }

    private static bool IsMarked(EthernetFrame frame, EthernetFrame marked) =>
        frame.Payload is Ipv4Packet before && marked.Payload is Ipv4Packet after && !ReferenceEquals(before, after)
        && ReferenceEquals(before.Payload, after.Payload) && marked == frame with { Payload = before with { Ecn = after.Ecn } };

    private void Follow(PduEvent pduEvent)
    {
        if (pduEvent.InPdu is { } inPdu && JourneyOf(inPdu, pduEvent) is { } arriving)
        {
            if (TraceStep.DropOf(IsPassedOn(pduEvent) ? pduEvent.Steps : pduEvent.InSteps) is { } reason)
                arriving.Drops.Add((pduEvent.Device, reason));
            else if (!_forwarders.Contains(pduEvent.Device))
                arriving.Accepted.Add(pduEvent.Device);
        }

        if (pduEvent.OutPdu is { } outPdu && !IsPassedOn(pduEvent) && !IsMarkedLater(pduEvent, outPdu))
            FollowOut(pduEvent, SentAs(outPdu));
    }

    // The frame that a queue marked as it left goes on with the journey of the one that waited.
    private bool IsMarkedLater(PduEvent pduEvent, Pdu outPdu) => pduEvent.InPdu is null && _sentAs.ContainsKey(outPdu) && !IsLoss(pduEvent);

    private void FollowOut(PduEvent pduEvent, Pdu outPdu)
    {
        var reason = TraceStep.DropOf(pduEvent.OutSteps);
        // What never became a frame and was not dropped waits, for ARP or for a window: its journey has not begun.
        if (outPdu is not EthernetFrame && reason is null)
            return;

        var journey = IsLoss(pduEvent) && _journeysOf.TryGetValue(outPdu, out var journeys)
            ? journeys[^1]
            : Begin(pduEvent.Device, pduEvent, outPdu);
        if (reason is not null)
            journey.Drops.Add((pduEvent.Device, reason));
    }

    // The same frame may be sent again: what arrives is then the last one.
    private FrameJourney? JourneyOf(Pdu inPdu, PduEvent arrival)
    {
        if (_journeysOf.TryGetValue(SentAs(inPdu), out var journeys))
            return journeys[^1];
        // Who sends without writing it into the trace still stands in it as the last device.
        return arrival.LastDevice is { } from ? Begin(from, arrival, inPdu) : null;
    }

    private FrameJourney Begin(string from, PduEvent pduEvent, Pdu pdu)
    {
        var journey = new FrameJourney(from, pduEvent.Time, pdu);
        _journeys.Add(journey);
        if (_journeysOf.TryGetValue(pdu, out var journeys))
            journeys.Add(journey);
        else
            _journeysOf[pdu] = [journey];
        return journey;
    }

    private void Follow(FrameTransmission transmission)
    {
        if (transmission.Outcome != TransmissionOutcome.Delivered && _journeysOf.TryGetValue(SentAs(transmission.Frame), out var journeys))
            (journeys.FindLast(journey => journey.Time <= transmission.Start) ?? journeys[0]).Missing.Add(transmission);
    }

    private void AddEnds(FrameJourney journey)
    {
        foreach (var device in journey.Accepted)
            journey.Ends.Add(new(device, ArrowKind.Arrived));

        if (journey.Pdu is EthernetFrame { Destination.IsGroup: true })
        {
            foreach (var missing in journey.Missing)
                journey.Ends.Add(MissingEnd(journey, missing, missing.To.Device));
            if (journey.Drops.FirstOrDefault(drop => drop.Device == journey.From) is { Reason: { } ownReason } && journey.Ends.Count == 0)
                journey.Ends.Add(new(journey.From, ArrowKind.Lost, ownReason.Name));
        }
        else if (journey.Ends.Count == 0)
        {
            journey.Ends.Add(UnicastEnd(journey));
        }
    }

    // A flooded frame is dropped by every device but the one that it is for. So what counts is, in this order: what that device says, what
    // the links say, what those on the way say, and only then the others.
    private JourneyEnd UnicastEnd(FrameJourney journey)
    {
        var target = TargetOf(journey.Pdu);
        if (journey.Drops.FirstOrDefault(drop => drop.Device == target) is { Reason: { } ownReason })
            return new(target!, ArrowKind.Lost, ownReason.Name);
        if (journey.Missing.Count > 0)
            return MissingEnd(journey, journey.Missing[0], target ?? journey.Missing[0].To.Device);

        var onTheWay = journey.Drops.Where(drop => drop.Device == journey.From || _forwarders.Contains(drop.Device));
        var (device, reason) = onTheWay.Concat(journey.Drops).FirstOrDefault();
        return reason is null
            ? new(target ?? journey.From, ArrowKind.Underway, "on its way")
            : new(target ?? device, ArrowKind.Lost, reason.Name);
    }

    private static JourneyEnd MissingEnd(FrameJourney journey, FrameTransmission missing, string target)
    {
        if (missing.Outcome == TransmissionOutcome.Underway)
            return new(target, ArrowKind.Underway, "on its way");
        var told = journey.Drops.FirstOrDefault(drop => drop.Device == missing.From.Device || drop.Device == missing.To.Device).Reason;
        return new(target, ArrowKind.Lost, told?.Name ?? missing.Outcome.ToString());
    }

    private string? TargetOf(Pdu pdu) =>
        pdu is EthernetFrame frame ? _trace.Ports.FirstOrDefault(port => port.MacAddress == frame.Destination)?.Device : null;
}
