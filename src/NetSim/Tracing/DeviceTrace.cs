using NetSim.Packets;
using NetSim.Packets.Ethernet;

namespace NetSim.Tracing;

/// <summary>A device's pen in the trace: each layer writes down what it decides, as it decides it.</summary>
/// <remarks>
/// <para>Between <see cref="Receive"/> and <see cref="Received"/> a frame is being handled: what is decided on the way in goes into
/// its event. The first PDU that goes out meanwhile is that event's outbound PDU; each further one is an event of its own, caused
/// by it. A PDU's way out begins with the first layer that speaks and ends when it is transmitted, queued or dropped.</para>
/// <para>A device without tracing has none of this: <c>_trace?.In(…)</c> then costs one null check.</para>
/// </remarks>
public sealed class DeviceTrace
{
    private readonly Trace _trace;
    private PduEvent? _receiving;  // the event of the frame that is being handled
    private PduEvent? _sending;    // the event of the PDU that is on its way out
    private PduEvent? _sent;       // the event of the last PDU that went out, while the frame that caused it is handled

    internal DeviceTrace(Trace trace, string device)
    {
        _trace = trace;
        Device = device;
    }

    /// <summary>The device's name.</summary>
    public string Device { get; }

    /// <summary>The event that is being written: what happens later because of it names it as its cause.</summary>
    public PduEvent? Current
    {
        get
        {
            var current = _sending ?? _receiving ?? _sent;
            return current?.Time == _trace.Now ? current : null; // what was sent earlier is no cause of what happens now
        }
    }

    /// <summary>Whether a PDU that came in is being handled.</summary>
    public bool IsReceiving => _receiving is not null;

    /// <summary>The event of the last PDU that went out, in or since the event that is being written.</summary>
    public PduEvent? LastSent => _sent;

    /// <summary>Begins the handling of a PDU that came in: a frame, or a packet of the host to itself.</summary>
    public void Receive(Pdu pdu, string lastDevice)
    {
        _sending = _sent = null;
        _receiving = _trace.AddPduEvent(Device, lastDevice, pdu, cause: null);
    }

    /// <summary>Ends the handling of the frame that came in.</summary>
    public void Received()
    {
        if (_receiving is not null)
            _trace.Completed(_receiving);
        _receiving = _sending = _sent = null;
    }

    /// <summary>Writes down a decision on the way in.</summary>
    public void In(Layer layer, PduAction action, Pdu? pdu, Reason reason, params object?[] arguments)
    {
        var target = _receiving ?? _trace.AddPduEvent(Device, null, null, cause: null);
        target.AddIn(new TraceStep(layer, action, pdu, reason, arguments));
    }

    /// <summary>Writes down a decision on the way out.</summary>
    public void Out(Layer layer, PduAction action, Pdu? pdu, Reason reason, params object?[] arguments)
    {
        if (_sending is not null && _sending.Time != _trace.Now)
            EndSending(); // what was said earlier led to no PDU then
        _sending ??= BeginSending();
        _sending.AddOut(new TraceStep(layer, action, pdu, reason, arguments));
        if (action is PduAction.Transmit or PduAction.Queue or PduAction.Drop)
            EndSending();
    }

    /// <summary>Goes on with the event of a frame that just went out of another port: a flooded frame is one event.</summary>
    public void Resume(EthernetFrame frame)
    {
        if (_sending is null && _sent is not null && ReferenceEquals(_sent.OutPdu, frame))
            _sending = _sent;
    }

    /// <summary>Begins the way out of a PDU that an earlier event caused: one that waited, or that is sent again.</summary>
    public void Because(PduEvent? cause)
    {
        EndSending();
        _sending = _trace.AddPduEvent(Device, null, null, cause ?? _receiving);
    }

    /// <summary>Writes down that an entry of a table was added, changed or (with null) removed.</summary>
    public void State(StateTable table, object key, object? value) => _trace.AddStateChange(Device, Current, table, key, value);

    private PduEvent BeginSending() =>
        _receiving is { OutSteps.Count: 0 } ? _receiving : _trace.AddPduEvent(Device, null, null, _receiving);

    private void EndSending()
    {
        if (_sending is null)
            return;
        _sent = _sending;
        if (!ReferenceEquals(_sending, _receiving))
            _trace.Completed(_sending);
        _sending = null;
    }
}
