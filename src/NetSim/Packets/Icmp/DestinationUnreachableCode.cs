namespace NetSim.Packets.Icmp;

/// <summary>Why a packet could not be delivered (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1).</summary>
public enum DestinationUnreachableCode : byte
{
    /// <summary>A router has no route to the destination's network.</summary>
    NetUnreachable = 0,

    /// <summary>The last router cannot reach the destination on its link: ARP goes unanswered.</summary>
    HostUnreachable = 1,

    /// <summary>The destination has no such protocol.</summary>
    ProtocolUnreachable = 2,

    /// <summary>Nobody listens on the destination's port, and the protocol has no way of its own to say so.</summary>
    PortUnreachable = 3,

    /// <summary>The packet is larger than the next link's MTU and must not be fragmented; the message tells the MTU (RFC 1191 §4).</summary>
    FragmentationNeeded = 4,

    /// <summary>The next hop of a source route cannot be reached.</summary>
    SourceRouteFailed = 5,

    /// <summary>The destination's network does not exist.</summary>
    DestinationNetworkUnknown = 6,

    /// <summary>The destination's link says that there is no such host.</summary>
    DestinationHostUnknown = 7,

    /// <summary>The source is cut off from the network; routers do not send it (RFC 1812 §5.2.7.1).</summary>
    SourceHostIsolated = 8,

    /// <summary>Packets to the destination's network are forbidden.</summary>
    NetworkAdministrativelyProhibited = 9,

    /// <summary>Packets to the destination are forbidden.</summary>
    HostAdministrativelyProhibited = 10,

    /// <summary>No route to the destination's network has the packet's type of service.</summary>
    NetworkUnreachableForTypeOfService = 11,

    /// <summary>No route to the destination has the packet's type of service.</summary>
    HostUnreachableForTypeOfService = 12,

    /// <summary>A filter on the way forbids the packet.</summary>
    CommunicationAdministrativelyProhibited = 13,

    /// <summary>The packet's precedence is not permitted to the destination.</summary>
    HostPrecedenceViolation = 14,

    /// <summary>The packet's precedence is below the least that the network carries.</summary>
    PrecedenceCutoffInEffect = 15,
}
