using System.Buffers.Binary;

namespace NetSim.Packets.Tcp;

/// <summary>How long the sender will wait for acknowledgment before it gives the connection up (RFC 5482 §3).</summary>
/// <param name="InMinutes">Whether <paramref name="Timeout"/> counts minutes, not seconds: the bit G.</param>
/// <param name="Timeout">The minutes or seconds: 15 bits, 0 to 32,767, of which zero is reserved.</param>
public sealed record UserTimeoutOption(bool InMinutes, ushort Timeout) : TcpOption
{
    internal const byte OptionKind = 28;
    internal const int Length = 4;
    internal const ushort MaxTimeout = 0x7FFF;

    private const ushort Granularity = 0x8000;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => Length;

    /// <inheritdoc/>
    public override string ToString() => $"uto {Timeout} {(InMinutes ? "min" : "s")}";

    internal static UserTimeoutOption Decode(ReadOnlySpan<byte> data)
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(data);
        return new UserTimeoutOption((value & Granularity) != 0, (ushort)(value & ~Granularity));
    }

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = Length;
        var value = (Timeout & ~Granularity) | (InMinutes ? Granularity : 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)value);
    }
}
