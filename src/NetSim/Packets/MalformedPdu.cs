namespace NetSim.Packets;

/// <summary>Octets that should have been a PDU of a known protocol and are not: kept as they came, with the reason.</summary>
/// <param name="Octets">The octets, unchanged.</param>
/// <param name="Error">Why they could not be decoded.</param>
public sealed record MalformedPdu(Payload Octets, DecodeError Error) : Pdu
{
    /// <inheritdoc/>
    public override string ProtocolName => Error.Protocol;

    /// <inheritdoc/>
    public override int WireLength => Octets.WireLength;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination) => Octets.Encode(destination);

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields) =>
        fields.Add(PduField.Octets("Malformed", Error, 0, WireLength));

    /// <inheritdoc/>
    public override string ToString() => $"malformed {Error}, {WireLength} octets";
}
