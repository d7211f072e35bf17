using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Arp;

public sealed partial record ArpPacket
{
    private const ushort EthernetHardware = 1; // IANA ARP hardware types

    /// <inheritdoc/>
    public override int WireLength => Layout.Length;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, Layout.Length);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.HardwareType..], EthernetHardware);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.ProtocolType..], (ushort)EtherType.Ipv4);
        destination[Layout.HardwareLength] = MacAddress.WireLength;
        destination[Layout.ProtocolLength] = Ipv4Address.WireLength;
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Operation..], (ushort)Operation);
        SenderMac.Write(destination[Layout.SenderMac..]);
        SenderIp.Write(destination[Layout.SenderIp..]);
        TargetMac.Write(destination[Layout.TargetMac..]);
        TargetIp.Write(destination[Layout.TargetIp..]);
    }

    /// <summary>Reads an ARP packet; octets behind it (padding) are not looked at.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out ArpPacket? packet, out DecodeError error)
    {
        packet = null;
        error = Check(octets);
        if (error != default)
            return false;

        packet = new ArpPacket(
            (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Operation..]),
            MacAddress.Read(octets[Layout.SenderMac..]),
            Ipv4Address.Read(octets[Layout.SenderIp..]),
            MacAddress.Read(octets[Layout.TargetMac..]),
            Ipv4Address.Read(octets[Layout.TargetIp..]));
        return true;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Hardware type", "1 (Ethernet)", Layout.HardwareType, 2));
        fields.Add(PduField.Octets("Protocol type", "0x0800 (IPv4)", Layout.ProtocolType, 2));
        fields.Add(PduField.Octets("Hardware address length", MacAddress.WireLength, Layout.HardwareLength, 1));
        fields.Add(PduField.Octets("Protocol address length", Ipv4Address.WireLength, Layout.ProtocolLength, 1));
        fields.Add(PduField.Octets("Operation", $"{(ushort)Operation} ({Operation})", Layout.Operation, 2));
        fields.Add(PduField.Octets("Sender MAC address", SenderMac, Layout.SenderMac, 6));
        fields.Add(PduField.Octets("Sender IP address", SenderIp, Layout.SenderIp, 4));
        fields.Add(PduField.Octets("Target MAC address", TargetMac, Layout.TargetMac, 6));
        fields.Add(PduField.Octets("Target IP address", TargetIp, Layout.TargetIp, 4));
    }

    private static DecodeError Check(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Layout.Length)
            return new("ARP", DecodeFault.Truncated, octets.Length);
        if (BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.HardwareType..]) != EthernetHardware)
            return new("ARP", DecodeFault.BadValue, Layout.HardwareType);
        if (BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.ProtocolType..]) != (ushort)EtherType.Ipv4)
            return new("ARP", DecodeFault.BadValue, Layout.ProtocolType);
        if (octets[Layout.HardwareLength] != MacAddress.WireLength)
            return new("ARP", DecodeFault.BadLength, Layout.HardwareLength);
        if (octets[Layout.ProtocolLength] != Ipv4Address.WireLength)
            return new("ARP", DecodeFault.BadLength, Layout.ProtocolLength);
        return default;
    }

    private static class Layout
    {
        public const int HardwareType = 0;    // ar$hrd
        public const int ProtocolType = 2;    // ar$pro
        public const int HardwareLength = 4;  // ar$hln
        public const int ProtocolLength = 5;  // ar$pln
        public const int Operation = 6;       // ar$op
        public const int SenderMac = 8;       // ar$sha
        public const int SenderIp = 14;       // ar$spa
        public const int TargetMac = 18;      // ar$tha
        public const int TargetIp = 24;       // ar$tpa
        public const int Length = 28;
    }
}
