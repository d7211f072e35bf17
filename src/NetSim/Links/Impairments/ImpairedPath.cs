using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Impairments;

/// <summary>The impairments of one direction of a link: they take each frame when it would arrive, and decide what becomes of it.</summary>
/// <remarks>A frame that is delayed has left the channel's ring, and has an event of its own in a <see cref="DelayedFlights"/>.</remarks>
internal sealed class ImpairedPath
{
    private readonly NetworkInterface _from;
    private readonly NetworkInterface _to;
    private readonly string _name;
    private readonly DelayedFlights _delayed;
    private LinkImpairments _impairments = LinkImpairments.None;
    private LossProcess? _loss;
    private RandomStream? _bitErrors;
    private RandomStream? _corruption;
    private RandomStream? _duplication;
    private RandomStream? _reordering;
    private RandomStream? _jitter;
    private SimTime _lastInOrder; // when the last frame arrives, if none is to be overtaken

    public ImpairedPath(NetworkInterface from, NetworkInterface to, LinkImpairments impairments)
    {
        (_from, _to) = (from, to);
        _name = $"link {from}–{to}";
        _delayed = new DelayedFlights(this);
        Impairments = impairments;
    }

    /// <summary>The impairments for the frames that arrive from now on.</summary>
    public LinkImpairments Impairments
    {
        get => _impairments;
        set
        {
            _impairments = value;
            _loss = value.Loss?.Start(Stream("loss"));
            _bitErrors = value.BitErrorRate > 0 ? Stream("bit errors") : null;
            _corruption = value.Corruption > 0 ? Stream("corruption") : null;
            _duplication = value.Duplication > 0 ? Stream("duplication") : null;
            _reordering = value.Reordering is null ? null : Stream("reordering");
            _jitter = value.Jitter is null ? null : Stream("jitter");
        }
    }

    public Simulation Simulation => _from.Simulation;

    /// <summary>A frame is at the end of the cable.</summary>
    public void Pass(Flight flight)
    {
        var fate = _impairments.Rule?.Invoke(flight.Frame) ?? LinkFate.Deliver;
        if (fate.IsLost || _loss?.LosesNext() == true)
        {
            Lose(flight, fate.IsLost ? DropReason.LinkRuleDrops : DropReason.LinkLoses);
            return;
        }

        if (_bitErrors is not null && _bitErrors.NextDouble() < BitErrors.Probability(_impairments.BitErrorRate, flight.Octets))
        {
            if (flight.Transmission is { } transmission)
                transmission.Outcome = TransmissionOutcome.Damaged;
            _to.RefuseDamaged(flight.Frame, _from);
            return;
        }

        var (frame, flippedBit) = (fate.Instead ?? flight.Frame, (int?)null);
        if (_corruption is not null && _corruption.NextDouble() < _impairments.Corruption)
        {
            frame = BitErrors.Flip(frame, _corruption, out var bit);
            flippedBit = bit;
        }

        var reception = new Reception(Duration.Zero, IsCopy: false, flippedBit, fate.Instead is not null);
        var isDoubled = fate.IsDoubled || (_duplication is not null && _duplication.NextDouble() < _impairments.Duplication);
        DeliverOrDelay(flight, frame, fate.Delay, reception);
        if (isDoubled)
            DeliverOrDelay(Copy(flight), frame, fate.Delay, reception with { IsCopy = true });
    }

    /// <summary>A frame arrives.</summary>
    public void Deliver(in Flight flight, EthernetFrame frame, Reception reception)
    {
        if (flight.Transmission is { } transmission)
            transmission.Deliver(frame, Simulation.Now);
        _to.Receive(frame, _from, reception);
    }

    /// <summary>The cable is unplugged: the frames that are late are lost.</summary>
    public void Clear()
    {
        while (_delayed.TryTakeFirst(out var flight))
        {
            if (flight.Transmission is { } transmission)
                transmission.Outcome = TransmissionOutcome.Lost;
            _from.Trace?.Because(flight.Cause);
            _from.DropOutbound(flight.Frame, DropReason.CableUnplugged);
        }

        _lastInOrder = Simulation.Now;
    }

    /// <summary>The ends, as a budget or a log calls them.</summary>
    public override string ToString() => $"{_from} to {_to}";

    private void DeliverOrDelay(in Flight flight, EthernetFrame frame, Duration fateDelay, Reception reception)
    {
        var now = Simulation.Now;
        var arrival = now;
        var isBehindOthers = false;
        if (_jitter is not null)
        {
            arrival += _impairments.Jitter!.Delay.Next(_jitter);
            if (_impairments.Jitter.KeepsOrder)
            {
                isBehindOthers = arrival <= _lastInOrder;
                arrival = _lastInOrder = SimTime.Max(arrival, _lastInOrder);
            }
        }

        if (_reordering is not null && _reordering.NextDouble() < _impairments.Reordering!.Probability)
            arrival += _impairments.Reordering.Delay;
        arrival += fateDelay;

        // One that arrives now, but behind another that arrives now, has an event behind the other's. So has a copy, for a receiver may
        // unplug the cable.
        if (arrival == now && !isBehindOthers && !reception.IsCopy)
            Deliver(flight, frame, reception);
        else
            _delayed.Add(flight, frame, arrival, reception with { Delay = arrival - now });
    }

    private void Lose(in Flight flight, DropReason reason)
    {
        if (flight.Transmission is { } transmission)
            transmission.Outcome = TransmissionOutcome.Lost;
        _from.Counting.OutboundLosses++;
        _from.Trace?.Because(flight.Cause);
        _from.Trace?.Out(Layer.Physical, PduAction.Drop, flight.Frame, reason, _from.Name);
    }

    private Flight Copy(in Flight flight) => flight with
    {
        Transmission = _from.TraceTransmission(_to, flight.Frame, flight.Start, flight.Arrival, flight.Cause, isCopy: true),
    };

    private RandomStream Stream(string impairment) => Simulation.Random($"{_name} {impairment}");
}
