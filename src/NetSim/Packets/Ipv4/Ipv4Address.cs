using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Ipv4;

/// <summary>An IPv4 address (RFC 791 §2.3).</summary>
public readonly record struct Ipv4Address : IComparable<Ipv4Address>
{
    /// <summary>The number of octets on the wire.</summary>
    public const int WireLength = 4;

    private readonly uint _value;

    /// <summary>The address with these 32 bits, the first octet the most significant.</summary>
    public Ipv4Address(uint value) => _value = value;

    /// <summary>0.0.0.0: this host, before it has an address (RFC 1122 §3.2.1.3 (a)).</summary>
    public static Ipv4Address Any => default;

    /// <summary>255.255.255.255: every host of the link (RFC 919 §7).</summary>
    public static Ipv4Address Broadcast { get; } = new(0xFFFF_FFFF);

    /// <summary>127.0.0.1 (RFC 1122 §3.2.1.3 (g)).</summary>
    public static Ipv4Address Loopback { get; } = new(0x7F00_0001);

    /// <summary>The 32 bits as a number.</summary>
    public uint Value => _value;

    /// <summary>Whether this is 0.0.0.0.</summary>
    public bool IsAny => _value == 0;

    /// <summary>Whether this is 255.255.255.255.</summary>
    public bool IsLimitedBroadcast => _value == 0xFFFF_FFFF;

    /// <summary>Whether this is in 127.0.0.0/8.</summary>
    public bool IsLoopback => _value >> 24 == 127;

    /// <summary>Whether this is in 224.0.0.0/4 (RFC 1112 §4).</summary>
    public bool IsMulticast => _value >> 28 == 0xE;

    /// <summary>Whether this can be the address of one interface: not 0.0.0.0/8, loopback, multicast, reserved or broadcast.</summary>
    public bool IsUnicast => _value is >= 0x0100_0000 and < 0xE000_0000 && !IsLoopback;

    /// <summary>Reads four octets.</summary>
    public static Ipv4Address Read(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt32BigEndian(octets));

    /// <summary>Writes four octets.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, _value);

    /// <summary>Parses four decimal numbers separated by dots.</summary>
    /// <exception cref="FormatException">The text is no IPv4 address.</exception>
    public static Ipv4Address Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is not an IPv4 address. Write four numbers from 0 to 255, such as 192.168.100.1.");

    /// <summary>Parses four decimal numbers from 0 to 255, without leading zeros, separated by dots.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv4Address address)
    {
        address = default;
        return text is not null && TryParse(text.AsSpan(), out address);
    }

    /// <summary>A number of so many bits for a table: the high bits of the product with 2³² divided by the golden ratio, which spreads neighbours evenly (Knuth, The Art of Computer Programming 3, §6.4).</summary>
    internal int HashTo(int bits) => (int)((_value * 0x9E37_79B9U) >> (32 - bits));

    internal static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        address = default;
        uint value = 0;
        var position = 0;
        for (var part = 0; part < WireLength; part++)
        {
            if (part > 0 && (position >= text.Length || text[position++] != '.'))
                return false;
            var start = position;
            uint number = 0;
            while (position < text.Length && char.IsAsciiDigit(text[position]) && position - start < 3)
                number = (number * 10) + (uint)(text[position++] - '0');
            var digits = position - start;
            if (digits == 0 || number > 255 || (digits > 1 && text[start] == '0'))
                return false;
            value = (value << 8) | number;
        }

        address = new Ipv4Address(value);
        return position == text.Length;
    }

    /// <inheritdoc/>
    public int CompareTo(Ipv4Address other) => _value.CompareTo(other._value);

    /// <summary>Whether one address, read as a number, is less than another.</summary>
    public static bool operator <(Ipv4Address left, Ipv4Address right) => left._value < right._value;

    /// <summary>Whether one address, read as a number, is greater than another.</summary>
    public static bool operator >(Ipv4Address left, Ipv4Address right) => left._value > right._value;

    /// <summary>Whether one address, read as a number, is at most another.</summary>
    public static bool operator <=(Ipv4Address left, Ipv4Address right) => left._value <= right._value;

    /// <summary>Whether one address, read as a number, is at least another.</summary>
    public static bool operator >=(Ipv4Address left, Ipv4Address right) => left._value >= right._value;

    /// <summary>Such as <c>192.168.100.1</c>.</summary>
    public override string ToString() => $"{_value >> 24}.{(_value >> 16) & 255}.{(_value >> 8) & 255}.{_value & 255}";
}
