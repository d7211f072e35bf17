using System.Globalization;
using System.Text;
using NetSim.Packets;
using NetSim.Tracing.Dissecting;

namespace NetSim.Tracing.Views;

/// <summary>An event in full: what each layer decided and why, every field of what came in and went out, and every octet.</summary>
internal static class FullView
{
    private const string Indent = "  ";

    /// <summary>All events, in order.</summary>
    public static string Write(Trace trace)
    {
        var text = new StringBuilder();
        var reader = new EventReader();
        var changes = trace.Events.OfType<StateChange>().ToLookup(change => change.Cause);
        StateChange? previous = null; // what came before, where that was a change without a cause
        foreach (var traceEvent in trace.Events)
        {
            if (traceEvent is PduEvent pduEvent)
            {
                BeginSection(text);
                WriteEvent(text, reader, pduEvent, changes[pduEvent]);
                previous = null;
            }
            else if (traceEvent is StateChange { Cause: null } change)
            {
                WriteStateChange(text, change, previous);
                previous = change;
            }
        }

        return text.ToString();
    }

    /// <summary>One event of the trace.</summary>
    public static string Write(Trace trace, PduEvent pduEvent)
    {
        var reader = new EventReader();
        foreach (var earlier in trace.PduEvents.TakeWhile(earlier => !ReferenceEquals(earlier, pduEvent)))
            reader.Read(earlier);

        var text = new StringBuilder();
        WriteEvent(text, reader, pduEvent, trace.Events.OfType<StateChange>().Where(change => ReferenceEquals(change.Cause, pduEvent)));
        return text.ToString();
    }

    private static void WriteEvent(StringBuilder text, EventReader reader, PduEvent pduEvent, IEnumerable<StateChange> changes)
    {
        var reading = reader.Read(pduEvent);
        var from = pduEvent.LastDevice is { } lastDevice ? $", from {lastDevice}" : "";
        WriteHeading(text, $"Event {pduEvent.Number} at {pduEvent.Device}{from}, {pduEvent.Time} s");
        text.Append(CultureInfo.InvariantCulture, $"{reading.Type}: {reading.Info.ReplaceLineEndings(" ")}\n");
        if (pduEvent.Cause is { } cause)
            text.Append(CultureInfo.InvariantCulture, $"Caused by event {cause.Number} at {cause.Device}.\n");

        WriteSteps(text, "In Layers", pduEvent.InSteps.OrderBy(step => step.Layer));
        WriteSteps(text, "Out Layers", pduEvent.OutSteps.OrderByDescending(step => step.Layer));
        WriteTables(text, changes);
        WritePdus(text, reader, pduEvent);
    }

    /// <summary>A change that no PDU caused; those of one time stand together.</summary>
    private static void WriteStateChange(StringBuilder text, StateChange change, StateChange? previous)
    {
        if (previous?.Time != change.Time)
        {
            BeginSection(text);
            WriteHeading(text, $"Tables, {change.Time} s");
        }

        text.Append(CultureInfo.InvariantCulture, $"{change.Device}: {StateChangeText.Of(change)}\n");
    }

    private static void BeginSection(StringBuilder text)
    {
        if (text.Length > 0)
            text.Append('\n');
    }

    private static void WriteHeading(StringBuilder text, string heading) =>
        text.Append(heading).Append('\n').Append('=', heading.Length).Append('\n');

    private static void WriteSteps(StringBuilder text, string heading, IEnumerable<TraceStep> steps)
    {
        var table = new TextTable();
        foreach (var layer in steps.GroupBy(step => step.Layer))
        {
            var sentences = layer.Select(step => step.Sentence).ToList();
            for (var i = 0; i < sentences.Count; i++)
            {
                var (number, name) = i == 0 ? ($"{(int)layer.Key}", NameOf(layer.Key)) : ("", "");
                table.Add(number, name, sentences.Count == 1 ? sentences[i] : $"{i + 1}. {sentences[i]}");
            }
        }

        WriteSection(text, heading, table);
    }

    private static void WriteTables(StringBuilder text, IEnumerable<StateChange> changes)
    {
        var table = new TextTable();
        foreach (var change in changes)
            table.Add(StateChangeText.Of(change));
        WriteSection(text, "Tables", table);
    }

    private static void WriteSection(StringBuilder text, string heading, TextTable table)
    {
        if (table.IsEmpty)
            return;
        text.Append('\n').Append(heading).Append('\n');
        table.WriteTo(text, Indent);
    }

    private static void WritePdus(StringBuilder text, EventReader reader, PduEvent pduEvent)
    {
        var (inPdu, outPdu) = (pduEvent.InPdu, pduEvent.OutPdu);
        if (inPdu is not null && ReferenceEquals(inPdu, outPdu))
        {
            WritePdu(text, "Inbound and Outbound PDU, the same frame", reader.Read(inPdu));
            return;
        }

        if (inPdu is not null)
            WritePdu(text, "Inbound PDU", reader.Read(inPdu));
        if (outPdu is not null)
            WritePdu(text, "Outbound PDU", reader.Read(outPdu));
    }

    private static void WritePdu(StringBuilder text, string heading, PduReading reading)
    {
        var dissection = reading.Dissection;
        var octets = dissection.Outermost.ToArray();
        text.Append(CultureInfo.InvariantCulture, $"\n{heading} ({octets.Length} octets): {reading.Line.ReplaceLineEndings(" ")}\n");

        // One table for all layers, so that the values stand under each other.
        var table = new TextTable();
        foreach (var layer in dissection.Layers)
        {
            table.Add(layer.Pdu.ProtocolName, "");
            foreach (var field in FieldsOf(layer, octets))
                table.Add(Indent + field.Name, field.Value.ReplaceLineEndings(" "));
        }

        table.WriteTo(text, Indent);
        text.Append('\n');
        HexDump.WriteTo(text, octets, Indent);
    }

    private static List<PduField> FieldsOf(PduLayer layer, ReadOnlySpan<byte> octets)
    {
        // A message may encode to more octets than it came in, such as names that its sender compressed better.
        var own = octets[layer.Offset..];
        var fields = new List<PduField>();
        layer.Pdu.Describe(own.Length >= layer.Pdu.WireLength ? own : layer.Pdu.ToArray(), fields);
        return fields;
    }

    private static string NameOf(Layer layer) => layer == Layer.DataLink ? "Data Link" : layer.ToString();
}
