using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets;

/// <summary>Octets as tests write them, and as PDUs make them.</summary>
internal static class Octets
{
    /// <summary>The octets of hexadecimal digits; white space may stand between them.</summary>
    public static byte[] Parse(string hexadecimal) =>
        Convert.FromHexString(string.Concat(hexadecimal.Where(character => !char.IsWhiteSpace(character))));

    /// <summary>The octets of a PDU in a packet between two addresses: the checksum over the pseudo-header filled in.</summary>
    public static byte[] Of(Pdu pdu, Ipv4Address source, Ipv4Address destination)
    {
        var octets = pdu.ToArray();
        (pdu as IPseudoHeaderChecksum)?.WriteChecksum(octets, source, destination);
        return octets;
    }

    /// <summary>The fields of a PDU, as it describes itself in a packet between two addresses.</summary>
    public static List<PduField> Describe(Pdu pdu, Ipv4Address source = default, Ipv4Address destination = default)
    {
        var fields = new List<PduField>();
        pdu.Describe(Of(pdu, source, destination), fields);
        return fields;
    }
}
