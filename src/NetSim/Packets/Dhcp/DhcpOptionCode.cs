namespace NetSim.Packets.Dhcp;

/// <summary>The code of a DHCP option (RFC 2132; IANA BOOTP vendor extensions and DHCP options).</summary>
public enum DhcpOptionCode : byte
{
    /// <summary>An octet that aligns the next option (RFC 2132 §3.1).</summary>
    Pad = 0,

    /// <summary>The client's subnet mask (RFC 2132 §3.3).</summary>
    SubnetMask = 1,

    /// <summary>Routers on the client's subnet (RFC 2132 §3.5).</summary>
    Router = 3,

    /// <summary>DNS servers (RFC 2132 §3.8).</summary>
    DomainNameServer = 6,

    /// <summary>The client's name (RFC 2132 §3.14).</summary>
    HostName = 12,

    /// <summary>The address that the client asks for (RFC 2132 §9.1).</summary>
    RequestedAddress = 50,

    /// <summary>How long the lease lasts (RFC 2132 §9.2).</summary>
    LeaseTime = 51,

    /// <summary>What the message is for (RFC 2132 §9.6).</summary>
    MessageType = 53,

    /// <summary>Which server is meant (RFC 2132 §9.7).</summary>
    ServerIdentifier = 54,

    /// <summary>The parameters that the client wants (RFC 2132 §9.8).</summary>
    ParameterRequestList = 55,

    /// <summary>Why a server or a client refuses (RFC 2132 §9.9).</summary>
    MessageText = 56,

    /// <summary>T1 (RFC 2132 §9.11).</summary>
    RenewalTime = 58,

    /// <summary>T2 (RFC 2132 §9.12).</summary>
    RebindingTime = 59,

    /// <summary>Which client is meant (RFC 2132 §9.14).</summary>
    ClientIdentifier = 61,

    /// <summary>The last option (RFC 2132 §3.2).</summary>
    End = 255,
}
