using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Queueing;

/// <summary>What becomes of the frames that come to a port, where more than a limit of so many frames decides that, or somebody watches.</summary>
/// <remarks>Only queue management that decides when a frame leaves the queue needs another queue and event than the channel's: a <see cref="ManagedQueue"/>.</remarks>
internal sealed class QueueControl
{
    private readonly Channel _channel;
    private readonly NetworkInterface _from;
    private readonly NetworkInterface _to;
    private readonly LinkOptions _options;
    private readonly EnqueueDiscipline? _discipline; // who decides when a frame comes; null: the limits alone
    private readonly ManagedQueue? _queue;           // where frames wait if somebody decides when they leave; null: in the channel
    private readonly Queue<FrameTransmission>? _transmissions; // what the trace knows of the frames under way; null without one
    private long _waitingOctets;                     // in the channel

    public QueueControl(Channel channel, NetworkInterface from, NetworkInterface to, LinkOptions options)
    {
        (_channel, _from, _to, _options) = (channel, from, to, options);
        _discipline = options.QueueManagement?.AtEnqueue(options.DataRate, () => from.Simulation.Random($"link {from}–{to} queue"));
        _queue = options.QueueManagement?.AtDequeue() is { } discipline ? new ManagedQueue(channel, from, discipline) : null;
        _transmissions = from.IsTraced ? new Queue<FrameTransmission>() : null;
    }

    /// <summary>Whether a port needs one.</summary>
    public static bool IsNeeded(NetworkInterface from, LinkOptions options) =>
        options.QueueManagement is not null || options.QueueLimitOctets is not null || from.IsTraced;

    /// <summary>Sends a frame unless there is no room for it or the queue's management drops it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="waiting">How many frames wait in the channel.</param>
    /// <param name="flood">The other ports' copies of it, or null.</param>
    public void Send(EthernetFrame frame, int waiting, Flood? flood)
    {
        var now = _from.Simulation.Now;
        var freeAt = _channel.FreeAt;
        var octets = frame.WireLength;
        var isBusy = freeAt > now || _queue is { Count: > 0 };
        waiting += _queue?.Count ?? 0;
        if (isBusy && IsFull(frame, octets, waiting))
            return;
        if (_discipline is not null && !Admit(ref frame, waiting, isBusy ? Duration.Zero : now - freeAt))
            return;
        if (_queue is not null && _queue.Keeps(frame, octets, isBusy))
            return;

        if (isBusy)
            _from.Trace?.Out(Layer.Physical, PduAction.Queue, frame, Reason.PortQueues, _from.Name, waiting + 1, freeAt - now);
        else
            _from.Trace?.Out(Layer.Physical, PduAction.Transmit, frame, Reason.PortSends, _from.Name);
        _channel.Transmit(frame, octets, _from.Trace?.LastSent, flood);
    }

    /// <summary>A frame enters the channel.</summary>
    public void OnEnqueue(EthernetFrame frame, int octets, SimTime start, SimTime arrival, PduEvent? cause)
    {
        _waitingOctets += octets; // until the next one looks who has begun
        _transmissions?.Enqueue(_from.TraceTransmission(_to, frame, start, arrival, cause)!);
    }

    /// <summary>The transmitter has begun to send a frame of the channel.</summary>
    public void OnBegin(EthernetFrame frame) => _waitingOctets -= frame.WireLength;

    /// <summary>What the trace knows of the first frame under way, which no longer is; null without a trace.</summary>
    public FrameTransmission? TakeTransmission() => _transmissions?.Dequeue();

    /// <summary>The cable is unplugged, and the channel empty.</summary>
    public void Clear()
    {
        _queue?.Clear();
        _waitingOctets = 0;
    }

    /// <summary>Whether the queue has no room for a frame, which is dropped then (tail drop).</summary>
    private bool IsFull(EthernetFrame frame, int octets, int waiting)
    {
        if (waiting >= _options.QueueLimit)
            _from.Trace?.Out(Layer.Physical, PduAction.Drop, frame, DropReason.QueueFull, _from.Name, _options.QueueLimit);
        else if (_options.QueueLimitOctets is { } limit && _waitingOctets + (_queue?.Octets ?? 0) + octets > limit)
            _from.Trace?.Out(Layer.Physical, PduAction.Drop, frame, DropReason.QueueFullOfOctets, _from.Name, octets, limit);
        else
            return false;
        _from.Counting.OutboundDrops++;
        return true;
    }

    /// <summary>Whether a frame may enter the queue, marked if need be; else it is dropped (RFC 3168 §5).</summary>
    private bool Admit(ref EthernetFrame frame, int waiting, Duration idle)
    {
        var verdict = _discipline!.Decide(waiting, idle);
        if (verdict == QueueVerdict.Pass)
            return true;
        if (verdict != QueueVerdict.Drop && CongestionMark.TryMark(frame, out var marked))
        {
            frame = marked;
            _from.Counting.OutboundMarks++;
            if (_from.Trace is { } trace)
                _discipline.TraceMark(trace, _from.Name, frame);
            return true;
        }

        if (verdict == QueueVerdict.MarkOrPass)
            return true;
        _from.Counting.OutboundDrops++;
        if (_from.Trace is { } dropTrace)
            _discipline.TraceDrop(dropTrace, _from.Name, frame);
        return false;
    }
}
