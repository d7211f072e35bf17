using NetSim.Kernel;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;
using NetSim.Packets.Ethernet;

namespace NetSim.Links;

/// <summary>What a link is made with. The default is a short Fast Ethernet cable.</summary>
public sealed record LinkOptions
{
    private const int MinMtu = 68;       // RFC 791 §3.2: every module must be able to forward that without fragmentation
    private const int MaxMtu = 65_535;   // RFC 791 §3.1: the largest packet
    private const int MaxCost = 65_535;  // RFC 2328 §A.4.2: the metric of a link has 16 bits

    /// <summary>How fast both directions are: 100 Mb/s unless said otherwise.</summary>
    public DataRate DataRate { get; init; } = DataRate.FastEthernet;

    /// <summary>How long a bit travels: 50 ns, ten metres of cable at two thirds of the speed of light, unless said otherwise.</summary>
    public Duration PropagationDelay { get; init; } = new(50);

    /// <summary>How many frames may wait at each end, the one that is being sent not counted: 1,000 unless said otherwise (Linux's txqueuelen).</summary>
    public int QueueLimit { get; init; } = 1_000;

    /// <summary>
    /// How many octets may wait at each end, in frames without FCS and the one that is being sent not counted: no limit but
    /// <see cref="QueueLimit"/> unless said otherwise.
    /// </summary>
    public long? QueueLimitOctets { get; init; }

    /// <summary>
    /// How a queue tells senders of congestion before it is full: <see cref="RandomEarlyDetection"/>, <see cref="ThresholdMarking"/> or
    /// <see cref="ControlledDelay"/>. Not at all unless said otherwise.
    /// </summary>
    public ActiveQueueManagement? QueueManagement { get; init; }

    /// <summary>What the link does to frames, in both directions, that a cable does not; nothing unless said otherwise.</summary>
    public LinkImpairments? Impairments { get; init; }

    /// <summary>
    /// The direction from the second end to the first where it is another: <c>options with { Reverse = options with { DataRate = … } }</c>.
    /// As the one from the first to the second unless said otherwise. MTU and cost are those of the link.
    /// </summary>
    public LinkOptions? Reverse { get; init; }

    /// <summary>The largest packet that a frame of the link carries, its MTU: 1,500 octets unless said otherwise (IEEE 802.3-2022 §3.2.7).</summary>
    public int Mtu { get; init; } = EthernetFrame.MaxPayloadLength;

    /// <summary>What the link costs when routes are computed: 1 unless said otherwise. A path's cost is the sum of its links'.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>
    /// Octets on the wire before and with each frame: preamble, start delimiter and FCS, 12 unless said otherwise (IEEE 802.3-2022 §3.1.1).
    /// </summary>
    public int FramingLength { get; init; } = 8 + 4;

    /// <summary>Octets of silence after each frame: the interpacket gap, 12 unless said otherwise (IEEE 802.3-2022 §4.4.2).</summary>
    public int InterpacketGap { get; init; } = 12;

    internal void Validate()
    {
        if (DataRate.BitsPerSecond <= 0)
            throw new ArgumentException($"The data rate of a link must be positive, not {DataRate}.", nameof(DataRate));
        if (PropagationDelay < Duration.Zero)
            throw new ArgumentException($"The propagation delay of a link must not be negative, as {PropagationDelay} is.", nameof(PropagationDelay));
        if (QueueLimit < 0)
            throw new ArgumentException($"The queue limit of a link must not be negative, as {QueueLimit} is.", nameof(QueueLimit));
        if (QueueLimitOctets < 0)
            throw new ArgumentException($"The queue limit of a link must not be negative, as {QueueLimitOctets} octets are.", nameof(QueueLimitOctets));
        if (Mtu is < MinMtu or > MaxMtu)
            throw new ArgumentException($"The MTU of a link must be from {MinMtu} (RFC 791) to {MaxMtu} octets, not {Mtu}.", nameof(Mtu));
        if (Cost is < 1 or > MaxCost)
            throw new ArgumentException($"The cost of a link must be from 1 to {MaxCost}, not {Cost}.", nameof(Cost));
        if (FramingLength < 0 || InterpacketGap < 0)
            throw new ArgumentException("The framing octets and the interpacket gap of a link must not be negative.", nameof(FramingLength));
        QueueManagement?.Validate();
        Impairments?.Validate();
        ValidateReverse();
    }

    private void ValidateReverse()
    {
        if (Reverse is null)
            return;
        if (Reverse.Reverse is not null)
            throw new ArgumentException("The reverse direction of a link has no reverse of its own.", nameof(Reverse));
        if (Reverse.Mtu != Mtu || Reverse.Cost != Cost)
        {
            throw new ArgumentException(
                "The MTU and the cost of a link are the same in both directions: make the reverse from the options with 'with'.", nameof(Reverse));
        }

        Reverse.Validate();
    }
}
