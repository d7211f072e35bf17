using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Udp;

public sealed partial record UdpDatagram : IPseudoHeaderChecksum
{
    /// <inheritdoc/>
    /// <remarks>The checksum is left zero: it covers addresses that only the packet around the datagram knows, which fills it in.</remarks>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.SourcePort..], SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.DestinationPort..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Length..], (ushort)WireLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Checksum..], 0);
        Payload.Encode(destination[Layout.Payload..]);
    }

    void IPseudoHeaderChecksum.WriteChecksum(Span<byte> octets, Ipv4Address source, Ipv4Address destination)
    {
        if (!HasChecksum)
            return;

        // Zero says that there is no checksum, so a checksum of zero is sent as its other representation, all ones (RFC 768).
        var checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets[Layout.Checksum..], checksum == 0 ? ushort.MaxValue : checksum);
    }

    /// <summary>Reads a datagram from the payload of a packet, all of which it must take.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> octets, Ipv4Address source, Ipv4Address destination,
        [NotNullWhen(true)] out UdpDatagram? datagram, out DecodeError error)
    {
        datagram = null;
        error = Check(octets, source, destination);
        if (error != default)
            return false;

        datagram = new UdpDatagram(
            BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.SourcePort..]),
            BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.DestinationPort..]),
            Payload.Copy(octets[Layout.Payload..]))
        {
            HasChecksum = IsChecksumPresent(octets),
        };
        return true;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Source Port", SourcePort, Layout.SourcePort, 2));
        fields.Add(PduField.Octets("Destination Port", DestinationPort, Layout.DestinationPort, 2));
        fields.Add(PduField.Octets("Length", WireLength, Layout.Length, 2));
        var checksum = PduField.Checksum("Checksum", octets, Layout.Checksum);
        fields.Add(HasChecksum ? checksum : checksum with { Value = $"{checksum.Value} (none)" });
    }

    private static DecodeError Check(ReadOnlySpan<byte> octets, Ipv4Address source, Ipv4Address destination)
    {
        if (octets.Length < HeaderLength)
            return new("UDP", DecodeFault.Truncated, octets.Length);
        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Length..]);
        if (length < octets.Length)
            return new("UDP", DecodeFault.BadLength, Layout.Length);
        if (length > octets.Length)
            return new("UDP", DecodeFault.Truncated, octets.Length);
        if (IsChecksumPresent(octets) && PseudoHeader.Checksum(source, destination, IpProtocol.Udp, octets) != 0)
            return new("UDP", DecodeFault.BadChecksum, Layout.Checksum);
        return default;
    }

    private static bool IsChecksumPresent(ReadOnlySpan<byte> octets) =>
        BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Checksum..]) != 0;

    private static class Layout
    {
        public const int SourcePort = 0;
        public const int DestinationPort = 2;
        public const int Length = 4;
        public const int Checksum = 6;
        public const int Payload = HeaderLength;
    }
}
