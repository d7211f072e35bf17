using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Ethernet;

public sealed partial record EthernetFrame
{
    private const ushort MinEtherType = 0x0600; // below it the field is a length (IEEE 802.3-2022 §3.2.6)

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        Destination.Write(destination[Layout.Destination..]);
        Source.Write(destination[Layout.Source..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.EtherType..], (ushort)EtherType);

        var rest = destination[Layout.Payload..WireLength];
        var contentLength = _content.WireLength;
        _content.Encode(rest[..contentLength]);
        rest[contentLength..].Clear();
    }

    /// <summary>Reads a frame without FCS. One that is shorter than the minimum is read as if its sender had padded it.</summary>
    /// <remarks>
    /// A frame does not say where its payload ends. IPv4 and ARP know their length, and zeros behind them that fill the frame
    /// to the minimum are dropped; any other payload keeps the padding that it came with.
    /// </remarks>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out EthernetFrame? frame, out DecodeError error)
    {
        frame = null;
        error = default;
        if (octets.Length < HeaderLength)
        {
            error = new("Ethernet", DecodeFault.Truncated, octets.Length);
            return false;
        }

        if (octets.Length < MinLength)
        {
            // Padded first, so that decoding and encoding again changes nothing: what the payload's decoder sees here is what it
            // will see then.
            Span<byte> padded = stackalloc byte[MinLength];
            octets.CopyTo(padded);
            padded[octets.Length..].Clear();
            frame = Read(padded);
        }
        else
        {
            frame = Read(octets);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Destination", Destination, Layout.Destination, MacAddress.WireLength));
        fields.Add(PduField.Octets("Source", Source, Layout.Source, MacAddress.WireLength));
        fields.Add((ushort)EtherType < MinEtherType
            ? PduField.Octets("Length", (ushort)EtherType, Layout.EtherType, 2)
            : PduField.Octets("EtherType", EtherTypeText(EtherType), Layout.EtherType, 2));

        var offset = Layout.Payload + Payload.WireLength;
        if (!Trailer.IsEmpty)
            fields.Add(PduField.Octets("Trailer", Trailer, offset, Trailer.WireLength));
        offset += Trailer.WireLength;
        if (offset < WireLength)
            fields.Add(PduField.Octets("Padding", $"{WireLength - offset} octets", offset, WireLength - offset));
    }

    private static EthernetFrame Read(ReadOnlySpan<byte> octets)
    {
        var etherType = (EtherType)BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.EtherType..]);
        var payload = PayloadDecoder.Decode(etherType, octets[Layout.Payload..]);
        var rest = octets[(Layout.Payload + payload.WireLength)..];
        // Only a frame of exactly the minimum length can have been padded, and Encode pads it again.
        var trailer = octets.Length == MinLength ? rest.TrimEnd((byte)0) : rest;
        return new EthernetFrame(
            MacAddress.Read(octets[Layout.Destination..]), MacAddress.Read(octets[Layout.Source..]), etherType, payload)
        {
            Trailer = Packets.Payload.Copy(trailer),
        };
    }

    private static string EtherTypeText(EtherType etherType) => etherType switch
    {
        EtherType.Ipv4 => "0x0800 (IPv4)",
        EtherType.Arp => "0x0806 (ARP)",
        _ => $"0x{(ushort)etherType:x4}",
    };

    private static class Layout
    {
        public const int Destination = 0;
        public const int Source = 6;
        public const int EtherType = 12;
        public const int Payload = HeaderLength;
    }
}
