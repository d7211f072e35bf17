using NetSim.Kernel;
using NetSim.Packets.Ethernet;

namespace NetSim.Links.Impairments;

/// <summary>Wrong bits in frames.</summary>
internal static class BitErrors
{
    private const int FcsLength = 4; // IEEE 802.3-2022 §3.2.9; not part of a frame's wire length

    /// <summary>The probability that a frame with its FCS has a wrong bit: 1 − (1 − rate)ⁿ for n bits.</summary>
    /// <remarks>
    /// By doubling, with 1 − (1 − a)(1 − b) = a + b − ab: a rate far below 1 loses no digits, and every platform has the same result.
    /// </remarks>
    public static double Probability(double rate, int octets)
    {
        var probability = 0.0;
        for (var bits = (octets + FcsLength) * 8; bits > 0; bits >>= 1)
        {
            if ((bits & 1) != 0)
                probability += rate - (probability * rate);
            rate += rate - (rate * rate);
        }

        return probability;
    }

    /// <summary>The frame as it is read after one of its bits was flipped.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="random">Says which bit.</param>
    /// <param name="bit">Which bit: 0 is the first that is sent after the preamble in the order of the standard's figures, the most
    /// significant of octet 0.</param>
    public static EthernetFrame Flip(EthernetFrame frame, RandomStream random, out int bit)
    {
        var octets = frame.ToArray();
        bit = random.NextInt32(octets.Length * 8);
        octets[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return EthernetFrame.TryDecode(octets, out var flipped, out var error)
            ? flipped
            : throw new InvalidOperationException($"A frame's octets always are a frame, but: {error}.");
    }
}
