namespace NetSim.Packets.Ipv4;

/// <summary>What an IPv4 packet carries (IANA protocol numbers).</summary>
public enum IpProtocol : byte
{
    /// <summary>ICMP.</summary>
    Icmp = 1,

    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,
}
