using System.Buffers.Binary;
using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets;

/// <summary>Puts right checksums into octets that a test changed, so that decoders read on behind them.</summary>
internal static class InternetChecksums
{
    public static void RepairFrame(Span<byte> octets)
    {
        if (octets.Length > 34 && octets[12] == 8 && octets[13] == 0)
            RepairIpv4(octets[14..]);
    }

    public static void RepairIpv4(Span<byte> octets)
    {
        if (octets.Length < 20) return;
        var headerLength = (octets[0] & 0xF) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if (headerLength < 20 || headerLength > octets.Length) return;
        Repair(octets[..headerLength], 10, 0);

        if (totalLength < headerLength || totalLength > octets.Length || (octets[6] & 0x3F) != 0 || octets[7] != 0) return;
        var payload = octets[headerLength..totalLength];
        var (source, destination) = (Ipv4Address.Read(octets[12..]), Ipv4Address.Read(octets[16..]));
        switch ((IpProtocol)octets[9])
        {
            case IpProtocol.Icmp: RepairIcmp(payload); break;
            case IpProtocol.Tcp: RepairTcp(payload, source, destination); break;
            case IpProtocol.Udp: RepairUdp(payload, source, destination); break;
        }
    }

    public static void RepairIcmp(Span<byte> octets) => Repair(octets, 2, 0);

    public static void RepairTcp(Span<byte> octets, Ipv4Address source, Ipv4Address destination) =>
        Repair(octets, 16, PseudoHeader.Sum(source, destination, IpProtocol.Tcp, octets.Length));

    public static void RepairUdp(Span<byte> octets, Ipv4Address source, Ipv4Address destination) =>
        Repair(octets, 6, PseudoHeader.Sum(source, destination, IpProtocol.Udp, octets.Length));

    private static void Repair(Span<byte> octets, int offset, ulong sum)
    {
        if (octets.Length < offset + 2) return;
        octets.Slice(offset, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(octets[offset..], InternetChecksum.Finish(InternetChecksum.Add(sum, octets)));
    }
}
