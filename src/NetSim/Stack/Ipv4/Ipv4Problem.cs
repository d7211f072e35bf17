using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>What can be wrong with a packet that its source should hear of.</summary>
internal enum Ipv4Problem
{
    /// <summary>No route leads to the destination.</summary>
    NetUnreachable,

    /// <summary>The destination, or the next router, does not answer ARP.</summary>
    HostUnreachable,

    /// <summary>No protocol of the host has the packet's number.</summary>
    ProtocolUnreachable,

    /// <summary>Nobody holds the port.</summary>
    PortUnreachable,

    /// <summary>The packet is larger than the MTU, which is the value, and must not be fragmented.</summary>
    FragmentationNeeded,

    /// <summary>A source route was asked for, which is refused.</summary>
    SourceRouteFailed,

    /// <summary>The TTL ran out.</summary>
    TimeToLiveExceeded,

    /// <summary>The packet's fragments did not all come in time.</summary>
    ReassemblyTimeExceeded,

    /// <summary>The header's octet that is the value cannot be understood.</summary>
    HeaderWrong,
}

/// <summary>Tells the sources of packets what became of them: ICMP.</summary>
internal interface IIpErrorReporter
{
    /// <summary>Tells a packet's source what is wrong with it, where the rules allow.</summary>
    /// <param name="packet">The packet, as it came.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="value">The MTU or the pointer that belongs to it.</param>
    void Report(Ipv4Packet packet, Ipv4Problem problem, int value = 0);

    /// <summary>Tells a packet's source of a better first hop.</summary>
    void Redirect(Ipv4Packet packet, Ipv4Address gateway);
}
