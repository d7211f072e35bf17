using NetSim.Packets.Ethernet;

namespace NetSim.Links.Impairments;

/// <summary>What a link does to frames that a cable does not: it loses, damages, doubles, delays and reorders them.</summary>
/// <remarks>
/// <para>A frame takes its time in the sender's queue and on the cable; when it would arrive, its fate is decided: first by the rule, then
/// by loss, bit errors, corruption, duplication, reordering and jitter, in this order. What happened stands in the trace.</para>
/// <para>Each impairment of each direction draws from a random stream of its own, named after both, so that one more changes no draw
/// elsewhere.</para>
/// </remarks>
public sealed record LinkImpairments
{
    /// <summary>No impairments.</summary>
    public static LinkImpairments None { get; } = new();

    /// <summary>
    /// Which frames are lost at random: a number is the probability of each, a <see cref="GilbertElliottLoss"/> loses in bursts. None
    /// unless said otherwise.
    /// </summary>
    public LossModel? Loss { get; init; }

    /// <summary>
    /// The probability that a bit is wrong, from 0 to below 1: 0 unless said otherwise. The receiving NIC drops a frame with a wrong bit,
    /// because its FCS does not match (IEEE 802.3-2022 §3.2.9).
    /// </summary>
    public double BitErrorRate { get; init; }

    /// <summary>
    /// The probability that a frame arrives with one flipped bit though its FCS is right, as if a device had damaged it before it computed
    /// the FCS: 0 unless said otherwise. The checksums above are to find it, which such damage is why they exist (Stone and Partridge 2000,
    /// "When the CRC and TCP checksum disagree").
    /// </summary>
    public double Corruption { get; init; }

    /// <summary>The probability that a frame arrives twice: 0 unless said otherwise.</summary>
    public double Duplication { get; init; }

    /// <summary>Which frames others overtake: none unless said otherwise.</summary>
    public Reordering? Reordering { get; init; }

    /// <summary>By how much the delay of each frame differs: not at all unless said otherwise.</summary>
    public Jitter? Jitter { get; init; }

    /// <summary>
    /// Decides on each frame before anything else does, when it would arrive; none unless said otherwise. So a test loses exactly the third
    /// data segment. It may count in variables of its own; what it decides must depend on nothing outside the simulation.
    /// </summary>
    public Func<EthernetFrame, LinkFate>? Rule { get; init; }

    internal void Validate()
    {
        Loss?.Validate();
        Reordering?.Validate();
        Jitter?.Validate();
        EnsureProbability(Corruption, "probability of corruption");
        EnsureProbability(Duplication, "probability of duplication");
        if (!(BitErrorRate is >= 0 and < 1))
            throw new ArgumentException($"The bit error rate of a link must be from 0 to below 1, not {BitErrorRate}.", nameof(BitErrorRate));
    }

    internal static void EnsureProbability(double probability, string name)
    {
        if (!(probability is >= 0 and <= 1)) // not a number is none either
            throw new ArgumentException($"The {name} of a link must be from 0 to 1, not {probability}.", nameof(probability));
    }
}
