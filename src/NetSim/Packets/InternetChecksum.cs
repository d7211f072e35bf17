using System.Buffers.Binary;

namespace NetSim.Packets;

/// <summary>The Internet checksum: the ones' complement of the ones' complement sum of 16-bit words (RFC 1071).</summary>
public static class InternetChecksum
{
    /// <summary>Adds octets to a running sum. Only the last part of a sum may have an odd length.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> octets)
    {
        // RFC 1071 §2 (C): wider words may be summed, and folded at the end. Adding 32 bits at a time into 64 cannot overflow
        // below 2^32 words.
        while (octets.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(octets);
            octets = octets[4..];
        }

        if (octets.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
            octets = octets[2..];
        }

        return octets.IsEmpty ? sum : sum + ((uint)octets[0] << 8);
    }

    /// <summary>Folds a running sum to 16 bits and complements it: the value of the checksum field.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The checksum of octets whose checksum field is zero; 0 when they contain a right one.</summary>
    public static ushort Compute(ReadOnlySpan<byte> octets) => Finish(Add(0, octets));
}
