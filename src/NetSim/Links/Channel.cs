using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetSim.Kernel;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links;

/// <summary>One direction of a link: a transmitter with a FIFO queue, and the frames under way.</summary>
/// <remarks>
/// When a frame is sent, the time of its arrival is known. So the channel keeps the frames that wait and those on the cable in one ring, and
/// has one event in the queue, for the first arrival: one event for each frame and hop, which the copies of a <see cref="Flood"/> share.
/// Impairments begin where that ends: they take the frame when it would arrive, so that a link without them pays one null check. Only queue
/// management that decides when a frame leaves the queue needs another queue and event, in <see cref="ManagedQueue"/>.
/// </remarks>
internal sealed class Channel : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly NetworkInterface _from;
    private readonly NetworkInterface _to;
    private readonly LinkOptions _options;
    private readonly EnqueueDiscipline? _discipline; // who decides when a frame comes; null: the limits alone
    private readonly ManagedQueue? _queue;           // where frames wait if somebody decides when they leave; null: in the ring
    private readonly bool _isCounted;                // how many frames wait, whenever one is sent: who manages the queue needs that
    private ImpairedPath? _path;                     // what happens between the ends; null: nothing
    private SerializationClock _clock; // a value that changes: not readonly
    private Flight[] _ring = new Flight[4]; // a power of two
    private int _mask = 3;        // its length less one
    private int _head;
    private int _count;
    private int _started;         // how many of them, from the head, the transmitter had begun to send when somebody last counted
    private long _waitingOctets;  // of the others, where a limit asks for it
    private SimTime _freeAt;      // when the transmitter can begin the next frame, less the clock's fraction
    private EventHandle _arrival;

    public Channel(NetworkInterface from, NetworkInterface to, LinkOptions options)
    {
        _simulation = from.Simulation;
        (_from, _to, _options) = (from, to, options);
        _clock = new SerializationClock(options.DataRate);
        _discipline = options.QueueManagement?.AtEnqueue(options.DataRate, () => _simulation.Random($"link {from}–{to} queue"));
        _queue = options.QueueManagement?.AtDequeue() is { } discipline ? new ManagedQueue(this, from, discipline) : null;
        _isCounted = _discipline is not null || _queue is not null || options.QueueLimitOctets is not null;
        Impair(options.Impairments);
    }

    /// <summary>When the transmitter can begin the next frame.</summary>
    public SimTime FreeAt => _freeAt;

    /// <summary>Changes what happens to the frames that arrive from now on.</summary>
    public void Impair(LinkImpairments? impairments)
    {
        if (_path is not null)
            _path.Impairments = impairments ?? LinkImpairments.None; // it may hold frames
        else if (impairments is not null)
            _path = new ImpairedPath(_from, _to, impairments);
    }

    /// <summary>Sends a frame: at once, or after those that wait.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="flood">The other ports' copies of it, or null.</param>
    public void Send(EthernetFrame frame, Flood? flood)
    {
        var now = _simulation.Now;
        var octets = frame.WireLength;
        var isBusy = _freeAt > now || _queue is { Count: > 0 };
        var waiting = 0;
        if (isBusy && MattersHowManyWait())
        {
            waiting = CountWaiting(now);
            if (IsFull(frame, octets, waiting))
                return;
        }

        if (_discipline is not null && !Admit(ref frame, waiting, isBusy ? Duration.Zero : now - _freeAt))
            return;
        if (_queue is not null && _queue.Keeps(frame, octets, isBusy))
            return;

        if (isBusy)
            _from.Trace?.Out(Layer.Physical, PduAction.Queue, frame, Reason.PortQueues, _from.Name, waiting + 1, _freeAt - now);
        else
            _from.Trace?.Out(Layer.Physical, PduAction.Transmit, frame, Reason.PortSends, _from.Name);
        Transmit(frame, octets, _from.Trace?.LastSent, flood);
    }

    /// <summary>Sends a frame as soon as the transmitter is free.</summary>
    public void Transmit(EthernetFrame frame, int octets, PduEvent? cause, Flood? flood = null)
    {
        // A frame that comes in the very nanosecond in which the transmitter gets free follows the last one without a gap in time.
        var now = _simulation.Now;
        if (_freeAt < now)
        {
            _freeAt = now;
            _clock.Reset();
        }

        var start = _freeAt;
        var sent = start + _clock.Serialize(octets + _options.FramingLength);
        _freeAt = sent + _clock.Serialize(_options.InterpacketGap);
        ref var counting = ref _from.Counting;
        counting.OutboundFrames++;
        counting.OutboundOctets += octets;
        Enqueue(frame, octets, start, sent + _options.PropagationDelay, cause, flood);
    }

    /// <summary>The cable is unplugged: what is on it and what waits for it is lost.</summary>
    public void Clear()
    {
        _simulation.Cancel(_arrival);
        _path?.Clear();
        for (; _count > 0; _count--)
        {
            var flight = At(0);
            At(0) = default;
            _head++;
            var wasOnCable = flight.Start <= _simulation.Now;
            if (flight.Transmission is { } transmission)
                transmission.Outcome = wasOnCable ? TransmissionOutcome.Lost : TransmissionOutcome.NeverSent;
            _from.Trace?.Because(flight.Cause);
            _from.DropOutbound(flight.Frame, wasOnCable ? DropReason.CableUnplugged : DropReason.CableUnpluggedInQueue);
        }

        _queue?.Clear();
        _started = 0;
        _waitingOctets = 0;
        _freeAt = _simulation.Now;
        _clock.Reset();
    }

    /// <summary>The first frame arrives.</summary>
    public void OnEvent(object? state) => Arrive(null);

    /// <summary>The first frame arrives with the other copies of a flood, unless the cable was unplugged meanwhile.</summary>
    /// <param name="next">Whom the frame behind it may arrive with.</param>
    public void OnFlood(Flood next)
    {
        if (_count > 0 && _arrival == default && At(0).Arrival == _simulation.Now)
            Arrive(next);
    }

    private void Arrive(Flood? next)
    {
        var flight = Take(next);
        if (_path is not null)
        {
            _path.Pass(flight);
            return;
        }

        if (flight.Transmission is { } transmission)
            transmission.Outcome = TransmissionOutcome.Delivered;
        _to.Receive(flight.Frame, _from);
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() => $"a frame from {_from} to {_to}";

    private Flight Take(Flood? next)
    {
        ref var first = ref At(0);
        var flight = first;
        first = default; // lets go of the frame
        _head++;
        _count--;
        if (_started > 0)
            _started--;
        else if (_options.QueueLimitOctets is not null)
            _waitingOctets -= flight.Octets;
        if (_count > 0)
        {
            var arrival = At(0).Arrival;
            _arrival = next is not null && next.TryAdd(this, arrival) ? default : _simulation.ScheduleConsequence(arrival, this);
        }

        return flight;
    }

    /// <summary>Whether somebody asks how many frames wait, or they may be as many as are allowed. To count them is to look at each as it begins.</summary>
    private bool MattersHowManyWait() => _isCounted || _count - _started >= _options.QueueLimit || _from.Trace is not null;

    /// <summary>How many frames wait; none where the transmitter is free.</summary>
    private int CountWaiting(SimTime now)
    {
        for (; _started < _count && At(_started).Start <= now; _started++)
        {
            if (_options.QueueLimitOctets is not null)
                _waitingOctets -= At(_started).Octets;
        }

        return _count - _started + (_queue?.Count ?? 0);
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

    private void Enqueue(EthernetFrame frame, int octets, SimTime start, SimTime arrival, PduEvent? cause, Flood? flood)
    {
        if (_count > _mask)
            Grow();
        At(_count) = new Flight(frame, start, arrival, _from.TraceTransmission(_to, frame, start, arrival, cause));
        if (_options.QueueLimitOctets is not null)
            _waitingOctets += octets; // until the next one looks who has begun
        if (_count++ == 0)
            _arrival = flood is not null && flood.TryAdd(this, arrival) ? default : _simulation.ScheduleAt(arrival, this);
    }

    // Not indexed: the length that an index is checked against is in another line of memory, which in a large network is read for nothing else.
    private ref Flight At(int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ring), (_head + index) & _mask);

    private void Grow()
    {
        var larger = new Flight[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        _ring = larger;
        _mask = larger.Length - 1;
        _head = 0;
    }
}
