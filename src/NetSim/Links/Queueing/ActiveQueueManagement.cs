using NetSim.Kernel;

namespace NetSim.Links.Queueing;

/// <summary>How a port tells senders of a queue before it is full: it marks or drops frames early (RFC 7567).</summary>
/// <remarks>
/// A frame is marked when it carries an IPv4 packet of an ECN-capable transport: a new frame around the same payload goes on with ECN = CE
/// (RFC 3168 §5). The limits of the queue hold besides.
/// </remarks>
public abstract record ActiveQueueManagement
{
    private protected ActiveQueueManagement()
    {
    }

    internal abstract void Validate();

    /// <summary>The state of a direction for a discipline that decides when a frame comes, else null.</summary>
    internal virtual EnqueueDiscipline? AtEnqueue(DataRate rate, Func<RandomStream> random) => null;

    /// <summary>The state of a direction for a discipline that decides when a frame leaves the queue, else null.</summary>
    internal virtual CoDel? AtDequeue() => null;
}
