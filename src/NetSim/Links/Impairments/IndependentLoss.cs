using NetSim.Kernel;

namespace NetSim.Links.Impairments;

/// <summary>Each frame is lost with a probability, whatever became of the others.</summary>
/// <param name="Probability">From 0 to 1.</param>
public sealed record IndependentLoss(double Probability) : LossModel
{
    /// <inheritdoc/>
    public override double MeanLoss => Probability;

    internal override void Validate() => LinkImpairments.EnsureProbability(Probability, "probability of loss");

    internal override LossProcess Start(RandomStream random) => new Process(Probability, random);

    private sealed class Process(double probability, RandomStream random) : LossProcess
    {
        public override bool LosesNext() => random.NextDouble() < probability;
    }
}
