namespace NetSim.Packets.Tcp;

/// <summary>The control bits of a TCP segment (RFC 9293 §3.1), and what was a reserved bit beside them (RFC 9768 §3.1).</summary>
[Flags]
public enum TcpFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sender has no more data.</summary>
    Fin = 0x01,

    /// <summary>Synchronizes sequence numbers.</summary>
    Syn = 0x02,

    /// <summary>Resets the connection.</summary>
    Rst = 0x04,

    /// <summary>The receiver should hand the data on.</summary>
    Psh = 0x08,

    /// <summary>The acknowledgment number counts.</summary>
    Ack = 0x10,

    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x20,

    /// <summary>ECN-Echo (RFC 3168).</summary>
    Ece = 0x40,

    /// <summary>Congestion window reduced (RFC 3168).</summary>
    Cwr = 0x80,

    /// <summary>Accurate ECN (RFC 9768); once the nonce sum NS (RFC 3540), and reserved in RFC 9293.</summary>
    Ae = 0x100,
}
