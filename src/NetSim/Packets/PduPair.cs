namespace NetSim.Packets;

/// <summary>Two PDUs, one behind the other: what few PDUs have beside their payload shares its field, and the others take no room for it.</summary>
internal sealed record PduPair(Pdu First, Pdu Second) : Pdu
{
    /// <summary>The second alone where the first is empty.</summary>
    public static Pdu Of(Payload first, Pdu second) => first.IsEmpty ? second : new PduPair(first, second);

    /// <summary>The first alone where the second is empty.</summary>
    public static Pdu Of(Pdu first, Payload second) => second.IsEmpty ? first : new PduPair(first, second);

    /// <inheritdoc/>
    public override string ProtocolName => First.ProtocolName;

    /// <inheritdoc/>
    public override int WireLength => First.WireLength + Second.WireLength;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        var firstLength = First.WireLength;
        First.Encode(destination[..firstLength]);
        Second.Encode(destination[firstLength..]);
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        First.Describe(octets, fields);
        Second.Describe(octets[First.WireLength..], fields);
    }
}
