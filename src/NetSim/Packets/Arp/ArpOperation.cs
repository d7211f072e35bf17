namespace NetSim.Packets.Arp;

/// <summary>What an ARP packet asks or tells (RFC 826).</summary>
public enum ArpOperation : ushort
{
    /// <summary>Who has this address?</summary>
    Request = 1,

    /// <summary>I have it.</summary>
    Reply = 2,
}
