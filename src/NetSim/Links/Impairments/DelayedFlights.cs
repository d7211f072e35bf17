using NetSim.Kernel;
using NetSim.Packets.Ethernet;

namespace NetSim.Links.Impairments;

/// <summary>The frames that arrive late at one end of a link, each with an event: a linked list, whose nodes are used again.</summary>
internal sealed class DelayedFlights(ImpairedPath path)
{
    private readonly ImpairedPath _path = path;
    private readonly Simulation _simulation = path.Simulation;
    private DelayedFlight? _first;
    private DelayedFlight? _last;
    private DelayedFlight? _spare;

    public void Add(in Flight flight, EthernetFrame frame, SimTime arrival, Reception reception)
    {
        var added = _spare ?? new DelayedFlight(this);
        _spare = added.Next;
        added.Set(flight, frame, reception, _simulation.ScheduleAt(arrival, added));
        (added.Previous, added.Next) = (_last, null);
        if (_last is null)
            _first = added;
        else
            _last.Next = added;
        _last = added;
    }

    /// <summary>Takes the one that was delayed first, and cancels its event.</summary>
    public bool TryTakeFirst(out Flight flight)
    {
        if (_first is not { } first)
        {
            flight = default;
            return false;
        }

        flight = first.Flight;
        _simulation.Cancel(first.Handle);
        Remove(first);
        return true;
    }

    private void Arrive(DelayedFlight delayed)
    {
        var (flight, frame, reception) = (delayed.Flight, delayed.Frame!, delayed.Reception);
        Remove(delayed);
        _path.Deliver(flight, frame, reception);
    }

    private void Remove(DelayedFlight delayed)
    {
        if (delayed.Previous is { } previous)
            previous.Next = delayed.Next;
        else
            _first = delayed.Next;
        if (delayed.Next is { } next)
            next.Previous = delayed.Previous;
        else
            _last = delayed.Previous;
        delayed.Set(default, null, default, default);
        (delayed.Previous, delayed.Next) = (null, _spare);
        _spare = delayed;
    }

    private sealed class DelayedFlight(DelayedFlights delays) : IEventHandler
    {
        public DelayedFlight? Previous { get; set; }

        public DelayedFlight? Next { get; set; }

        public Flight Flight { get; private set; }

        public EthernetFrame? Frame { get; private set; }

        public Reception Reception { get; private set; }

        public EventHandle Handle { get; private set; }

        public void Set(in Flight flight, EthernetFrame? frame, Reception reception, EventHandle handle) =>
            (Flight, Frame, Reception, Handle) = (flight, frame, reception, handle);

        public void OnEvent(object? state) => delays.Arrive(this);

        public override string ToString() => $"a frame that is late from {delays._path}";
    }
}
