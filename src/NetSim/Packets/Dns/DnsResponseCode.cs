namespace NetSim.Packets.Dns;

/// <summary>How a query went, 4 bits (RFC 1035 §4.1.1; IANA DNS RCODEs).</summary>
public enum DnsResponseCode : byte
{
    /// <summary>No error.</summary>
    NoError = 0,

    /// <summary>The server could not read the query.</summary>
    FormatError = 1,

    /// <summary>The server has a problem of its own.</summary>
    ServerFailure = 2,

    /// <summary>The name does not exist: NXDOMAIN.</summary>
    NameError = 3,

    /// <summary>The server does not do this kind of query.</summary>
    NotImplemented = 4,

    /// <summary>The server does not want to, by policy.</summary>
    Refused = 5,
}
