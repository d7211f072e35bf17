using System.Globalization;
using System.Text;

namespace NetSim.Packets.Dns;

/// <summary>The mnemonics of the DNS's numbers, as zone files and tools write them.</summary>
internal static class DnsText
{
    /// <summary>Such as AAAA; TYPE65280 where there is none (RFC 3597 §5).</summary>
    public static string Of(DnsType type) => Enum.IsDefined(type) ? $"{type}".ToUpperInvariant() : $"TYPE{(ushort)type}";

    /// <summary>Such as IN; CLASS32 where there is none (RFC 3597 §5).</summary>
    public static string Of(DnsClass @class) => @class switch
    {
        DnsClass.Internet => "IN",
        DnsClass.Chaos => "CH",
        DnsClass.Hesiod => "HS",
        DnsClass.None => "NONE",
        DnsClass.Any => "ANY",
        _ => $"CLASS{(ushort)@class}",
    };

    /// <summary>Such as NXDOMAIN; RCODE11 where there is none.</summary>
    public static string Of(DnsResponseCode code) => code switch
    {
        DnsResponseCode.NoError => "NOERROR",
        DnsResponseCode.FormatError => "FORMERR",
        DnsResponseCode.ServerFailure => "SERVFAIL",
        DnsResponseCode.NameError => "NXDOMAIN",
        DnsResponseCode.NotImplemented => "NOTIMP",
        DnsResponseCode.Refused => "REFUSED",
        _ => $"RCODE{(byte)code}",
    };

    /// <summary>Octets as text, those in <paramref name="special"/> escaped as \X, those not printable as \DDD (RFC 1035 §5.1).</summary>
    public static void AppendEscaped(StringBuilder text, ReadOnlySpan<byte> octets, string special, bool escapeSpace)
    {
        foreach (var octet in octets)
        {
            var character = (char)octet;
            if (octet is < 0x20 or > 0x7E || (octet == 0x20 && escapeSpace))
                text.Append(CultureInfo.InvariantCulture, $"\\{octet:000}");
            else if (special.Contains(character))
                text.Append('\\').Append(character);
            else
                text.Append(character);
        }
    }
}
