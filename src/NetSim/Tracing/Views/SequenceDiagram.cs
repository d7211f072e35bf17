using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Tracing.Dissecting;

namespace NetSim.Tracing.Views;

/// <summary>The trace as a sequence diagram.</summary>
internal sealed class SequenceDiagram
{
    private readonly Trace _trace;
    private readonly SequenceDiagramOptions _options;
    private readonly EventReader _reader = new();
    private readonly MermaidWriter _writer = new();

    private SequenceDiagram(Trace trace, SequenceDiagramOptions options)
    {
        _trace = trace;
        _options = options;
        // Read in the events' order, whatever order the arrows have.
        foreach (var pduEvent in trace.PduEvents)
            _reader.Read(pduEvent);
    }

    public static string Write(Trace trace, SequenceDiagramOptions options)
    {
        var diagram = new SequenceDiagram(trace, options);
        if (options.EveryHop)
            diagram.WriteHops();
        else
            diagram.WriteJourneys();
        return diagram._writer.ToString();
    }

    private void WriteJourneys()
    {
        foreach (var journey in new FrameJourneys(_trace).Journeys)
            WriteJourney(journey);
    }

    private void WriteJourney(FrameJourney journey)
    {
        if (!IsShown(journey.Pdu))
            return;

        var label = Label(journey.Time, journey.Pdu);
        foreach (var end in journey.Ends)
        {
            var note = end.Note is null ? "" : $" ({end.Note})";
            _writer.Arrow(journey.From, end.Device, end.Kind, label + note);
        }

        if (journey.Ends.Count == 0)
            _writer.Note(journey.From, $"{label} (nobody takes it)");
    }

    // A frame that a port drops at once is on no link: it stands where it was dropped.
    private void WriteHops()
    {
        var hops = _trace.Transmissions.Select(transmission => (Time: transmission.Start, Write: (Action)(() => WriteHop(transmission))));
        var drops = _trace.PduEvents
            .Where(pduEvent => pduEvent.OutPdu is not null && TraceStep.DropOf(pduEvent.OutSteps) is not null && !IsOnLink(pduEvent))
            .Select(pduEvent => (pduEvent.Time, Write: (Action)(() => WriteDrop(pduEvent))));
        foreach (var hop in hops.Concat(drops).OrderBy(hop => hop.Time)) // a stable order
            hop.Write();
    }

    private void WriteHop(FrameTransmission hop)
    {
        if (!IsShown(hop.Frame))
            return;

        var (kind, note) = hop.Outcome switch
        {
            TransmissionOutcome.Delivered => (ArrowKind.Arrived, ""),
            TransmissionOutcome.Underway => (ArrowKind.Underway, " (on its way)"),
            _ => (ArrowKind.Lost, $" ({LossOf(hop)?.Name ?? hop.Outcome.ToString()})"),
        };
        _writer.Arrow(hop.From.Device, hop.To.Device, kind, Label(hop.Start, hop.Frame) + note);
    }

    // A loss on a link is told by the link's arrow.
    private bool IsOnLink(PduEvent pduEvent) => FrameJourneys.IsLoss(pduEvent) && _trace.Transmissions.Any(
        hop => ReferenceEquals(hop.Frame, pduEvent.OutPdu) && hop.From.Device == pduEvent.Device
            && hop.Outcome != TransmissionOutcome.Delivered);

    private DropReason? LossOf(FrameTransmission hop) => _trace.PduEvents.FirstOrDefault(pduEvent =>
        ReferenceEquals(pduEvent.OutPdu, hop.Frame) && pduEvent.Device == hop.From.Device && FrameJourneys.IsLoss(pduEvent))?.DropReason;

    private void WriteDrop(PduEvent pduEvent)
    {
        var (device, pdu) = (pduEvent.Device, pduEvent.OutPdu!);
        if (IsShown(pdu))
            _writer.Arrow(device, device, ArrowKind.Lost, $"{Label(pduEvent.Time, pdu)} ({TraceStep.DropOf(pduEvent.OutSteps)})");
    }

    private bool IsShown(Pdu pdu) =>
        _options.Types.Count == 0 || _options.Types.Contains(_reader.Read(pdu).Type, StringComparer.OrdinalIgnoreCase);

    private string Label(SimTime time, Pdu pdu) => _options.ShowTimes ? $"{time}s {_reader.Read(pdu).Line}" : _reader.Read(pdu).Line;
}
