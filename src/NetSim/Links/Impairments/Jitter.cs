namespace NetSim.Links.Impairments;

/// <summary>A delay that differs from frame to frame, in addition to the link's propagation delay.</summary>
/// <param name="Delay">How the delays are distributed.</param>
public sealed record Jitter(DelayDistribution Delay)
{
    /// <summary>Whether a frame waits for those before it, so that none is overtaken, as in a queue: so unless said otherwise.</summary>
    public bool KeepsOrder { get; init; } = true;

    internal void Validate()
    {
        if (Delay is null)
            throw new ArgumentException("Jitter needs a distribution of its delays.", nameof(Delay));
        Delay.Validate();
    }
}
