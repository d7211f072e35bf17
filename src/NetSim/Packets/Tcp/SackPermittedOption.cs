namespace NetSim.Packets.Tcp;

/// <summary>Says that the sender understands <see cref="SackOption"/>, in a SYN only (RFC 2018 §2).</summary>
public sealed record SackPermittedOption : TcpOption
{
    internal const byte OptionKind = 4;
    internal const int Length = 2;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => Length;

    /// <inheritdoc/>
    public override string ToString() => "sackOK";

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = Length;
    }
}
