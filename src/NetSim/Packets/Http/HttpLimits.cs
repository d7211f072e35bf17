namespace NetSim.Packets.Http;

/// <summary>How large a head a reader accepts, so that nobody can make it keep octets without end (RFC 9110 §5.4, §17.5).</summary>
public sealed record HttpLimits
{
    /// <summary>The limits that most servers have.</summary>
    public static HttpLimits Default { get; } = new();

    /// <summary>The greatest number of octets of the start line with its end; a reader should accept 8,000 (RFC 9112 §3).</summary>
    public int MaxStartLineLength { get; init; } = 8_192;

    /// <summary>The greatest number of octets of all field lines and the empty line behind them; the default is Kestrel's.</summary>
    public int MaxFieldsLength { get; init; } = 32_768;

    /// <summary>The greatest number of field lines; the default is Kestrel's and Apache's.</summary>
    public int MaxFieldCount { get; init; } = 100;
}
