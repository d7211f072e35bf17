using NetSim.Kernel;

namespace NetSim.Links.Impairments;

/// <summary>Some frames take longer than the others, which overtake them.</summary>
/// <param name="Probability">The probability that a frame takes longer, from 0 to 1.</param>
/// <param name="Delay">By how much: positive. Frames that follow within that time arrive before it.</param>
public sealed record Reordering(double Probability, Duration Delay)
{
    internal void Validate()
    {
        LinkImpairments.EnsureProbability(Probability, "probability of reordering");
        if (Delay <= Duration.Zero)
            throw new ArgumentException($"The delay by which a link reorders must be positive, not {Delay}.", nameof(Delay));
    }
}
