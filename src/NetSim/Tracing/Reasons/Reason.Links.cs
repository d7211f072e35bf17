namespace NetSim.Tracing;

/// <content>Ports and cables.</content>
public partial class Reason
{
    /// <summary>{0}: port.</summary>
    public static readonly Reason PortReceives = New("{0} receives the frame.");

    /// <summary>{0}: port.</summary>
    public static readonly Reason PortSends = New("{0} sends the frame.");

    /// <summary>{0}: port, {1}: place in the queue, {2}: wait.</summary>
    public static readonly Reason PortQueues = New("{0} is busy: the frame waits in its queue at place {1}, and is sent in {2}.");
}

/// <content>Ports and cables.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: port.</summary>
    public static readonly DropReason NoCable = New("{0} has no cable: the frame is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: port, {1}: limit.</summary>
    public static readonly DropReason QueueFull = New("{0} is busy and its queue is full ({1:frame|frames}): the frame is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason CableUnplugged = New("The cable of {0} was unplugged while the frame was on it: the frame is lost. Nobody is told; the sender may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason CableUnpluggedInQueue = New("The cable of {0} was unplugged while the frame waited in the queue: the frame is dropped. Nobody is told; the sender may try again.");
}
