using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NetSim.Packets.Dns;

/// <summary>A domain name: labels of 1 to 63 octets, 255 octets in all (RFC 1035 §3.1, RFC 2181 §11).</summary>
/// <remarks>
/// Names are equal when they differ in the case of ASCII letters only (RFC 4343 §3); the case they were written in is kept.
/// The default value is the root.
/// </remarks>
public readonly struct DnsName : IEquatable<DnsName>
{
    /// <summary>The greatest number of octets of a name on the wire, the root's zero included (RFC 1035 §2.3.4).</summary>
    public const int MaxLength = 255;

    /// <summary>The greatest number of octets of a label (RFC 1035 §2.3.4).</summary>
    public const int MaxLabelLength = 63;

    private static readonly byte[] RootOctets = [0];

    private readonly ReadOnlyMemory<byte> _octets; // on the wire, not compressed; empty for the root

    private DnsName(ReadOnlyMemory<byte> octets) => _octets = octets.Length <= 1 ? default : octets;

    /// <summary>The root of the tree, the name without labels.</summary>
    public static DnsName Root => default;

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => _octets.IsEmpty;

    /// <summary>The octets on the wire where the name is not compressed: each label behind its length, and a zero.</summary>
    public ReadOnlyMemory<byte> Octets => IsRoot ? RootOctets : _octets;

    /// <summary>The number of octets on the wire where the name is not compressed.</summary>
    public int WireLength => IsRoot ? 1 : _octets.Length;

    /// <summary>The number of labels; none of the root.</summary>
    public int LabelCount
    {
        get
        {
            var count = 0;
            for (var name = this; !name.IsRoot; name = name.Parent)
                count++;
            return count;
        }
    }

    /// <summary>The octets of the first label; none of the root.</summary>
    public ReadOnlySpan<byte> FirstLabel => IsRoot ? default : _octets.Span.Slice(1, _octets.Span[0]);

    /// <summary>The name without its first label; of the root, the root.</summary>
    public DnsName Parent => IsRoot ? default : new(_octets[(1 + _octets.Span[0])..]);

    /// <summary>Whether this name is <paramref name="domain"/> or below it (RFC 1034 §3.1).</summary>
    public bool IsSubdomainOf(DnsName domain)
    {
        var name = this;
        while (name.WireLength > domain.WireLength)
            name = name.Parent;
        return name.Equals(domain);
    }

    /// <summary>Reads a name such as <c>ark-inflearn.com</c>; <c>\.</c> is a dot within a label, <c>\DDD</c> an octet's number.</summary>
    /// <param name="text">Labels separated by dots; a dot at the end changes nothing; a dot alone is the root.</param>
    /// <exception cref="FormatException">The text is no domain name.</exception>
    public static DnsName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var name) is { } problem
            ? throw new FormatException($"'{text}' is not a domain name: {problem}. Write labels and dots, such as ark-inflearn.com.")
            : name;
    }

    /// <summary>Reads a name as <see cref="Parse"/> does.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DnsName name)
    {
        name = default;
        return text is not null && Read(text, out name) is null;
    }

    /// <summary>Makes the name of octets that are known to be right.</summary>
    internal static DnsName FromOctets(ReadOnlySpan<byte> octets) => octets.Length <= 1 ? default : new(octets.ToArray());

    /// <summary>Reads a name, or returns what is wrong with it.</summary>
    private static string? Read(string text, out DnsName name)
    {
        name = default;
        if (text.Length == 0)
            return "it is empty";
        if (text == ".")
            return null;

        Span<byte> octets = stackalloc byte[MaxLength];
        var labelStart = 0;
        var length = 1;
        for (var i = 0; i < text.Length;)
        {
            var isDot = text[i] == '.';
            if (isDot)
                i++;
            else if (ReadOctet(text, ref i, out var octet) is { } problem)
                return problem;
            else if (length >= MaxLength)
                return $"it takes more than {MaxLength} octets";
            else
                octets[length++] = octet;

            if (!isDot && i < text.Length)
                continue;
            var labelLength = length - labelStart - 1;
            if (labelLength == 0)
                return "a label is empty";
            if (labelLength > MaxLabelLength)
                return $"a label has {labelLength} octets and may have {MaxLabelLength}";
            if (length >= MaxLength)
                return $"it takes more than {MaxLength} octets";
            octets[labelStart] = (byte)labelLength;
            labelStart = length++;
        }

        octets[labelStart] = 0;
        name = FromOctets(octets[..(labelStart + 1)]);
        return null;
    }

    /// <summary>Reads one octet of a label, escaped or not (RFC 1035 §5.1), or returns what is wrong with it.</summary>
    private static string? ReadOctet(string text, ref int position, out byte octet)
    {
        var character = text[position++];
        octet = (byte)character;
        if (character is < '!' or > '~')
            return "it has a character outside ASCII, a space or a control character; write an international name in its xn-- form";
        if (character != '\\')
            return null;
        if (position == text.Length)
            return "nothing follows the last backslash";
        if (!char.IsAsciiDigit(text[position]))
            return ReadEscaped(text[position++], out octet);

        if (position + 3 > text.Length
            || !byte.TryParse(text.AsSpan(position, 3), NumberStyles.None, CultureInfo.InvariantCulture, out octet))
            return "a backslash before a digit takes three digits from 000 to 255";
        position += 3;
        return null;
    }

    private static string? ReadEscaped(char character, out byte octet)
    {
        octet = (byte)character;
        return character is < ' ' or > '~' ? "a backslash stands before a character outside ASCII" : null;
    }

    /// <inheritdoc/>
    public bool Equals(DnsName other)
    {
        var left = _octets.Span;
        var right = other._octets.Span;
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (ToLower(left[i]) != ToLower(right[i]))
                return false;
        }

        return true;
    }

    private static byte ToLower(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DnsName other && Equals(other);

    /// <summary>The same in every process: FNV-1a over the octets in small letters.</summary>
    public override int GetHashCode()
    {
        var hash = 2_166_136_261u;
        foreach (var octet in _octets.Span)
            hash = unchecked((hash ^ ToLower(octet)) * 16_777_619u);
        return unchecked((int)hash);
    }

    /// <summary>Whether two names are equal but for the case of ASCII letters.</summary>
    public static bool operator ==(DnsName left, DnsName right) => left.Equals(right);

    /// <summary>Whether two names differ in more than the case of ASCII letters.</summary>
    public static bool operator !=(DnsName left, DnsName right) => !left.Equals(right);

    /// <summary>Such as <c>ark-inflearn.com</c>, and <c>.</c> for the root; <see cref="Parse"/> reads it back.</summary>
    public override string ToString()
    {
        if (IsRoot)
            return ".";
        var text = new StringBuilder(_octets.Length);
        for (var name = this; !name.IsRoot; name = name.Parent)
        {
            if (text.Length > 0)
                text.Append('.');
            DnsText.AppendEscaped(text, name.FirstLabel, ".\\", escapeSpace: true);
        }

        return text.ToString();
    }
}
