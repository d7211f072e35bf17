using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Queueing;

/// <summary>What is to be done with a frame that comes to a queue.</summary>
internal enum QueueVerdict
{
    /// <summary>It enters the queue.</summary>
    Pass,

    /// <summary>It is marked if its transport is ECN-capable, and enters the queue.</summary>
    MarkOrPass,

    /// <summary>It is marked if its transport is ECN-capable, else dropped.</summary>
    MarkOrDrop,

    /// <summary>It is dropped.</summary>
    Drop,
}

/// <summary>Queue management that decides when a frame comes: the state of one direction of a link.</summary>
internal abstract class EnqueueDiscipline
{
    /// <summary>Decides on a frame that comes.</summary>
    /// <param name="waiting">The frames that wait before it, the one that is being sent not counted.</param>
    /// <param name="idle">How long the port has sent nothing; zero where it is busy.</param>
    public abstract QueueVerdict Decide(int waiting, Duration idle);

    /// <summary>Writes down why the last frame was marked.</summary>
    public abstract void TraceMark(DeviceTrace trace, string port, EthernetFrame marked);

    /// <summary>Writes down why the last frame was dropped.</summary>
    public abstract void TraceDrop(DeviceTrace trace, string port, EthernetFrame frame);
}
