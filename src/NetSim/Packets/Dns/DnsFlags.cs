namespace NetSim.Packets.Dns;

/// <summary>The single bits of a DNS header, where they stand in its second 16 bits (RFC 1035 §4.1.1, RFC 4035 §3.1.6, §3.2.2).</summary>
[Flags]
public enum DnsFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>QR: the message is a response.</summary>
    Response = 0x8000,

    /// <summary>AA: the server is an authority for the name in the question.</summary>
    Authoritative = 0x0400,

    /// <summary>TC: the message was cut to fit.</summary>
    Truncated = 0x0200,

    /// <summary>RD: the server should ask others, too.</summary>
    RecursionDesired = 0x0100,

    /// <summary>RA: the server can ask others.</summary>
    RecursionAvailable = 0x0080,

    /// <summary>Z: zero.</summary>
    Reserved = 0x0040,

    /// <summary>AD: the server has checked the data.</summary>
    AuthenticData = 0x0020,

    /// <summary>CD: the client accepts data that is not checked.</summary>
    CheckingDisabled = 0x0010,
}
