namespace NetSim.Packets;

/// <summary>Why octets are not a PDU.</summary>
public enum DecodeFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The octets end before the PDU does.</summary>
    Truncated,

    /// <summary>A length field contradicts the octets or the standard.</summary>
    BadLength,

    /// <summary>The checksum does not match.</summary>
    BadChecksum,

    /// <summary>The version is not the one that this codec reads.</summary>
    BadVersion,

    /// <summary>A field has a value that its standard forbids.</summary>
    BadValue,

    /// <summary>A name points at itself or forwards (DNS compression, RFC 1035 §4.1.4).</summary>
    BadPointer,

    /// <summary>The text does not follow its grammar (HTTP, RFC 9112).</summary>
    BadSyntax,

    /// <summary>The PDU is larger than the reader accepts.</summary>
    TooLarge,
}

/// <summary>Why and where octets could not be decoded. The default value means: no error.</summary>
/// <param name="Protocol">The protocol whose decoder refused, such as <c>TCP</c>.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Offset">Where, in octets from the start of that protocol's PDU.</param>
public readonly record struct DecodeError(string Protocol, DecodeFault Fault, int Offset)
{
    /// <summary>Such as <c>TCP: checksum wrong (octet 16)</c>.</summary>
    public override string ToString() => Fault == DecodeFault.None ? "no error" : $"{Protocol}: {Text(Fault)} (octet {Offset})";

    private static string Text(DecodeFault fault) => fault switch
    {
        DecodeFault.Truncated => "cut short",
        DecodeFault.BadLength => "length wrong",
        DecodeFault.BadChecksum => "checksum wrong",
        DecodeFault.BadVersion => "version unknown",
        DecodeFault.BadValue => "value not allowed",
        DecodeFault.BadPointer => "name pointer wrong",
        DecodeFault.BadSyntax => "syntax wrong",
        DecodeFault.TooLarge => "too large",
        _ => "not decodable",
    };
}
