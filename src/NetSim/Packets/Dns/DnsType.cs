namespace NetSim.Packets.Dns;

/// <summary>The type of a record, or what a question asks for (RFC 1035 §3.2.2, §3.2.3; IANA DNS resource record types).</summary>
public enum DnsType : ushort
{
    /// <summary>An IPv4 address (RFC 1035 §3.4.1).</summary>
    A = 1,

    /// <summary>An authoritative name server (RFC 1035 §3.3.11).</summary>
    Ns = 2,

    /// <summary>The name of which this one is an alias (RFC 1035 §3.3.1).</summary>
    Cname = 5,

    /// <summary>The start of a zone of authority (RFC 1035 §3.3.13).</summary>
    Soa = 6,

    /// <summary>The name that an address has (RFC 1035 §3.3.12).</summary>
    Ptr = 12,

    /// <summary>A mail exchange (RFC 1035 §3.3.9).</summary>
    Mx = 15,

    /// <summary>Text (RFC 1035 §3.3.14).</summary>
    Txt = 16,

    /// <summary>An IPv6 address (RFC 3596 §2.1).</summary>
    Aaaa = 28,

    /// <summary>Where a service is (RFC 2782).</summary>
    Srv = 33,

    /// <summary>What a sender can do beyond RFC 1035: EDNS (RFC 6891 §6.1).</summary>
    Opt = 41,

    /// <summary>Asks for a whole zone (RFC 5936 §2).</summary>
    Axfr = 252,

    /// <summary>Asks for all types (RFC 1035 §3.2.3, where it is *; RFC 8482).</summary>
    Any = 255,
}
