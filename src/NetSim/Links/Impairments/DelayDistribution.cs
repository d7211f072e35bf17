using NetSim.Kernel;

namespace NetSim.Links.Impairments;

/// <summary>How delays are distributed. None is negative.</summary>
/// <remarks>Draws use only operations whose results IEEE 754 fixes to the last bit, so that they are the same on every platform.</remarks>
public abstract record DelayDistribution
{
    private protected DelayDistribution()
    {
    }

    /// <summary>Each delay from <paramref name="least"/> to below <paramref name="most"/> is as likely as the others.</summary>
    public static DelayDistribution Uniform(Duration least, Duration most) => new UniformDelay(least, most);

    /// <summary>
    /// Delays around a mean: the sum of twelve uniform numbers, which is normal but for the tails beyond six standard deviations. What
    /// would be negative is zero.
    /// </summary>
    public static DelayDistribution Normal(Duration mean, Duration standardDeviation) => new NormalDelay(mean, standardDeviation);

    /// <summary>Short delays are the most likely, and long ones have no limit, as in a queue behind random arrivals.</summary>
    public static DelayDistribution Exponential(Duration mean) => new ExponentialDelay(mean);

    internal abstract void Validate();

    internal abstract Duration Next(RandomStream random);

    private static void Ensure(bool isRight, DelayDistribution distribution)
    {
        if (!isRight)
        {
            throw new ArgumentException(
                $"The delays of a link must not be negative, and a range not end before it begins: {distribution}.", nameof(distribution));
        }
    }

    private sealed record UniformDelay(Duration Least, Duration Most) : DelayDistribution
    {
        internal override void Validate() => Ensure(Least >= Duration.Zero && Most >= Least, this);

        internal override Duration Next(RandomStream random) => random.NextDuration(Least, Most);
    }

    private sealed record NormalDelay(Duration Mean, Duration StandardDeviation) : DelayDistribution
    {
        private const int Summands = 12; // whose variance is 1/12 each

        internal override void Validate() => Ensure(Mean >= Duration.Zero && StandardDeviation >= Duration.Zero, this);

        internal override Duration Next(RandomStream random)
        {
            var sum = -Summands / 2.0;
            for (var i = 0; i < Summands; i++)
                sum += random.NextDouble();
            return Duration.Max(Duration.Zero, Mean + new Duration((long)(sum * StandardDeviation.Nanoseconds)));
        }
    }

    private sealed record ExponentialDelay(Duration Mean) : DelayDistribution
    {
        internal override void Validate() => Ensure(Mean >= Duration.Zero, this);

        // Von Neumann's method (1951) needs comparisons only: of runs of falling numbers, one of odd length has a first number of the
        // density e^-x, and each run of even length before it adds one to the result.
        internal override Duration Next(RandomStream random)
        {
            for (var whole = 0; ; whole++)
            {
                var first = random.NextDouble();
                var (last, length) = (first, 1);
                for (var next = random.NextDouble(); next < last; next = random.NextDouble())
                    (last, length) = (next, length + 1);
                if (length % 2 == 1)
                    return new Duration((long)((whole + first) * Mean.Nanoseconds));
            }
        }
    }
}
