using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetSim.Packets.Ipv4;

/// <summary>An IPv4 address and a port: what RFC 9293 calls a socket.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port.</param>
public readonly record struct Ipv4EndPoint(Ipv4Address Address, ushort Port)
{
    /// <summary>Parses an address and a port such as <c>192.168.100.253:80</c>.</summary>
    /// <exception cref="FormatException">The text is not that.</exception>
    public static Ipv4EndPoint Parse(string text) => TryParse(text, out var endPoint)
        ? endPoint
        : throw new FormatException($"'{text}' is not an address and a port. Write them as 192.168.100.253:80.");

    /// <summary>Parses an address and a port such as <c>192.168.100.253:80</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv4EndPoint endPoint)
    {
        endPoint = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0
            || !Ipv4Address.TryParse(text.AsSpan(0, colon), out var address)
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        endPoint = new Ipv4EndPoint(address, port);
        return true;
    }

    /// <summary>Writes the six octets of address and port, which a hash of connections takes.</summary>
    internal void Write(Span<byte> destination)
    {
        Address.Write(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Ipv4Address.WireLength..], Port);
    }

    /// <summary>Such as <c>192.168.100.253:80</c>.</summary>
    public override string ToString() => $"{Address}:{Port}";
}
