using System.Buffers.Binary;

namespace NetSim.Packets.Tcp;

/// <summary>Octets that a receiver holds though octets before them are missing (RFC 2018 §3), or that it got twice (RFC 2883 §4).</summary>
/// <param name="Left">The first number of the block.</param>
/// <param name="Right">The number after the last one of the block.</param>
public readonly record struct SackBlock(SequenceNumber Left, SequenceNumber Right)
{
    internal const int WireLength = 8;

    /// <summary>Such as <c>1:1461</c>.</summary>
    public override string ToString() => $"{Left}:{Right}";

    internal static SackBlock Decode(ReadOnlySpan<byte> octets) =>
        new(new(BinaryPrimitives.ReadUInt32BigEndian(octets)), new(BinaryPrimitives.ReadUInt32BigEndian(octets[4..])));

    internal void Encode(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Left.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Right.Value);
    }
}
