using System.Buffers.Binary;

namespace NetSim.Packets;

/// <summary>One field of a PDU's header, for people to read.</summary>
/// <param name="Name">The field's name in its standard, such as <c>Time to Live</c>.</param>
/// <param name="Value">Its value as text, such as <c>64</c>.</param>
/// <param name="BitOffset">Where it starts, in bits from the start of the PDU.</param>
/// <param name="BitLength">How long it is, in bits.</param>
public readonly record struct PduField(string Name, string Value, int BitOffset, int BitLength)
{
    /// <summary>A field of whole octets.</summary>
    public static PduField Octets(string name, object value, int offset, int length) =>
        new(name, FormattableString.Invariant($"{value}"), offset * 8, length * 8);

    /// <summary>A checksum of 16 bits, as the octets of the PDU have it.</summary>
    internal static PduField Checksum(string name, ReadOnlySpan<byte> octets, int offset) =>
        Octets(name, $"0x{BinaryPrimitives.ReadUInt16BigEndian(octets[offset..]):x4}", offset, 2);
}
