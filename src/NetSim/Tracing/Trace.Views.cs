using NetSim.Tracing.Views;

namespace NetSim.Tracing;

/// <content>The trace as text for people.</content>
public sealed partial class Trace
{
    /// <summary>A table with a row for each PDU at each device: number, time in seconds, last device, device, type and info.</summary>
    /// <remarks>
    /// The type is the highest protocol in the PDU; messages of applications are found in what UDP and TCP carry. TCP's numbers
    /// are relative to the initial ones. Lines end with a line feed on every system.
    /// </remarks>
    /// <param name="filter">Which events are shown; by default the PDUs of all types at all devices.</param>
    public string ToEventList(EventFilter? filter = null) => EventList.Write(this, filter ?? new EventFilter());

    /// <summary>Every event in full: what each layer decided and why, the changes of tables, every field and every octet.</summary>
    public string ToFullView() => FullView.Write(this);

    /// <summary>One event in full: what each layer decided and why, the changes of tables, every field and every octet.</summary>
    /// <exception cref="ArgumentException">The event is of another trace.</exception>
    public string ToFullView(PduEvent pduEvent)
    {
        ArgumentNullException.ThrowIfNull(pduEvent);
        if (!_events.Contains(pduEvent))
            throw new ArgumentException($"Event {pduEvent.Number} at {pduEvent.Device} is of another trace: ask that.", nameof(pduEvent));
        return FullView.Write(this, pduEvent);
    }

    /// <summary>The exchange as a Mermaid sequence diagram: who sends what to whom, and what is lost on the way.</summary>
    /// <remarks>
    /// By default an arrow goes from the device that made a frame to each device that accepted it; devices that pass the frame on as
    /// it is, such as switches, are left out.
    /// </remarks>
    public string ToSequenceDiagram(SequenceDiagramOptions? options = null) =>
        SequenceDiagram.Write(this, options ?? new SequenceDiagramOptions());
}
