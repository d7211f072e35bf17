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
/// Impairments begin where that ends: they take the frame when it would arrive. More than a limit of so many frames is looked after by a
/// <see cref="QueueControl"/> before. So a link without either pays a null check for each.
/// </remarks>
internal sealed class Channel : AnticipatingHandler
{
    private readonly Simulation _simulation;
    private readonly NetworkInterface _from;
    private readonly NetworkInterface _to;
    private readonly LinkOptions _options;
    private readonly QueueControl? _control; // who decides what enters the queue and leaves it, or watches that; null: the limit of frames alone
    private ImpairedPath? _path;             // what happens between the ends; null: nothing
    private Place[] _ring = new Place[4]; // a power of two
    private readonly SerializationClock _clock;
    private SimTime _freeAt;      // when the transmitter can begin the next frame, less the clock's fraction
    private EventHandle _arrival; // of the first: its event, or the number of that of the flood that it is part of
    private int _mask = 3;        // the ring's length less one
    private int _first;           // frames are numbered; those from this one on are under way
    private int _next;            // up to this one
    private int _begun;           // those before it the transmitter had begun to send when somebody last counted

    public Channel(NetworkInterface from, NetworkInterface to, LinkOptions options)
    {
        _simulation = from.Simulation;
        (_from, _to, _options) = (from, to, options);
        _clock = new SerializationClock(options.DataRate);
        _control = QueueControl.IsNeeded(from, options) ? new QueueControl(this, from, to, options) : null;
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
        // To count those that wait is to look at each as it begins: needless while they would be too few even if none had.
        if (_control is null && _next - _begun < _options.QueueLimit)
            Enqueue(frame, frame.WireLength, flood);
        else
            SendIfAdmitted(frame, flood);
    }

    /// <summary>Sends a frame as soon as the transmitter is free.</summary>
    public void Transmit(EthernetFrame frame, int octets, PduEvent? cause, Flood? flood = null)
    {
        Enqueue(frame, octets, flood);
        ref var added = ref At(_next - 1);
        _control?.OnEnqueue(frame, octets, added.Start, added.Arrival, cause);
    }

    /// <summary>The cable is unplugged: what is on it and what waits for it is lost.</summary>
    public void Clear()
    {
        if (_arrival.Slot >= 0)
            _simulation.Cancel(_arrival);
        _arrival = default;
        _path?.Clear();
        while (_first != _next)
        {
            var flight = TakeFlight();
            var wasOnCable = flight.Start <= _simulation.Now;
            if (flight.Transmission is { } transmission)
                transmission.Outcome = wasOnCable ? TransmissionOutcome.Lost : TransmissionOutcome.NeverSent;
            _from.Trace?.Because(flight.Cause);
            _from.DropOutbound(flight.Frame, wasOnCable ? DropReason.CableUnplugged : DropReason.CableUnpluggedInQueue);
        }

        _control?.Clear();
        _begun = _next;
        _freeAt = _simulation.Now;
        _clock.Reset();
    }

    /// <summary>The first frame arrives.</summary>
    public override void OnEvent(object? state) => Arrive(null);

    /// <summary>The first frame arrives soon.</summary>
    public override void Anticipate() => Prefetch(At(_first).Frame);

    /// <summary>The first frame arrives with the other copies of a flood, unless the cable was unplugged meanwhile.</summary>
    /// <param name="sequence">The number of the flood's event.</param>
    /// <param name="next">Whom the frame behind it may arrive with.</param>
    public void OnFlood(long sequence, Flood next)
    {
        if (_first != _next && _arrival.Sequence == sequence)
            Arrive(next);
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() => $"a frame from {_from} to {_to}";

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // twice: by every frame, and by those that somebody watches
    private void Enqueue(EthernetFrame frame, int octets, Flood? flood)
    {
        // A frame that comes in the very nanosecond in which the transmitter gets free follows the last one without a gap in time.
        var start = _freeAt;
        if (start < _simulation.Now)
        {
            start = _simulation.Now;
            _clock.Reset();
        }

        var sent = start + _clock.Serialize(octets + _options.FramingLength);
        _freeAt = sent + _clock.Serialize(_options.InterpacketGap);
        var arrival = sent + _options.PropagationDelay;
        ref var counting = ref _from.Counting;
        counting.OutboundFrames++;
        counting.OutboundOctets += octets;
        if (_next - _first > _mask)
            Grow();
        ref var place = ref At(_next);
        place.Frame = frame;
        place.Start = start;
        place.Arrival = arrival;
        if (_next++ == _first)
            Await(arrival, flood);
    }

    /// <summary>The first frame under way is another one now, which may arrive with the other copies of a flood.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Await(SimTime arrival, Flood? flood)
    {
        if (flood is not null && flood.TryAdd(this, arrival))
            _arrival = new EventHandle(-1, flood.Sequence);
        else
            AwaitAlone(arrival);
    }

    private void AwaitAlone(SimTime arrival) => _arrival = _simulation.ScheduleConsequence(arrival, this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Arrive(Flood? next)
    {
        if (_control is not null || _path is not null)
        {
            ArriveWatched(next);
            return;
        }

        ref var first = ref At(_first);
        var frame = first.Frame!;
        first.Frame = null; // lets go of it
        if (++_first != _next)
            Await(At(_first).Arrival, next);
        _to.Receive(frame, _from);
    }

    private void ArriveWatched(Flood? next)
    {
        if (_control is not null)
            CountWaiting(); // so that this one has begun
        var flight = TakeFlight();
        if (_first != _next)
            Await(At(_first).Arrival, next);
        if (_path is not null)
        {
            _path.Pass(flight);
            return;
        }

        if (flight.Transmission is { } transmission)
            transmission.Outcome = TransmissionOutcome.Delivered;
        _to.Receive(flight.Frame, _from);
    }

    private Flight TakeFlight()
    {
        ref var first = ref At(_first++);
        var flight = new Flight(first.Frame!.EndTransit(), first.Start, first.Arrival, _control?.TakeTransmission());
        first.Frame = null;
        return flight;
    }

    private void SendIfAdmitted(EthernetFrame frame, Flood? flood)
    {
        var waiting = CountWaiting();
        if (_control is not null)
            _control.Send(frame.EndTransit(), waiting, flood);
        else if (waiting < _options.QueueLimit || _freeAt <= _simulation.Now)
            Transmit(frame, frame.WireLength, null, flood);
        else
            _from.Counting.OutboundDrops++; // tail drop
    }

    /// <summary>How many frames of the ring wait; none where the transmitter is free.</summary>
    private int CountWaiting()
    {
        if (_begun - _first < 0)
            _begun = _first;
        for (; _begun != _next && At(_begun).Start <= _simulation.Now; _begun++)
            _control?.OnBegin(At(_begun).Frame!);
        return _next - _begun;
    }

    // Not indexed: the length that an index is checked against is in another line of memory, which in a large network is read for nothing else.
    private ref Place At(int number) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ring), number & _mask);

    private void Grow()
    {
        var ring = new Place[_ring.Length * 2];
        for (var number = _first; number != _next; number++)
            ring[number & (ring.Length - 1)] = At(number);
        (_ring, _mask) = (ring, ring.Length - 1);
    }

    /// <summary>A frame under way, when its first bit is sent, and when its last one arrives.</summary>
    private struct Place
    {
        public EthernetFrame? Frame;
        public SimTime Start;
        public SimTime Arrival;
    }
}
