namespace NetSim.Packets.Icmp;

/// <summary>Which packets a redirect is about (RFC 792). Hosts treat the codes for networks as those for hosts (RFC 1122 §3.2.2.2).</summary>
public enum RedirectCode : byte
{
    /// <summary>Those to the destination's network; routers do not send it (RFC 1812 §5.2.7.2).</summary>
    Network = 0,

    /// <summary>Those to the destination.</summary>
    Host = 1,

    /// <summary>Those to the destination's network with the packet's type of service; routers do not send it (RFC 1812 §5.2.7.2).</summary>
    TypeOfServiceAndNetwork = 2,

    /// <summary>Those to the destination with the packet's type of service.</summary>
    TypeOfServiceAndHost = 3,
}
