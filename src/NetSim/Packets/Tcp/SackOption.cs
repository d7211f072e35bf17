namespace NetSim.Packets.Tcp;

/// <summary>What the receiver of data holds beyond its acknowledgment number (RFC 2018 §3).</summary>
/// <param name="Blocks">
/// The blocks, the one that the latest segment is in first (RFC 2018 §4): one to <see cref="MaxBlocks"/>. The first may be a
/// duplicate that arrived (RFC 2883 §4).
/// </param>
public sealed record SackOption(PduList<SackBlock> Blocks) : TcpOption
{
    /// <summary>The most blocks that fit in a header; beside timestamps one less does (RFC 2018 §3).</summary>
    public const int MaxBlocks = 4;

    internal const byte OptionKind = 5;

    private const int HeaderLength = 2;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + (Blocks.Count * SackBlock.WireLength);

    /// <inheritdoc/>
    public override string ToString() => $"sack {string.Join(' ', Blocks)}";

    internal static bool IsLength(byte length) => length > HeaderLength && (length - HeaderLength) % SackBlock.WireLength == 0;

    internal static SackOption Decode(ReadOnlySpan<byte> data)
    {
        var blocks = new SackBlock[data.Length / SackBlock.WireLength];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = SackBlock.Decode(data[(i * SackBlock.WireLength)..]);
        return new SackOption(new PduList<SackBlock>(blocks));
    }

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = (byte)WireLength;
        for (var i = 0; i < Blocks.Count; i++)
            Blocks[i].Encode(destination[(HeaderLength + (i * SackBlock.WireLength))..]);
    }
}
