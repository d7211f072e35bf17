namespace NetSim.Packets.Tcp;

/// <summary>A TCP sequence number: arithmetic modulo 2³², comparison within half the space (RFC 9293 §3.4).</summary>
/// <param name="Value">The 32 bits.</param>
public readonly record struct SequenceNumber(uint Value)
{
    /// <summary>The number so many octets later.</summary>
    public static SequenceNumber operator +(SequenceNumber number, int octets) => new(number.Value + (uint)octets);

    /// <summary>The number so many octets earlier.</summary>
    public static SequenceNumber operator -(SequenceNumber number, int octets) => new(number.Value - (uint)octets);

    /// <summary>How many octets <paramref name="left"/> is after <paramref name="right"/>; negative when before.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right) => (int)(left.Value - right.Value);

    /// <summary>Whether one number is before another.</summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left - right < 0;

    /// <summary>Whether one number is after another.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left - right > 0;

    /// <summary>Whether one number is before another or the same.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left - right <= 0;

    /// <summary>Whether one number is after another or the same.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left - right >= 0;

    /// <summary>The later of two numbers.</summary>
    public static SequenceNumber Max(SequenceNumber left, SequenceNumber right) => left > right ? left : right;

    /// <summary>The earlier of two numbers.</summary>
    public static SequenceNumber Min(SequenceNumber left, SequenceNumber right) => left < right ? left : right;

    /// <summary>The number in decimal.</summary>
    public override string ToString() => $"{Value}";
}
