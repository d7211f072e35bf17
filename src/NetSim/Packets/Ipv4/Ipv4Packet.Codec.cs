using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Ipv4;

public sealed partial record Ipv4Packet
{
    private const int MaxHeaderLength = 60;        // an IHL of 15
    private const int MaxFragmentOffset = 0xFFF8;  // 13 bits of 8 octets

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The options or the length do not fit their fields.</exception>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        EnsureEncodable();
        destination[Layout.VersionAndIhl] = (byte)((4 << 4) | (HeaderLength / 4));
        destination[Layout.TypeOfService] = _header.TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.TotalLength..], (ushort)WireLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Identification..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.FlagsAndFragmentOffset..], FlagsAndFragmentOffset());
        destination[Layout.TimeToLive] = TimeToLive;
        destination[Layout.Protocol] = (byte)Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.HeaderChecksum..], 0);
        Source.Write(destination[Layout.Source..]);
        Destination.Write(destination[Layout.Destination..]);
        Options.Encode(destination[Layout.Options..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[Layout.HeaderChecksum..], InternetChecksum.Compute(destination[..HeaderLength]));
        EncodePayload(destination[HeaderLength..]);
    }

    /// <summary>Writes the payload as this packet carries it: the checksum over the pseudo-header filled in.</summary>
    internal void EncodePayload(Span<byte> destination)
    {
        var octets = destination[..Payload.WireLength];
        Payload.Encode(octets);
        (Payload as IPseudoHeaderChecksum)?.WriteChecksum(octets, Source, Destination);
    }

    /// <summary>Reads a packet; octets behind its total length (padding) are not looked at.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out Ipv4Packet? packet, out DecodeError error)
    {
        packet = null;
        error = Check(octets);
        if (error != default)
            return false;

        packet = ReadHeader(octets);
        var payload = octets[packet.HeaderLength..BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.TotalLength..])];
        packet = packet with
        {
            Payload = packet.IsFragment
                ? Packets.Payload.Copy(payload)
                : PayloadDecoder.Decode(packet.Protocol, payload, packet.Source, packet.Destination),
        };
        return true;
    }

    /// <summary>Reads a packet of which only the start is there, as ICMP errors quote it: a whole header, and any part of the payload.</summary>
    /// <remarks>
    /// Nothing but the version and the IHL is checked: routers on the way change the TTL, and not all of them the checksum with it.
    /// The payload stays octets, for its end is missing.
    /// </remarks>
    /// <param name="octets">The start of the packet.</param>
    /// <param name="packet">The packet, its payload as far as it is there.</param>
    /// <param name="totalLength">How long the header says that the packet was.</param>
    internal static bool TryDecodeStart(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out Ipv4Packet? packet, out int totalLength)
    {
        packet = null;
        totalLength = 0;
        if (octets.Length < MinHeaderLength || octets[Layout.VersionAndIhl] >> 4 != 4)
            return false;
        var headerLength = (octets[Layout.VersionAndIhl] & 0xF) * 4;
        if (headerLength < MinHeaderLength || headerLength > octets.Length)
            return false;

        totalLength = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.TotalLength..]);
        // What stands behind the packet's end is no part of it (RFC 4884 §5.1 pads quotes with zeros).
        var end = totalLength < headerLength ? octets.Length : Math.Min(totalLength, octets.Length);
        packet = ReadHeader(octets) with { Payload = Packets.Payload.Copy(octets[headerLength..end]) };
        return true;
    }

    // The header's octets must be there.
    private static Ipv4Packet ReadHeader(ReadOnlySpan<byte> octets)
    {
        var flags = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.FlagsAndFragmentOffset..]);
        return new Ipv4Packet(
            Ipv4Address.Read(octets[Layout.Source..]),
            Ipv4Address.Read(octets[Layout.Destination..]),
            (IpProtocol)octets[Layout.Protocol],
            Packets.Payload.Empty)
        {
            Dscp = (byte)(octets[Layout.TypeOfService] >> 2),
            Ecn = (byte)(octets[Layout.TypeOfService] & 3),
            Identification = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Identification..]),
            ReservedFlag = (flags & Layout.ReservedBit) != 0,
            DontFragment = (flags & Layout.DontFragmentBit) != 0,
            MoreFragments = (flags & Layout.MoreFragmentsBit) != 0,
            FragmentOffset = (flags & Layout.FragmentOffsetMask) * 8,
            TimeToLive = octets[Layout.TimeToLive],
            Options = Packets.Payload.Copy(octets[Layout.Options..((octets[Layout.VersionAndIhl] & 0xF) * 4)]),
        };
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        const int flags = Layout.FlagsAndFragmentOffset * 8;
        fields.Add(new("Version", "4", 0, 4));
        fields.Add(new("IHL", $"{HeaderLength / 4} ({HeaderLength} octets)", 4, 4));
        fields.Add(new("DSCP", $"{Dscp}", Layout.TypeOfService * 8, 6));
        fields.Add(new("ECN", $"{Ecn}", (Layout.TypeOfService * 8) + 6, 2));
        fields.Add(PduField.Octets("Total Length", WireLength, Layout.TotalLength, 2));
        fields.Add(PduField.Octets("Identification", Identification, Layout.Identification, 2));
        fields.Add(new("Reserved", ReservedFlag ? "1" : "0", flags, 1));
        fields.Add(new("Don't Fragment", DontFragment ? "1" : "0", flags + 1, 1));
        fields.Add(new("More Fragments", MoreFragments ? "1" : "0", flags + 2, 1));
        fields.Add(new("Fragment Offset", $"{FragmentOffset / 8} ({FragmentOffset} octets)", flags + 3, 13));
        fields.Add(PduField.Octets("Time to Live", TimeToLive, Layout.TimeToLive, 1));
        fields.Add(PduField.Octets("Protocol", ProtocolText(Protocol), Layout.Protocol, 1));
        fields.Add(PduField.Checksum("Header Checksum", octets, Layout.HeaderChecksum));
        fields.Add(PduField.Octets("Source Address", Source, Layout.Source, Ipv4Address.WireLength));
        fields.Add(PduField.Octets("Destination Address", Destination, Layout.Destination, Ipv4Address.WireLength));
        if (!Options.IsEmpty)
            fields.Add(PduField.Octets("Options", Options, Layout.Options, Options.WireLength));
    }

    // The order of RFC 1812 §5.2.2, but for the version and the IHL: the checksum cannot be computed without them.
    private static DecodeError Check(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < MinHeaderLength)
            return new("IPv4", DecodeFault.Truncated, octets.Length);
        if (octets[Layout.VersionAndIhl] >> 4 != 4)
            return new("IPv4", DecodeFault.BadVersion, Layout.VersionAndIhl);
        var headerLength = (octets[Layout.VersionAndIhl] & 0xF) * 4;
        if (headerLength < MinHeaderLength)
            return new("IPv4", DecodeFault.BadLength, Layout.VersionAndIhl);
        if (headerLength > octets.Length)
            return new("IPv4", DecodeFault.Truncated, octets.Length);
        if (InternetChecksum.Compute(octets[..headerLength]) != 0)
            return new("IPv4", DecodeFault.BadChecksum, Layout.HeaderChecksum);
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.TotalLength..]);
        if (totalLength < headerLength)
            return new("IPv4", DecodeFault.BadLength, Layout.TotalLength);
        if (totalLength > octets.Length)
            return new("IPv4", DecodeFault.Truncated, octets.Length);
        return default;
    }

    // What the header cannot express must not turn into a wrong header without a word.
    private void EnsureEncodable()
    {
        if (HeaderLength > MaxHeaderLength || HeaderLength % 4 != 0)
            throw new InvalidOperationException($"IPv4 options are a multiple of 4 octets and at most 40, not {Options.Length}: pad them.");
        if (WireLength > ushort.MaxValue)
            throw new InvalidOperationException($"An IPv4 packet has at most 65535 octets, not {WireLength}: send less at a time.");
    }

    private ushort FlagsAndFragmentOffset()
    {
        var field = FragmentOffset / 8;
        if (ReservedFlag) field |= Layout.ReservedBit;
        if (DontFragment) field |= Layout.DontFragmentBit;
        if (MoreFragments) field |= Layout.MoreFragmentsBit;
        return (ushort)field;
    }

    private static string ProtocolText(IpProtocol protocol) => protocol switch
    {
        IpProtocol.Icmp => "1 (ICMP)",
        IpProtocol.Tcp => "6 (TCP)",
        IpProtocol.Udp => "17 (UDP)",
        _ => $"{(byte)protocol}",
    };

    private static class Layout
    {
        public const int VersionAndIhl = 0;
        public const int TypeOfService = 1;   // DSCP and ECN since RFC 2474 and RFC 3168
        public const int TotalLength = 2;
        public const int Identification = 4;
        public const int FlagsAndFragmentOffset = 6;
        public const int TimeToLive = 8;
        public const int Protocol = 9;
        public const int HeaderChecksum = 10;
        public const int Source = 12;
        public const int Destination = 16;
        public const int Options = 20;

        public const int ReservedBit = 0x8000;
        public const int DontFragmentBit = 0x4000;
        public const int MoreFragmentsBit = 0x2000;
        public const int FragmentOffsetMask = 0x1FFF;
    }
}
