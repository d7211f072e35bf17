namespace NetSim.Packets.Dns;

/// <summary>The class of a record or a question (RFC 1035 §3.2.4; IANA DNS classes).</summary>
public enum DnsClass : ushort
{
    /// <summary>The Internet, IN.</summary>
    Internet = 1,

    /// <summary>Chaos, CH: today, for a server's own data.</summary>
    Chaos = 3,

    /// <summary>Hesiod, HS.</summary>
    Hesiod = 4,

    /// <summary>No class (RFC 2136 §2.4).</summary>
    None = 254,

    /// <summary>Any class (RFC 1035 §3.2.5).</summary>
    Any = 255,
}
