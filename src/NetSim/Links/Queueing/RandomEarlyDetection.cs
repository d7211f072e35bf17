using NetSim.Kernel;

namespace NetSim.Links.Queueing;

/// <summary>RED: marks or drops frames at random, the more of them the longer the queue is on average (Floyd and Jacobson, 1993).</summary>
/// <remarks>The queue is counted in frames that wait. The defaults are those that Floyd recommended in 1997, and RFC 2309's.</remarks>
public sealed record RandomEarlyDetection : ActiveQueueManagement
{
    /// <summary>The average below which nothing is marked, min_th: 5 frames unless said otherwise.</summary>
    public double MinThreshold { get; init; } = 5;

    /// <summary>
    /// The average at which <see cref="MaxProbability"/> is reached, max_th: 15 frames, three times the other, unless said otherwise.
    /// </summary>
    public double MaxThreshold { get; init; } = 15;

    /// <summary>The probability at <see cref="MaxThreshold"/>, max_p: 0.1 unless said otherwise.</summary>
    public double MaxProbability { get; init; } = 0.1;

    /// <summary>
    /// How much of the average the present queue makes up, w_q: 0.002 unless said otherwise. With 1 the average is the queue itself.
    /// </summary>
    public double Weight { get; init; } = 0.002;

    /// <summary>
    /// Whether the probability goes on from <see cref="MaxProbability"/> to 1 between <see cref="MaxThreshold"/> and its double, instead of
    /// all at once ("gentle" RED, Floyd 2000): so unless said otherwise.
    /// </summary>
    public bool IsGentle { get; init; } = true;

    /// <summary>
    /// Whether frames of ECN-capable transports are marked instead of dropped: so unless said otherwise (RFC 3168 §5). Where the average is
    /// beyond what the probability is for, they are dropped too (RFC 3168 §7).
    /// </summary>
    public bool Marks { get; init; } = true;

    /// <summary>
    /// The octets of a frame for which an idle port lets the average decay as if it had come and found no queue: 500 unless said otherwise.
    /// </summary>
    public int TypicalFrameLength { get; init; } = 500;

    internal override void Validate()
    {
        if (!(MinThreshold >= 0 && MaxThreshold > MinThreshold && double.IsFinite(MaxThreshold)))
        {
            throw new ArgumentException(
                $"The thresholds of RED must not be negative, and the second the greater, unlike {MinThreshold} and {MaxThreshold}.", nameof(MinThreshold));
        }

        if (!(MaxProbability is > 0 and <= 1))
            throw new ArgumentException($"The maximum probability of RED must be above 0 and at most 1, not {MaxProbability}.", nameof(MaxProbability));
        if (!(Weight is > 0 and <= 1))
            throw new ArgumentException($"The weight of RED must be above 0 and at most 1, not {Weight}.", nameof(Weight));
        if (TypicalFrameLength <= 0)
            throw new ArgumentException($"The typical frame length of RED must be positive, not {TypicalFrameLength}.", nameof(TypicalFrameLength));
    }

    internal override EnqueueDiscipline AtEnqueue(DataRate rate, Func<RandomStream> random) => new RedDiscipline(this, rate, random());
}
