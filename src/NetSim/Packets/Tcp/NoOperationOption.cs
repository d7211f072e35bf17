namespace NetSim.Packets.Tcp;

/// <summary>One octet between options, to align the next one (RFC 9293 §3.2).</summary>
public sealed record NoOperationOption : TcpOption
{
    internal const byte OptionKind = 1;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => 1;

    /// <inheritdoc/>
    public override string ToString() => "nop";

    internal override void Encode(Span<byte> destination) => destination[0] = OptionKind;
}
