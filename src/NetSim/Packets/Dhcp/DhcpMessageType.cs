namespace NetSim.Packets.Dhcp;

/// <summary>What a DHCP message is for (RFC 2131 §3.1, table 2; RFC 2132 §9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, confirms an address after a restart, or extends its lease.</summary>
    Request = 3,

    /// <summary>A client found the address in use.</summary>
    Decline = 4,

    /// <summary>A server grants the address.</summary>
    Ack = 5,

    /// <summary>A server says that the client's address is wrong or its lease over.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client that has an address asks for parameters only.</summary>
    Inform = 8,
}
