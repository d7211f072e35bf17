using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Ipv6;

/// <summary>An IPv6 address (RFC 4291 §2), written as RFC 5952 says.</summary>
public readonly record struct Ipv6Address
{
    /// <summary>The number of octets on the wire.</summary>
    public const int WireLength = 16;

    private const int GroupCount = 8;

    private readonly UInt128 _value;

    /// <summary>The address with these 128 bits, the first octet the most significant.</summary>
    public Ipv6Address(UInt128 value) => _value = value;

    /// <summary>The 128 bits as a number.</summary>
    public UInt128 Value => _value;

    /// <summary>Reads sixteen octets.</summary>
    public static Ipv6Address Read(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt128BigEndian(octets));

    /// <summary>Writes sixteen octets.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, _value);

    /// <summary>Parses the text of an address (RFC 4291 §2.2), such as <c>2001:db8::1</c>.</summary>
    /// <exception cref="FormatException">The text is no IPv6 address.</exception>
    public static Ipv6Address Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is not an IPv6 address. Write groups of hexadecimal digits, such as 2001:db8::1.");

    /// <summary>Parses the text of an address: eight groups, or fewer around one <c>::</c>; the last two may be an IPv4 address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv6Address address)
    {
        address = default;
        if (text is null)
            return false;

        Span<ushort> groups = stackalloc ushort[GroupCount];
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            if (!TryReadGroups(text, groups, out var count) || count != GroupCount)
                return false;
        }
        else
        {
            Span<ushort> tail = stackalloc ushort[GroupCount];
            if (!TryReadGroups(text.AsSpan(0, gap), groups, out var before, allowIpv4: false)
                || !TryReadGroups(text.AsSpan(gap + 2), tail, out var after)
                || before + after >= GroupCount)
                return false;
            groups[before..].Clear();
            tail[..after].CopyTo(groups[(GroupCount - after)..]);
        }

        UInt128 value = 0;
        foreach (var group in groups)
            value = (value << 16) | group;
        address = new Ipv6Address(value);
        return true;
    }

    private static bool TryReadGroups(ReadOnlySpan<char> text, Span<ushort> groups, out int count, bool allowIpv4 = true)
    {
        count = 0;
        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            if (colon == text.Length - 1)
                return false;
            var part = colon < 0 ? text : text[..colon];
            text = colon < 0 ? default : text[(colon + 1)..];
            if (allowIpv4 && colon < 0 && count <= GroupCount - 2 && Ipv4Address.TryParse(part, out var ipv4))
            {
                groups[count++] = (ushort)(ipv4.Value >> 16);
                groups[count++] = (ushort)ipv4.Value;
                return true;
            }

            if (count == GroupCount || part.Length > 4
                || !ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count]))
                return false;
            count++;
        }

        return true;
    }

    /// <summary>Such as <c>2001:db8::1</c>: small letters, the longest run of zero groups left out (RFC 5952 §4).</summary>
    public override string ToString()
    {
        if (_value >> 32 == 0xFFFF) // IPv4-mapped (RFC 5952 §5)
            return $"::ffff:{new Ipv4Address((uint)_value)}";

        var (start, length) = LongestZeroRun();
        var text = new StringBuilder();
        for (var i = 0; i < GroupCount; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (i > 0 && i != start + length)
                text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{Group(i):x}");
        }

        return text.ToString();
    }

    private ushort Group(int index) => (ushort)(_value >> (16 * (GroupCount - 1 - index)));

    /// <summary>The first of the longest runs of at least two zero groups (RFC 5952 §4.2.2, §4.2.3), or a start of -2.</summary>
    private (int Start, int Length) LongestZeroRun()
    {
        var best = (Start: -2, Length: 1);
        for (var i = 0; i < GroupCount; i++)
        {
            var length = 0;
            while (i + length < GroupCount && Group(i + length) == 0)
                length++;
            if (length > best.Length)
                best = (i, length);
            i += length;
        }

        return best;
    }
}
