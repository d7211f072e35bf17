using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Queueing;

/// <summary>A port's queue whose frames are decided on as they leave it, with an event whenever the transmitter gets free.</summary>
internal sealed class ManagedQueue(Channel channel, NetworkInterface from, CoDel discipline) : IEventHandler
{
    private readonly Queue<Waiting> _frames = new();
    private EventHandle _next;

    public int Count => _frames.Count;

    public long Octets { get; private set; }

    /// <summary>Keeps a frame where the transmitter is busy; else it is one that did not wait.</summary>
    public bool Keeps(EthernetFrame frame, int octets, bool isBusy)
    {
        var now = from.Simulation.Now;
        if (!isBusy)
        {
            discipline.Decide(now, Duration.Zero, octets, octetsBehind: 0, canBeMarked: false);
            return false;
        }

        from.Trace?.Out(Layer.Physical, PduAction.Queue, frame, Reason.PortQueuesUntilFree, from.Name, Count + 1);
        if (Count == 0)
            _next = from.Simulation.ScheduleAt(channel.FreeAt, this);
        _frames.Enqueue(new Waiting(frame, octets, now, from.Trace?.LastSent));
        Octets += octets;
        return true;
    }

    /// <summary>The transmitter is free: the first frame that is not dropped is sent.</summary>
    public void OnEvent(object? state)
    {
        while (_frames.TryDequeue(out var waiting))
        {
            Octets -= waiting.Octets;
            if (!TrySend(waiting))
                continue;
            if (Count > 0)
                _next = from.Simulation.ScheduleAt(channel.FreeAt, this);
            return;
        }

        discipline.OnEmpty();
    }

    /// <summary>The cable is unplugged: nothing that waits is sent.</summary>
    public void Clear()
    {
        from.Simulation.Cancel(_next);
        while (_frames.TryDequeue(out var waiting))
        {
            from.Trace?.Because(waiting.Cause);
            from.DropOutbound(waiting.Frame, DropReason.CableUnpluggedInQueue);
        }

        Octets = 0;
        discipline.OnEmpty();
    }

    /// <summary>What a budget or a log calls this handler.</summary>
    public override string ToString() => $"the queue of {from}";

    private bool TrySend(Waiting waiting)
    {
        var now = from.Simulation.Now;
        var wait = now - waiting.Since;
        var frame = waiting.Frame;
        switch (discipline.Decide(now, wait, waiting.Octets, Octets, CongestionMark.IsPossible(frame)))
        {
            case QueueVerdict.Drop:
                from.Counting.OutboundDrops++;
                from.Trace?.Because(waiting.Cause);
                from.Trace?.Out(Layer.Physical, PduAction.Drop, frame, DropReason.CoDelDrops, from.Name, wait, discipline.Options.Target);
                return false;
            case QueueVerdict.Pass:
                channel.Transmit(frame, waiting.Octets, waiting.Cause);
                return true;
            default:
                SendMarked(waiting, wait);
                return true;
        }
    }

    private void SendMarked(Waiting waiting, Duration wait)
    {
        from.Counting.OutboundMarks++;
        if (!CongestionMark.TryMark(waiting.Frame, out var marked) || ReferenceEquals(marked, waiting.Frame))
        {
            channel.Transmit(waiting.Frame, waiting.Octets, waiting.Cause); // another port marked it
            return;
        }

        from.Trace?.Because(waiting.Cause);
        from.Trace?.Out(Layer.Physical, PduAction.Transfer, marked, Reason.CoDelMarks, from.Name, wait, discipline.Options.Target);
        from.Trace?.Out(Layer.Physical, PduAction.Transmit, marked, Reason.PortSends, from.Name);
        channel.Transmit(marked, waiting.Octets, from.Trace?.LastSent);
    }

    private readonly record struct Waiting(EthernetFrame Frame, int Octets, SimTime Since, PduEvent? Cause);
}
