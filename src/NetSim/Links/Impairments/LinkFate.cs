using NetSim.Kernel;
using NetSim.Packets.Ethernet;

namespace NetSim.Links.Impairments;

/// <summary>What a rule decides on a frame of a link. The default is to deliver it.</summary>
public readonly record struct LinkFate
{
    /// <summary>The frame arrives, unless another impairment decides otherwise.</summary>
    public static LinkFate Deliver => default;

    /// <summary>The frame is lost.</summary>
    public static LinkFate Drop => new() { IsLost = true };

    /// <summary>The frame arrives, and a copy of it right behind it.</summary>
    public static LinkFate DeliverTwice => new() { IsDoubled = true };

    internal bool IsLost { get; private init; }

    internal bool IsDoubled { get; private init; }

    internal Duration Delay { get; private init; }

    internal EthernetFrame? Instead { get; private init; }

    /// <summary>The frame arrives later; those that follow overtake it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static LinkFate DeliverAfter(Duration delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, Duration.Zero);
        return new() { Delay = delay };
    }

    /// <summary>Another frame arrives in its place: one that was damaged, or marked.</summary>
    public static LinkFate DeliverInstead(EthernetFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new() { Instead = frame };
    }
}
