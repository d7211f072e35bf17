using NetSim.Kernel;

namespace NetSim.Links.Impairments;

/// <summary>
/// Frames are lost in bursts: the link is in a good or a bad state, and may change it with each frame (Gilbert 1960, Elliott 1963).
/// </summary>
/// <param name="GoodToBad">The probability that a good link is bad for the next frame: above 0.</param>
/// <param name="BadToGood">The probability that a bad link is good for the next frame: above 0.</param>
public sealed record GilbertElliottLoss(double GoodToBad, double BadToGood) : LossModel
{
    /// <summary>The probability that a good link loses a frame: 0 unless said otherwise (Gilbert's model).</summary>
    public double LossInGood { get; init; }

    /// <summary>The probability that a bad link loses a frame: 1 unless said otherwise.</summary>
    public double LossInBad { get; init; } = 1;

    /// <inheritdoc/>
    public override double MeanLoss => ((BadToGood * LossInGood) + (GoodToBad * LossInBad)) / (GoodToBad + BadToGood);

    /// <summary>The frames for which a bad state lasts on average: where such a link loses every frame, the mean length of a burst.</summary>
    public double MeanBadLength => 1 / BadToGood;

    /// <summary>A link that loses a part of all frames in bursts of a mean length, and none between them.</summary>
    /// <param name="loss">The part that is lost: above 0 and below 1.</param>
    /// <param name="burstLength">The mean number of frames that are lost together: 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or the bursts are too short for the loss.</exception>
    public static GilbertElliottLoss WithMean(double loss, double burstLength)
    {
        if (!(loss is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(loss), loss, "The part of the frames that is lost must be above 0 and below 1.");
        if (!(burstLength >= 1))
            throw new ArgumentOutOfRangeException(nameof(burstLength), burstLength, "A burst has a length of 1 or more.");
        var badToGood = 1 / burstLength;
        var goodToBad = badToGood * loss / (1 - loss);
        if (goodToBad > 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(burstLength), burstLength, $"To lose {loss} of the frames, bursts must be longer: {loss / (1 - loss)} or more.");
        }


        return new GilbertElliottLoss(goodToBad, badToGood);
    }

    internal override void Validate()
    {
        if (!(GoodToBad is > 0 and <= 1) || !(BadToGood is > 0 and <= 1))
        {
            throw new ArgumentException(
                $"A link's probabilities to become bad and good must be above 0 and at most 1, unlike {GoodToBad} and {BadToGood}.", nameof(GoodToBad));
        }

        LinkImpairments.EnsureProbability(LossInGood, "probability of loss in the good state");
        LinkImpairments.EnsureProbability(LossInBad, "probability of loss in the bad state");
    }

    internal override LossProcess Start(RandomStream random) => new Process(this, random);

    private sealed class Process(GilbertElliottLoss model, RandomStream random) : LossProcess
    {
        private bool _isBad;

        // Two draws for each frame, so that the states do not depend on the losses in them.
        public override bool LosesNext()
        {
            var change = random.NextDouble();
            _isBad = _isBad ? change >= model.BadToGood : change < model.GoodToBad;
            return random.NextDouble() < (_isBad ? model.LossInBad : model.LossInGood);
        }
    }
}
