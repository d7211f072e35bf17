namespace NetSim.Tracing;

/// <summary>A layer of the OSI reference model (ISO/IEC 7498-1); the session and presentation layers are empty in the Internet's protocols.</summary>
public enum Layer
{
    /// <summary>Ports, cables, signals.</summary>
    Physical = 1,

    /// <summary>Ethernet, ARP, switching.</summary>
    DataLink = 2,

    /// <summary>IPv4, ICMP.</summary>
    Network = 3,

    /// <summary>UDP, TCP.</summary>
    Transport = 4,

    /// <summary>DHCP, DNS, HTTP.</summary>
    Application = 7,
}
