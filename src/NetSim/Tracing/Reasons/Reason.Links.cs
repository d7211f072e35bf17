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

    /// <summary>{0}: port, {1}: place in the queue.</summary>
    public static readonly Reason PortQueuesUntilFree = New("{0} is busy: the frame waits in its queue at place {1}. What becomes of it is decided when it leaves the queue.");

    /// <summary>{0}: port, {1}: average queue, {2}: threshold.</summary>
    public static readonly Reason RedMarks = New("The average queue of {0} is {1} frames, not below {2}: RED marks the packet at random (ECN = CE), so that its receiver tells the sender to slow down.");

    /// <summary>{0}: port, {1}: frames that wait, {2}: threshold.</summary>
    public static readonly Reason ThresholdMarks = New("{1:frame waits|frames wait} at {0}, more than {2}: the packet is marked (ECN = CE), so that its receiver tells the sender to slow down.");

    /// <summary>{0}: port, {1}: wait, {2}: target.</summary>
    public static readonly Reason CoDelMarks = New("The frame waited at {0} for {1}, and for a while none waited less than {2}: CoDel marks the packet (ECN = CE), so that its receiver tells the sender to slow down.");

    /// <summary>{0}: port.</summary>
    public static readonly Reason LinkDoubled = New("The link doubled the frame: {0} gets it a second time, though it was sent once.");

    /// <summary>{0}: port, {1}: delay.</summary>
    public static readonly Reason LinkDelayed = New("The link held the frame up: it reaches {0} later by {1}, and others may have overtaken it.");

    /// <summary>{0}: port, {1}: bit, from the most significant, {2}: octet.</summary>
    public static readonly Reason LinkFlippedBit = New("Bit {1} of octet {2} was flipped on the way, and the FCS does not tell: {0} takes the frame. Only checksums of the layers above can find it.");

    /// <summary>{0}: port.</summary>
    public static readonly Reason LinkReplaced = New("A rule of the link put this frame in the place of the one that was sent to {0}.");
}

/// <content>Ports and cables.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: port.</summary>
    public static readonly DropReason NoCable = New("{0} has no cable: the frame is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: port, {1}: limit.</summary>
    public static readonly DropReason QueueFull = New("{0} is busy and its queue is full ({1:frame|frames}): the frame is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: port, {1}: the frame's octets, {2}: limit.</summary>
    public static readonly DropReason QueueFullOfOctets = New("{0} is busy and its queue of {2:octet|octets} at most has no room for another {1}: the frame is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: port, {1}: average queue, {2}: threshold.</summary>
    public static readonly DropReason RedDrops = New("The average queue of {0} is {1} frames, not below {2}: RED drops the frame before the queue is full. Its sender is not told, but may see the loss and slow down.");

    /// <summary>{0}: port, {1}: frames that wait, {2}: threshold.</summary>
    public static readonly DropReason ThresholdDrops = New("{1:frame waits|frames wait} at {0}, more than {2}, and the frame cannot be marked: it is dropped. Its sender is not told, but may see the loss and slow down.");

    /// <summary>{0}: port, {1}: wait, {2}: target.</summary>
    public static readonly DropReason CoDelDrops = New("The frame waited at {0} for {1}, and for a while none waited less than {2}: CoDel drops it. Its sender is not told, but may see the loss and slow down.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason LinkLoses = New("The link of {0} loses frames at random, and lost this one. Nobody is told; the sender may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason LinkRuleDrops = New("A rule of the link of {0} says that this frame is lost. Nobody is told; the sender may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason WrongFcs = New("A bit of the frame was flipped on the way: its FCS does not match, and {0} drops it. Nobody is told; the sender may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason CableUnplugged = New("The cable of {0} was unplugged while the frame was on it: the frame is lost. Nobody is told; the sender may try again.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason CableUnpluggedInQueue = New("The cable of {0} was unplugged while the frame waited in the queue: the frame is dropped. Nobody is told; the sender may try again.");
}
