namespace NetSim.Packets.Tcp;

/// <summary>Says that no options follow, though the header goes on (RFC 9293 §3.2).</summary>
/// <remarks>
/// A segment whose options do not fill their last 32-bit word is padded with zeros, which are just this option. Such padding is
/// not listed among the options; only an end that stands before the last word, or has other than zeros behind it, is.
/// </remarks>
/// <param name="Padding">The octets from there to the end of the header, which no receiver reads.</param>
public sealed record EndOfOptionListOption(Payload Padding) : TcpOption
{
    internal const byte OptionKind = 0;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => 1 + Padding.WireLength;

    /// <inheritdoc/>
    public override string ToString() => "eol";

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        Padding.Encode(destination[1..]);
    }
}
