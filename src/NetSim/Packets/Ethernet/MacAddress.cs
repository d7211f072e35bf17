using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetSim.Packets.Ethernet;

/// <summary>A 48-bit MAC address (IEEE 802-2014 §8.2).</summary>
public readonly record struct MacAddress
{
    /// <summary>The number of octets on the wire.</summary>
    public const int WireLength = 6;

    private readonly ulong _value;

    /// <summary>The address with these 48 bits, the first octet the most significant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has more than 48 bits.</exception>
    public MacAddress(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 0xFFFF_FFFF_FFFFUL);
        _value = value;
    }

    /// <summary>ff:ff:ff:ff:ff:ff: every station.</summary>
    public static MacAddress Broadcast { get; } = new(0xFFFF_FFFF_FFFF);

    /// <summary>The 48 bits as a number.</summary>
    public ulong Value => _value;

    /// <summary>Whether every station is meant.</summary>
    public bool IsBroadcast => _value == 0xFFFF_FFFF_FFFF;

    /// <summary>Whether the address is a group's (multicast or broadcast): the I/G bit.</summary>
    public bool IsGroup => (_value & 0x0100_0000_0000) != 0;

    /// <summary>Whether the address is locally administered: the U/L bit.</summary>
    public bool IsLocallyAdministered => (_value & 0x0200_0000_0000) != 0;

    /// <summary>The <paramref name="number"/>th locally administered unicast address: 02:00:00:00:00:01 for 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static MacAddress FromNumber(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 0xFF_FFFF_FFFFL);
        return new MacAddress(0x0200_0000_0000UL | (ulong)number);
    }

    /// <summary>Reads six octets.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> octets)
    {
        ulong value = 0;
        for (var i = 0; i < WireLength; i++)
            value = (value << 8) | octets[i];
        return new MacAddress(value);
    }

    /// <summary>Writes six octets.</summary>
    public void Write(Span<byte> destination)
    {
        for (var i = 0; i < WireLength; i++)
            destination[i] = (byte)(_value >> (40 - (8 * i)));
    }

    /// <summary>Parses six hexadecimal octets separated by colons or hyphens.</summary>
    /// <exception cref="FormatException">The text is no MAC address.</exception>
    public static MacAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is not a MAC address. Write six hexadecimal octets, such as 02:00:00:00:00:01.");

    /// <summary>Parses six hexadecimal octets separated by colons or hyphens.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is not { Length: 17 })
            return false;

        ulong value = 0;
        for (var i = 0; i < WireLength; i++)
        {
            if (i > 0 && text[(3 * i) - 1] is not (':' or '-'))
                return false;
            if (!byte.TryParse(text.AsSpan(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                return false;
            value = (value << 8) | octet;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Such as <c>02:00:00:00:00:01</c>.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[WireLength];
        Write(octets);
        return $"{octets[0]:x2}:{octets[1]:x2}:{octets[2]:x2}:{octets[3]:x2}:{octets[4]:x2}:{octets[5]:x2}";
    }
}
