using NetSim.Kernel;

namespace NetSim.Links.Impairments;

/// <summary>Which frames a link loses at random. A number stands for an <see cref="IndependentLoss"/> of that probability.</summary>
public abstract record LossModel
{
    private protected LossModel()
    {
    }

    /// <summary>The part of all frames that is lost in the long run.</summary>
    public abstract double MeanLoss { get; }

    /// <summary>Each frame is lost with a probability, whatever became of the others.</summary>
    public static LossModel FromDouble(double probability) => new IndependentLoss(probability);

    /// <summary>Each frame is lost with a probability, whatever became of the others.</summary>
    public static implicit operator LossModel(double probability) => FromDouble(probability);

    internal abstract void Validate();

    /// <summary>Begins to decide, frame by frame, on one direction of a link.</summary>
    internal abstract LossProcess Start(RandomStream random);
}

/// <summary>A loss model at work: says of each frame, in order, whether it is lost.</summary>
internal abstract class LossProcess
{
    public abstract bool LosesNext();
}
