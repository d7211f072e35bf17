namespace NetSim.Packets.Dhcp;

/// <summary>Who speaks to whom (RFC 2131 §2, op).</summary>
public enum DhcpOperation : byte
{
    /// <summary>A client speaks to a server.</summary>
    BootRequest = 1,

    /// <summary>A server speaks to a client.</summary>
    BootReply = 2,
}
