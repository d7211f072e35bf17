using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ethernet;

namespace NetSim.Tracing;

/// <summary>Everything that happened in a network: each PDU at each device with every layer's decisions, and each change of a table.</summary>
[SuppressMessage("Naming", "CA1724", Justification = "The field's word; System.Diagnostics.Trace is another world.")]
public sealed partial class Trace
{
    private readonly Simulation _simulation;
    private readonly ILogger _logger;
    private readonly List<TraceEvent> _events = [];
    private readonly List<FrameTransmission> _transmissions = [];
    private readonly List<TracePort> _ports = [];
    private int _pduEvents;
    private int _stateChanges;

    /// <summary>An empty trace of a simulation.</summary>
    public Trace(Simulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        _simulation = simulation;
        _logger = simulation.Options.LoggerFactory.CreateLogger<Trace>();
    }

    /// <summary>The date and time of virtual time zero.</summary>
    public DateTimeOffset Epoch => _simulation.Epoch;

    /// <summary>The events in the order in which they began.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>The PDUs at the devices, in the order in which their events began.</summary>
    public IEnumerable<PduEvent> PduEvents => _events.OfType<PduEvent>();

    /// <summary>The frames on the links, in the order in which they were handed to the links.</summary>
    public IReadOnlyList<FrameTransmission> Transmissions => _transmissions;

    /// <summary>The ends of links, in the order in which they were made.</summary>
    public IReadOnlyList<TracePort> Ports => _ports;

    /// <summary>The entries of a device's table at an instant, in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<object, object>> TableAt(string device, StateTable table, SimTime time)
    {
        var entries = new OrderedDictionary<object, object>();
        foreach (var change in _events.OfType<StateChange>())
        {
            if (change.Time > time || change.Table != table || change.Device != device)
                continue;
            if (change.Value is null)
                entries.Remove(change.Key);
            else
                entries[change.Key] = change.Value;
        }

        return [.. entries];
    }

    internal SimTime Now => _simulation.Now;

    internal DeviceTrace AddDevice(string name) => new(this, name);

    internal void AddPort(TracePort port) => _ports.Add(port);

    internal PduEvent AddPduEvent(string device, string? lastDevice, Pdu? inPdu, PduEvent? cause)
    {
        var added = new PduEvent(++_pduEvents, _simulation.Now, device, lastDevice, inPdu, cause);
        _events.Add(added);
        return added;
    }

    internal void AddStateChange(string device, PduEvent? cause, StateTable table, object key, object? value)
    {
        var change = new StateChange(++_stateChanges, _simulation.Now, device, cause, table, key, value);
        _events.Add(change);
        LogState(change);
    }

    internal FrameTransmission AddTransmission(TracePort from, TracePort to, EthernetFrame frame, SimTime start, SimTime arrival, PduEvent? cause = null, bool isCopy = false)
    {
        var transmission = new FrameTransmission(from, to, frame, start, arrival, isCopy) { Cause = cause };
        _transmissions.Add(transmission);
        return transmission;
    }

    internal void Completed(PduEvent pduEvent) => LogPdu(pduEvent);

    [LoggerMessage(100, LogLevel.Trace, "{Event}")]
    private partial void LogPdu(PduEvent @event);

    [LoggerMessage(101, LogLevel.Debug, "{Change}")]
    private partial void LogState(StateChange change);
}
