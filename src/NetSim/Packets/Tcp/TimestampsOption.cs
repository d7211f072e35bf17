using System.Buffers.Binary;

namespace NetSim.Packets.Tcp;

/// <summary>When the segment was sent by its sender's clock, and the time that it echoes (RFC 7323 §3.2).</summary>
/// <param name="Value">The sender's timestamp clock (TSval).</param>
/// <param name="EchoReply">A timestamp that the other side sent, where ACK is set (TSecr).</param>
public sealed record TimestampsOption(uint Value, uint EchoReply) : TcpOption
{
    internal const byte OptionKind = 8;
    internal const int Length = 10;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => Length;

    /// <inheritdoc/>
    public override string ToString() => $"TS val {Value} ecr {EchoReply}";

    internal static TimestampsOption Decode(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = Length;
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[6..], EchoReply);
    }
}
