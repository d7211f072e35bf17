using NetSim.Kernel;

namespace NetSim.Links.Queueing;

/// <summary>CoDel: marks or drops frames as they leave the queue once all of them waited too long for a while (RFC 8289).</summary>
/// <remarks>Which frames leave is known only when they do: a port with CoDel needs a second event for each frame that waits.</remarks>
public sealed record ControlledDelay : ActiveQueueManagement
{
    /// <summary>How long frames may wait all the time, TARGET: 5 ms unless said otherwise (RFC 8289 §4.4).</summary>
    public Duration Target { get; init; } = 5.Milliseconds;

    /// <summary>How long the wait may be longer before the first mark, INTERVAL: 100 ms unless said otherwise (RFC 8289 §4.3).</summary>
    public Duration Interval { get; init; } = 100.Milliseconds;

    /// <summary>Whether frames of ECN-capable transports are marked instead of dropped: so unless said otherwise (RFC 3168 §5).</summary>
    public bool Marks { get; init; } = true;

    internal override void Validate()
    {
        if (Target <= Duration.Zero || Interval <= Target)
        {
            throw new ArgumentException(
                $"CoDel's target must be positive and its interval longer, unlike {Target} and {Interval}.", nameof(Target));
        }
    }

    internal override CoDel AtDequeue() => new(this);
}
