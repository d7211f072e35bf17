using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Arp;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
/// <param name="Operation">Request or reply (ar$op).</param>
/// <param name="SenderMac">The sender's MAC address (ar$sha).</param>
/// <param name="SenderIp">The sender's IPv4 address (ar$spa).</param>
/// <param name="TargetMac">The target's MAC address, zeros in a request (ar$tha).</param>
/// <param name="TargetIp">The address that is asked for, or the asker's (ar$tpa).</param>
public sealed partial record ArpPacket(
    ArpOperation Operation, MacAddress SenderMac, Ipv4Address SenderIp, MacAddress TargetMac, Ipv4Address TargetIp) : Pdu
{
    /// <summary>Who has <paramref name="target"/>? Tell <paramref name="senderIp"/>.</summary>
    public static ArpPacket Request(MacAddress senderMac, Ipv4Address senderIp, Ipv4Address target) =>
        new(ArpOperation.Request, senderMac, senderIp, default, target);

    /// <summary>The answer to this request: <paramref name="mac"/> has the address.</summary>
    public ArpPacket Reply(MacAddress mac) => new(ArpOperation.Reply, mac, TargetIp, SenderMac, SenderIp);

    /// <inheritdoc/>
    public override string ProtocolName => "ARP";

    /// <inheritdoc/>
    public override string ToString() => Operation switch
    {
        ArpOperation.Request => $"ARP who-has {TargetIp} tell {SenderIp}",
        ArpOperation.Reply => $"ARP {SenderIp} is-at {SenderMac}",
        _ => $"ARP operation {(ushort)Operation}, {SenderIp} > {TargetIp}",
    };
}
