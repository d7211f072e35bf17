using System.Buffers.Binary;

namespace NetSim.Packets.Dns;

/// <summary>Reads a DNS message octet by octet; after the first error every read fails.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>The two bits that make a length a pointer (RFC 1035 §4.1.4).</summary>
    public const byte PointerBits = 0xC0;

    /// <summary>More pointers than a name can have labels are of no use to anybody but who wants to keep the reader busy.</summary>
    private const int MaxPointers = DnsName.MaxLength / 2;

    private readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; private set; }

    public DecodeError Error { get; private set; }

    public readonly int Remaining => _message.Length - Position;

    public bool Fail(DecodeFault fault, int offset)
    {
        Error = new("DNS", fault, offset);
        return false;
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (!TryTake(sizeof(ushort), out var octets))
            return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(octets);
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (!TryTake(sizeof(uint), out var octets))
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(octets);
        return true;
    }

    public bool TryTake(int count, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (count > Remaining)
            return Fail(DecodeFault.Truncated, _message.Length);
        octets = _message.Slice(Position, count);
        Position += count;
        return true;
    }

    /// <summary>Reads a name, through pointers (RFC 1035 §4.1.4).</summary>
    /// <remarks>Each pointer must lead to before the octets that were read last, so that no name can lead into itself.</remarks>
    public bool TryReadName(out DnsName name)
    {
        name = default;
        Span<byte> octets = stackalloc byte[DnsName.MaxLength];
        var length = 0;
        var position = Position;
        var earliest = Position; // where the labels that are being read began
        int? end = null;         // behind the first pointer
        for (var pointers = 0; ;)
        {
            if (position >= _message.Length)
                return Fail(DecodeFault.Truncated, _message.Length);
            var octet = _message[position];
            switch (octet & PointerBits)
            {
                case 0 when octet == 0:
                    octets[length++] = 0;
                    name = DnsName.FromOctets(octets[..length]);
                    Position = end ?? position + 1;
                    return true;

                case 0:
                    if (length + 1 + octet >= DnsName.MaxLength)
                        return Fail(DecodeFault.BadLength, position);
                    if (position + 1 + octet > _message.Length)
                        return Fail(DecodeFault.Truncated, _message.Length);
                    _message.Slice(position, 1 + octet).CopyTo(octets[length..]);
                    length += 1 + octet;
                    position += 1 + octet;
                    break;

                case PointerBits:
                    if (position + 2 > _message.Length)
                        return Fail(DecodeFault.Truncated, _message.Length);
                    var target = BinaryPrimitives.ReadUInt16BigEndian(_message[position..]) & 0x3FFF;
                    if (target >= earliest || target < DnsMessage.HeaderLength || ++pointers > MaxPointers)
                        return Fail(DecodeFault.BadPointer, position);
                    end ??= position + 2;
                    position = earliest = target;
                    break;

                default: // 01 and 10 are not in use (RFC 6891 §5)
                    return Fail(DecodeFault.BadValue, position);
            }
        }
    }
}
