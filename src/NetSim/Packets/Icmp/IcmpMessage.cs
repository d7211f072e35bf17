namespace NetSim.Packets.Icmp;

/// <summary>An ICMP message (RFC 792). Types that are not known keep all their octets.</summary>
/// <param name="Type">What it is about.</param>
/// <param name="Code">The case within the type.</param>
/// <param name="RestOfHeader">The second 32 bits of the header; of an echo the identifier and the sequence number.</param>
/// <param name="Data">What follows the header.</param>
public sealed partial record IcmpMessage(IcmpType Type, byte Code, uint RestOfHeader, Payload Data) : Pdu
{
    /// <summary>The number of octets of the header.</summary>
    public const int HeaderLength = 8;

    /// <summary>An echo request.</summary>
    public static IcmpMessage EchoRequest(ushort identifier, ushort sequenceNumber, Payload data) =>
        new(IcmpType.EchoRequest, 0, ((uint)identifier << 16) | sequenceNumber, data);

    /// <summary>The reply to this echo request: the same identifier, sequence number and data.</summary>
    public IcmpMessage EchoReply() => this with { Type = IcmpType.EchoReply };

    /// <summary>Of an echo: whose it is.</summary>
    public ushort Identifier => (ushort)(RestOfHeader >> 16);

    /// <summary>Of an echo: the how manieth it is.</summary>
    public ushort SequenceNumber => (ushort)RestOfHeader;

    /// <inheritdoc/>
    public override string ProtocolName => "ICMP";

    /// <inheritdoc/>
    public override Pdu? Inner => Data.IsEmpty ? null : Data;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + Data.WireLength;
}
