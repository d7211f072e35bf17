using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Queueing;

/// <summary>RED's algorithm for one queue, with the variables of its paper (Floyd and Jacobson 1993, figure 2).</summary>
internal sealed class RedDiscipline(RandomEarlyDetection options, DataRate rate, RandomStream random) : EnqueueDiscipline
{
    private readonly double _typicalNanoseconds = options.TypicalFrameLength * 8e9 / rate.BitsPerSecond; // s
    private double _average;   // avg
    private int _unmarked;     // count

    /// <summary>The average queue.</summary>
    public double Average => _average;

    public override QueueVerdict Decide(int waiting, Duration idle)
    {
        UpdateAverage(waiting, idle);
        var probability = Probability(_average);
        if (probability <= 0)
        {
            _unmarked = 0;
            return QueueVerdict.Pass;
        }

        if (probability >= 1)
        {
            _unmarked = 0;
            return QueueVerdict.Drop;
        }

        // p_a = p_b / (1 − count · p_b) spreads the marks: their distances are uniform, not geometric (§7 of the paper).
        // Deviates: figure 2 counts the arriving frame too, but for the first time; §7's distances are those of a count without it.
        var rest = 1 - (_unmarked++ * probability);
        if (rest > probability && random.NextDouble() >= probability / rest)
            return QueueVerdict.Pass;
        _unmarked = 0;
        return options.Marks ? QueueVerdict.MarkOrDrop : QueueVerdict.Drop;
    }

    /// <summary>The probability of a mark for an average queue, before it is spread: p_b.</summary>
    public double Probability(double average)
    {
        if (average < options.MinThreshold)
            return 0;
        if (average < options.MaxThreshold)
            return options.MaxProbability * (average - options.MinThreshold) / (options.MaxThreshold - options.MinThreshold);
        if (!options.IsGentle || average >= 2 * options.MaxThreshold)
            return 1;
        return options.MaxProbability + ((1 - options.MaxProbability) * (average - options.MaxThreshold) / options.MaxThreshold);
    }

    public override void TraceMark(DeviceTrace trace, string port, EthernetFrame marked) =>
        trace.Out(Layer.Physical, PduAction.Transfer, marked, Reason.RedMarks, port, Math.Round(_average, 2), options.MinThreshold);

    public override void TraceDrop(DeviceTrace trace, string port, EthernetFrame frame) =>
        trace.Out(Layer.Physical, PduAction.Drop, frame, DropReason.RedDrops, port, Math.Round(_average, 2), options.MinThreshold);

    private void UpdateAverage(int waiting, Duration idle)
    {
        if (idle > Duration.Zero)
            _average *= Power(1 - options.Weight, (long)(idle.Nanoseconds / _typicalNanoseconds)); // m frames could have been sent
        else
            _average += options.Weight * (waiting - _average);
    }

    // By squaring: Math.Pow may differ in the last bit from one platform to another.
    private static double Power(double @base, long exponent)
    {
        var power = 1.0;
        for (; exponent > 0 && power > 0; exponent >>= 1, @base *= @base)
        {
            if ((exponent & 1) != 0)
                power *= @base;
        }

        return power;
    }
}
