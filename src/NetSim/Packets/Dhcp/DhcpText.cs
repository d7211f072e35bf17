using System.Text;

namespace NetSim.Packets.Dhcp;

/// <summary>The texts in DHCP messages: NVT ASCII without a terminating NUL (RFC 2132 §2).</summary>
internal static class DhcpText
{
    public static bool IsPrintable(ReadOnlySpan<byte> octets) =>
        !octets.IsEmpty && !octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    public static string Read(ReadOnlySpan<byte> octets) => Encoding.ASCII.GetString(octets);

    public static void Write(string text, Span<byte> destination) => Encoding.ASCII.GetBytes(text, destination);

    public static string Require(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (text.Length is 0 or > DhcpOption.MaxDataLength || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException("A text in a DHCP option is 1 to 255 printable ASCII characters.", parameter);
        return text;
    }

    /// <summary>What stands in a field of fixed length, up to its first NUL, with dots for what cannot be printed.</summary>
    public static string Show(Payload field)
    {
        var octets = field.ToMemory().Span;
        var end = octets.IndexOf((byte)0);
        var text = new StringBuilder();
        foreach (var octet in end < 0 ? octets : octets[..end])
            text.Append(octet is >= 0x20 and <= 0x7E ? (char)octet : '.');
        return text.ToString();
    }
}
