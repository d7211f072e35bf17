using System.Buffers.Binary;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Packets.Icmp;

/// <summary>The packet that an ICMP error is about, as far as the error quotes it: the header and at least 8 octets (RFC 792).</summary>
/// <param name="Packet">Its header, and the octets of its payload that are there. The TTL is that of the place where it went wrong.</param>
/// <param name="TotalLength">How many octets it had in all, as its header says.</param>
public sealed record QuotedPacket(Ipv4Packet Packet, int TotalLength)
{
    /// <summary>Who sent it.</summary>
    public Ipv4Address Source => Packet.Source;

    /// <summary>Who should have received it.</summary>
    public Ipv4Address Destination => Packet.Destination;

    /// <summary>What it carried.</summary>
    public IpProtocol Protocol => Packet.Protocol;

    /// <summary>The octets of its payload that are quoted.</summary>
    public Payload Payload => (Payload)Packet.Payload;

    /// <summary>Of TCP and UDP: the port it was sent from; null where it is not quoted.</summary>
    public ushort? SourcePort => HasPorts ? Number(0) : null;

    /// <summary>Of TCP and UDP: the port it was sent to; null where it is not quoted.</summary>
    public ushort? DestinationPort => HasPorts ? Number(2) : null;

    /// <summary>Of TCP: the segment's sequence number; null where it is not quoted.</summary>
    public SequenceNumber? Sequence =>
        Protocol == IpProtocol.Tcp && HasStart(8) ? new(BinaryPrimitives.ReadUInt32BigEndian(Octets[4..])) : null;

    /// <summary>Of an ICMP echo: its identifier; null where it is not quoted.</summary>
    public ushort? EchoIdentifier => IsEcho ? Number(4) : null;

    /// <summary>Of an ICMP echo: its sequence number; null where it is not quoted.</summary>
    public ushort? EchoSequenceNumber => IsEcho ? Number(6) : null;

    private ReadOnlySpan<byte> Octets => Payload.ToMemory().Span;

    private bool HasPorts => Protocol is IpProtocol.Tcp or IpProtocol.Udp && HasStart(4);

    private bool IsEcho => Protocol == IpProtocol.Icmp && HasStart(8) && (IcmpType)Octets[0] is IcmpType.EchoRequest or IcmpType.EchoReply;

    /// <summary>Lists the fields that are quoted.</summary>
    /// <param name="octets">The quote.</param>
    /// <param name="start">Where it starts in the message, in octets.</param>
    /// <param name="fields">Where the fields are added.</param>
    internal void Describe(ReadOnlySpan<byte> octets, int start, ICollection<PduField> fields)
    {
        var quoted = new List<PduField>();
        Packet.Describe(octets, quoted);
        foreach (var field in quoted)
        {
            // The packet is shorter here than it was.
            var value = field.Name == "Total Length" ? $"{TotalLength}" : field.Value;
            fields.Add(new($"Quoted {field.Name}", value, field.BitOffset + (start * 8), field.BitLength));
        }

        start += Packet.HeaderLength;
        if (SourcePort is { } sourcePort)
            fields.Add(PduField.Octets("Quoted Source Port", sourcePort, start, 2));
        if (DestinationPort is { } destinationPort)
            fields.Add(PduField.Octets("Quoted Destination Port", destinationPort, start + 2, 2));
        if (Sequence is { } sequence)
            fields.Add(PduField.Octets("Quoted Sequence Number", sequence, start + 4, 4));
    }

    private bool HasStart(int length) => Packet.FragmentOffset == 0 && Payload.Length >= length;

    private ushort Number(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Octets[offset..]);
}
