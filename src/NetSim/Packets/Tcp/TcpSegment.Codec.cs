using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Tcp;

public sealed partial record TcpSegment : IPseudoHeaderChecksum
{
    private const int FlagsMask = 0x1FF;

    /// <summary>The number of octets of the header: options and their padding included.</summary>
    public int HeaderLength => MinHeaderLength + _optionsLength;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + Payload.WireLength;

    /// <inheritdoc/>
    /// <remarks>
    /// Options that do not fill their last 32-bit word are padded with zeros. The checksum is left zero: it covers addresses that
    /// only the packet around the segment knows, which fills it in.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The options take more than <see cref="MaxOptionsLength"/> octets.</exception>
    public override void Encode(Span<byte> destination)
    {
        var headerLength = HeaderLength;
        EnsureRoom(destination, headerLength + Payload.WireLength);
        if (headerLength > MinHeaderLength + MaxOptionsLength)
        {
            throw new InvalidOperationException(
                $"TCP options take at most 40 octets, not {headerLength - MinHeaderLength}: leave some out.");
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.SourcePort..], SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.DestinationPort..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(destination[Layout.Sequence..], Sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[Layout.Acknowledgment..], Acknowledgment.Value);
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[Layout.DataOffsetAndReserved..],
            (ushort)((headerLength / 4 << 12) | ((Reserved & 7) << 9) | ((ushort)Flags & FlagsMask)));
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Window..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Checksum..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.UrgentPointer..], UrgentPointer);
        TcpOptionList.Encode(Options, destination[Layout.Options..headerLength]);
        Payload.Encode(destination[headerLength..]);
    }

    void IPseudoHeaderChecksum.WriteChecksum(Span<byte> octets, Ipv4Address source, Ipv4Address destination) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            octets[Layout.Checksum..], PseudoHeader.Checksum(source, destination, IpProtocol.Tcp, octets));

    /// <summary>Reads a segment: all the octets of the payload of a packet.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> octets, Ipv4Address source, Ipv4Address destination,
        [NotNullWhen(true)] out TcpSegment? segment, out DecodeError error)
    {
        segment = null;
        error = Check(octets, source, destination);
        if (error != default)
            return false;

        var headerLength = HeaderLengthOf(octets);
        if (!TcpOptionList.TryDecode(octets[Layout.Options..headerLength], out var options, out var errorOffset))
        {
            error = new("TCP", DecodeFault.BadLength, Layout.Options + errorOffset);
            return false;
        }

        segment = new TcpSegment
        {
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.SourcePort..]),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.DestinationPort..]),
            Sequence = new(BinaryPrimitives.ReadUInt32BigEndian(octets[Layout.Sequence..])),
            Acknowledgment = new(BinaryPrimitives.ReadUInt32BigEndian(octets[Layout.Acknowledgment..])),
            Reserved = (byte)((octets[Layout.DataOffsetAndReserved] >> 1) & 7),
            Flags = (TcpFlags)(BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.DataOffsetAndReserved..]) & FlagsMask),
            Window = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Window..]),
            UrgentPointer = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.UrgentPointer..]),
            Options = options,
            Payload = Payload.Copy(octets[headerLength..]),
        };
        return true;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Source Port", SourcePort, Layout.SourcePort, 2));
        fields.Add(PduField.Octets("Destination Port", DestinationPort, Layout.DestinationPort, 2));
        fields.Add(PduField.Octets("Sequence Number", Sequence, Layout.Sequence, 4));
        fields.Add(PduField.Octets("Acknowledgment Number", Acknowledgment, Layout.Acknowledgment, 4));
        fields.Add(new("Data Offset", $"{HeaderLength / 4} ({HeaderLength} octets)", Layout.DataOffsetAndReserved * 8, 4));
        fields.Add(new("Reserved", $"{Reserved}", (Layout.DataOffsetAndReserved * 8) + 4, 3));
        DescribeFlags(fields);
        fields.Add(PduField.Octets("Window", Window, Layout.Window, 2));
        fields.Add(PduField.Checksum("Checksum", octets, Layout.Checksum));
        fields.Add(PduField.Octets("Urgent Pointer", UrgentPointer, Layout.UrgentPointer, 2));
        DescribeOptions(fields);
    }

    private void DescribeFlags(ICollection<PduField> fields)
    {
        ReadOnlySpan<string> names = ["AE", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"];
        for (var i = 0; i < names.Length; i++)
            fields.Add(new(names[i], Has((TcpFlags)(0x100 >> i)) ? "1" : "0", (Layout.Flags * 8) - 1 + i, 1));
    }

    private void DescribeOptions(ICollection<PduField> fields)
    {
        var offset = Layout.Options;
        foreach (var option in Options)
        {
            fields.Add(PduField.Octets("Option", option, offset, option.WireLength));
            offset += option.WireLength;
        }

        if (offset < HeaderLength)
            fields.Add(PduField.Octets("Padding", $"{HeaderLength - offset} octets", offset, HeaderLength - offset));
    }

    private static DecodeError Check(ReadOnlySpan<byte> octets, Ipv4Address source, Ipv4Address destination)
    {
        if (octets.Length < MinHeaderLength)
            return new("TCP", DecodeFault.Truncated, octets.Length);
        if (HeaderLengthOf(octets) < MinHeaderLength)
            return new("TCP", DecodeFault.BadLength, Layout.DataOffsetAndReserved);
        if (HeaderLengthOf(octets) > octets.Length)
            return new("TCP", DecodeFault.Truncated, octets.Length);
        if (PseudoHeader.Checksum(source, destination, IpProtocol.Tcp, octets) != 0)
            return new("TCP", DecodeFault.BadChecksum, Layout.Checksum);
        return default;
    }

    private static int HeaderLengthOf(ReadOnlySpan<byte> octets) => (octets[Layout.DataOffsetAndReserved] >> 4) * 4;

    private static class Layout
    {
        public const int SourcePort = 0;
        public const int DestinationPort = 2;
        public const int Sequence = 4;
        public const int Acknowledgment = 8;
        public const int DataOffsetAndReserved = 12;
        public const int Flags = 13;
        public const int Window = 14;
        public const int Checksum = 16;
        public const int UrgentPointer = 18;
        public const int Options = MinHeaderLength;
    }
}
