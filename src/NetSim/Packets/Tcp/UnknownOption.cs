namespace NetSim.Packets.Tcp;

/// <summary>An option that has no type of its own here, or not the length that its kind asks for; kept as it came.</summary>
/// <param name="Kind">The option kind: 2 or more, for the kinds 0 and 1 have no length.</param>
/// <param name="Data">What follows the kind and the length: at most 38 octets.</param>
public sealed record UnknownOption(byte Kind, Payload Data) : TcpOption
{
    internal const int HeaderLength = 2;

    /// <inheritdoc/>
    public override byte Kind { get; } = Kind;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + Data.WireLength;

    /// <inheritdoc/>
    public override string ToString() => $"unknown-{Kind} {Data}";

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = Kind;
        destination[1] = (byte)WireLength;
        Data.Encode(destination[HeaderLength..]);
    }
}
