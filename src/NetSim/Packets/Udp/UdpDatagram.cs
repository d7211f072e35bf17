namespace NetSim.Packets.Udp;

/// <summary>A UDP datagram (RFC 768). The checksum is computed where octets are made.</summary>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="DestinationPort">The receiver's port.</param>
/// <param name="Payload">The octets it carries.</param>
public sealed partial record UdpDatagram(ushort SourcePort, ushort DestinationPort, Payload Payload) : Pdu
{
    /// <summary>The number of octets of the header.</summary>
    public const int HeaderLength = 8;

    /// <summary>The greatest number of payload octets: 65,535 less the headers of IPv4 and UDP.</summary>
    public const int MaxPayloadLength = 65_507;

    /// <summary>Whether the sender computed a checksum; over IPv4 it need not (RFC 768, RFC 1122 §4.1.3.4).</summary>
    public bool HasChecksum { get; init; } = true;

    /// <inheritdoc/>
    public override string ProtocolName => "UDP";

    /// <inheritdoc/>
    public override Pdu? Inner => Payload.IsEmpty ? null : Payload;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + Payload.WireLength;

    /// <inheritdoc/>
    public override string ToString() => $"UDP {SourcePort} > {DestinationPort}, length {Payload.Length}";
}
