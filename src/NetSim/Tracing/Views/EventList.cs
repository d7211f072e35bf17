using System.Text;
using NetSim.Tracing.Dissecting;

namespace NetSim.Tracing.Views;

/// <summary>The trace as a table with a row for each PDU at each device.</summary>
internal static class EventList
{
    private const string NoDevice = "--";
    private const string StateChangeType = "Table";

    public static string Write(Trace trace, EventFilter filter)
    {
        var reader = new EventReader();
        var table = new TextTable();
        table.Add("No.", "Time", "Last Device", "At Device", "Type", "Info");
        foreach (var traceEvent in trace.Events)
        {
            // Every event is read, so that the numbers of TCP are the same whatever is shown.
            if (traceEvent is PduEvent pduEvent)
            {
                var reading = reader.Read(pduEvent);
                if (filter.ShowsDevice(pduEvent.Device) && filter.ShowsType(reading.Type))
                    AddRow(table, $"{pduEvent.Number}", pduEvent, pduEvent.LastDevice, reading.Type, reading.Info);
            }
            else if (traceEvent is StateChange change && filter.IncludeStateChanges && filter.ShowsDevice(change.Device))
            {
                AddRow(table, "", change, null, StateChangeType, StateChangeText.Of(change));
            }
        }

        var text = new StringBuilder();
        table.WriteTo(text, isFirstRight: true);
        return text.ToString();
    }

    private static void AddRow(TextTable table, string number, TraceEvent row, string? lastDevice, string type, string info) => table.Add(
        number, row.Time.ToString(), lastDevice ?? NoDevice, row.Device, type,
        info.ReplaceLineEndings(" "));
}
