using NetSim.Kernel;
using NetSim.Packets.Tcp;

namespace NetSim.Sockets;

/// <summary>A segment of a recorded connection. Sequence numbers are relative to each side's SYN.</summary>
public sealed record TcpSegmentRecord
{
    /// <summary>When it was sent, or received.</summary>
    public required SimTime Time { get; init; }

    /// <summary>Whether this side sent it; else it received it.</summary>
    public required bool IsSent { get; init; }

    /// <summary>The first number that it takes, in its sender's space.</summary>
    public required long Start { get; init; }

    /// <summary>The number after the last that it takes; <see cref="Start"/> where it takes none.</summary>
    public required long End { get; init; }

    /// <summary>The control bits.</summary>
    public required TcpFlags Flags { get; init; }

    /// <summary>Whether it was sent before; of what is received nobody knows.</summary>
    public required bool IsRetransmission { get; init; }

    /// <summary>What it acknowledges, in the other side's space, or null without ACK.</summary>
    public required long? Acknowledgment { get; init; }

    /// <summary>The blocks that it acknowledges selectively, in the other side's space, in its order.</summary>
    public required IReadOnlyList<TcpSequenceRange> Sacks { get; init; }

    /// <summary>The control bits by name, such as <c>PSH+ACK</c>.</summary>
    public string FlagNames => string.Join('+', Enum.GetValues<TcpFlags>().Where(flag => flag != 0 && Flags.HasFlag(flag)).Select(flag => flag.ToString().ToUpperInvariant()));
}

/// <summary>A range of relative sequence numbers.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct TcpSequenceRange(long Start, long End)
{
    /// <summary>Such as <c>2921-4381</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Start}-{End}");
}
