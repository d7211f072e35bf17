using NetSim.Kernel;
using NetSim.Packets.Ethernet;

namespace NetSim.Tracing;

/// <summary>What became of a frame on a link.</summary>
public enum TransmissionOutcome
{
    /// <summary>It waits in the queue or is on the link.</summary>
    Underway,

    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>The link lost it, or the cable was unplugged while the frame was on it.</summary>
    Lost,

    /// <summary>The cable was unplugged while the frame waited in the queue: it was never on the link.</summary>
    NeverSent,

    /// <summary>It arrived with wrong bits, and was dropped for its FCS.</summary>
    Damaged,
}

/// <summary>A frame on one link, from one end to the other.</summary>
public sealed class FrameTransmission
{
    private EthernetFrame? _arrivedFrame; // null: the one that was sent

    internal FrameTransmission(TracePort from, TracePort to, EthernetFrame frame, SimTime start, SimTime arrival, bool isCopy)
    {
        From = from;
        To = to;
        Frame = frame;
        Start = start;
        Arrival = arrival;
        IsCopy = isCopy;
    }

    /// <summary>The end that sends.</summary>
    public TracePort From { get; }

    /// <summary>The end that receives.</summary>
    public TracePort To { get; }

    /// <summary>The frame.</summary>
    public EthernetFrame Frame { get; }

    /// <summary>When its first bit is sent.</summary>
    public SimTime Start { get; }

    /// <summary>When its last bit arrives, if it does.</summary>
    public SimTime Arrival { get; private set; }

    /// <summary>Whether the link made it of another frame that it doubled: the end that sends sent it once.</summary>
    public bool IsCopy { get; }

    /// <summary>The frame as it arrived: another one than <see cref="Frame"/> if the link changed it and the FCS does not tell.</summary>
    public EthernetFrame ArrivedFrame => _arrivedFrame ?? Frame;

    /// <summary>What became of it so far.</summary>
    public TransmissionOutcome Outcome { get; internal set; }

    /// <summary>The event that sent it.</summary>
    internal PduEvent? Cause { get; init; }

    internal void Deliver(EthernetFrame frame, SimTime arrival)
    {
        _arrivedFrame = frame;
        Arrival = arrival;
        Outcome = TransmissionOutcome.Delivered;
    }

    /// <summary>Such as <c>0.000123456 Client FastEthernet0 &gt; Switch Port 1: …</c>.</summary>
    public override string ToString() => $"{Start} {From} > {To}: {Frame}";
}
