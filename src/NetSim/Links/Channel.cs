using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links;

/// <summary>One direction of a link: a transmitter with a FIFO queue, and the frames under way.</summary>
/// <remarks>
/// When a frame is sent, the time of its arrival is known. So the channel keeps the frames that wait and those on the cable in one
/// ring, and has one event in the queue, for the first arrival: one event for each frame and hop.
/// </remarks>
internal sealed class Channel(NetworkInterface from, NetworkInterface to, LinkOptions options) : IEventHandler
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Simulation _simulation = from.Simulation;
    private Flight[] _ring = new Flight[4]; // a power of two
    private int _head;
    private int _count;
    private int _started;         // how many of them, from the head, the transmitter has begun to send
    private SimTime _freeAt;      // when the transmitter can begin the next frame, less _fraction
    private long _fraction;       // what of a nanosecond the transmitter is busy beyond _freeAt, in units of 1 s / 10⁹ / rate
    private EventHandle _arrival;

    public void Send(EthernetFrame frame)
    {
        var now = _simulation.Now;
        while (_started < _count && At(_started).Start <= now)
            _started++;

        var waiting = _count - _started;
        var isBusy = _freeAt > now;
        if (isBusy && waiting >= options.QueueLimit)
        {
            from.Counters.OutboundDrops++;
            from.Trace?.Out(Layer.Physical, PduAction.Drop, frame, DropReason.QueueFull, from.Name, options.QueueLimit);
            return;
        }

        // A frame that comes in the very nanosecond in which the transmitter gets free follows the last one without a gap in time.
        if (_freeAt < now)
        {
            _freeAt = now;
            _fraction = 0;
        }

        var start = _freeAt;
        var sent = start + Serialize(frame.WireLength + options.FramingLength);
        _freeAt = sent + Serialize(options.InterpacketGap);
        Count(frame);
        if (isBusy)
            from.Trace?.Out(Layer.Physical, PduAction.Queue, frame, Reason.PortQueues, from.Name, waiting + 1, start - now);
        else
            from.Trace?.Out(Layer.Physical, PduAction.Transmit, frame, Reason.PortSends, from.Name);
        Enqueue(frame, start, sent + options.PropagationDelay);
    }

    /// <summary>The cable is unplugged: what is on it and what waits for it is lost.</summary>
    public void Clear()
    {
        _simulation.Cancel(_arrival);
        for (; _count > 0; _count--)
        {
            var flight = At(0);
            At(0) = default;
            _head++;
            var wasOnCable = flight.Start <= _simulation.Now;
            if (flight.Transmission is { } transmission)
                transmission.Outcome = wasOnCable ? TransmissionOutcome.Lost : TransmissionOutcome.NeverSent;
            from.Trace?.Because(flight.Cause);
            from.DropOutbound(flight.Frame, wasOnCable ? DropReason.CableUnplugged : DropReason.CableUnpluggedInQueue);
        }

        _started = 0;
        _freeAt = _simulation.Now;
        _fraction = 0;
    }

    /// <summary>The first frame arrives.</summary>
    public void OnEvent(object? state)
    {
        var flight = At(0);
        At(0) = default;
        _head++;
        _count--;
        if (_started > 0)
            _started--;
        if (_count > 0)
            _arrival = _simulation.ScheduleAt(At(0).Arrival, this);
        if (flight.Transmission is { } transmission)
            transmission.Outcome = TransmissionOutcome.Delivered;
        to.Receive(flight.Frame, from.Device);
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() => $"a frame from {from} to {to}";

    /// <summary>How long octets take. What is left of a nanosecond is carried on, so that a long flow runs at exactly its rate.</summary>
    private Duration Serialize(int octets)
    {
        var rate = options.DataRate.BitsPerSecond;
        var owed = (octets * 8L * NanosecondsPerSecond) + _fraction;
        var (nanoseconds, fraction) = Math.DivRem(owed, rate);
        _fraction = fraction;
        return new Duration(nanoseconds);
    }

    private void Count(EthernetFrame frame)
    {
        from.Counters.OutboundFrames++;
        from.Counters.OutboundOctets += frame.WireLength;
    }

    private void Enqueue(EthernetFrame frame, SimTime start, SimTime arrival)
    {
        if (_count == _ring.Length)
            Grow();
        var transmission = from.TraceTransmission(to, frame, start, arrival);
        At(_count) = new Flight(frame, start, arrival, transmission, from.Trace?.LastSent);
        if (_count++ == 0)
            _arrival = _simulation.ScheduleAt(arrival, this);
    }

    private ref Flight At(int index) => ref _ring[(_head + index) & (_ring.Length - 1)];

    private void Grow()
    {
        var larger = new Flight[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        _ring = larger;
        _head = 0;
    }

    private readonly record struct Flight(
        EthernetFrame Frame, SimTime Start, SimTime Arrival, FrameTransmission? Transmission, PduEvent? Cause);
}
