namespace NetSim.Packets.Ethernet;

/// <summary>What an Ethernet frame carries (IEEE 802.3-2022 §3.2.6, IANA IEEE 802 numbers).</summary>
public enum EtherType : ushort
{
    /// <summary>IPv4.</summary>
    Ipv4 = 0x0800,

    /// <summary>ARP.</summary>
    Arp = 0x0806,
}
