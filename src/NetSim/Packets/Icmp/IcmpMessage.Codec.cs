using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Icmp;

public sealed partial record IcmpMessage
{
    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        destination = destination[..WireLength];
        destination[Layout.Type] = (byte)Type;
        destination[Layout.Code] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Checksum..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[Layout.RestOfHeader..], RestOfHeader);
        Data.Encode(destination[Layout.Data..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Checksum..], InternetChecksum.Compute(destination));
    }

    /// <summary>Reads a message: all the octets that are given.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out IcmpMessage? message, out DecodeError error)
    {
        message = null;
        error = Check(octets);
        if (error != default)
            return false;

        message = new IcmpMessage(
            (IcmpType)octets[Layout.Type],
            octets[Layout.Code],
            BinaryPrimitives.ReadUInt32BigEndian(octets[Layout.RestOfHeader..]),
            Payload.Copy(octets[Layout.Data..]));
        return true;
    }

    private static DecodeError Check(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < HeaderLength)
            return new("ICMP", DecodeFault.Truncated, octets.Length);
        if (InternetChecksum.Compute(octets) != 0)
            return new("ICMP", DecodeFault.BadChecksum, Layout.Checksum);
        return default;
    }

    private static class Layout
    {
        public const int Type = 0;
        public const int Code = 1;
        public const int Checksum = 2;
        public const int RestOfHeader = 4;
        public const int Data = HeaderLength;
    }
}
