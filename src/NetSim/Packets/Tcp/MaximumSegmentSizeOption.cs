using System.Buffers.Binary;

namespace NetSim.Packets.Tcp;

/// <summary>The most data that the sender will take in one segment, in a SYN only (RFC 9293 §3.2, §3.7.1).</summary>
/// <param name="MaximumSegmentSize">Octets of data, without the headers.</param>
public sealed record MaximumSegmentSizeOption(ushort MaximumSegmentSize) : TcpOption
{
    internal const byte OptionKind = 2;
    internal const int Length = 4;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => Length;

    /// <inheritdoc/>
    public override string ToString() => $"mss {MaximumSegmentSize}";

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = Length;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], MaximumSegmentSize);
    }
}
