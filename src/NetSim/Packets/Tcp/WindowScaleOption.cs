namespace NetSim.Packets.Tcp;

/// <summary>By how many bits the sender's later windows are to be shifted left, in a SYN only (RFC 7323 §2.2).</summary>
/// <param name="ShiftCount">The bits; a receiver takes more than <see cref="MaxShiftCount"/> as that (RFC 7323 §2.3).</param>
public sealed record WindowScaleOption(byte ShiftCount) : TcpOption
{
    /// <summary>The greatest shift count: with it a window of 2³⁰ stays below half the sequence space (RFC 7323 §2.3).</summary>
    public const byte MaxShiftCount = 14;

    internal const byte OptionKind = 3;
    internal const int Length = 3;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => Length;

    /// <inheritdoc/>
    public override string ToString() => $"wscale {ShiftCount}";

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = Length;
        destination[2] = ShiftCount;
    }
}
