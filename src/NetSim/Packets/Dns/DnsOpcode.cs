namespace NetSim.Packets.Dns;

/// <summary>The kind of query, 4 bits (RFC 1035 §4.1.1; IANA DNS opcodes).</summary>
public enum DnsOpcode : byte
{
    /// <summary>A standard query.</summary>
    Query = 0,

    /// <summary>An inverse query, obsolete (RFC 3425).</summary>
    InverseQuery = 1,

    /// <summary>Asks for a server's status.</summary>
    Status = 2,

    /// <summary>Tells that a zone has changed (RFC 1996).</summary>
    Notify = 4,

    /// <summary>Changes a zone (RFC 2136).</summary>
    Update = 5,
}
