using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Cuts packets that are larger than an MTU (RFC 791 §3.2, RFC 1812 §4.2.2.7).</summary>
internal static class Ipv4Fragmenter
{
    /// <summary>The least MTU: the largest header and 8 octets go through every link (RFC 791 §3.2).</summary>
    public const int MinMtu = 68;

    /// <summary>The packet's fragments in order, each at most <paramref name="mtu"/> octets long; the packet itself where it fits.</summary>
    /// <param name="packet">A packet, or a fragment, that may be fragmented.</param>
    /// <param name="mtu">The most octets of a packet on the link.</param>
    /// <exception cref="ArgumentException">The packet is too large and must not be fragmented: its source is to be told instead.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The MTU is below <see cref="MinMtu"/>.</exception>
    public static IReadOnlyList<Ipv4Packet> Fragment(Ipv4Packet packet, int mtu)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, MinMtu);
        if (packet.WireLength <= mtu)
            return [packet];
        if (packet.DontFragment)
            throw new ArgumentException("The packet must not be fragmented. Tell its source that fragmentation is needed.", nameof(packet));

        var payload = new PayloadOctets(packet);
        var fragments = new List<Ipv4Packet>();
        var laterOptions = Ipv4Options.CopiedOnly(packet.Options);
        for (var start = 0; start < payload.Length;)
        {
            var options = start == 0 ? packet.Options : laterOptions;
            var room = mtu - Ipv4Packet.MinHeaderLength - options.WireLength;
            var rest = payload.Length - start;
            var length = rest <= room ? rest : room & ~7;   // in units of 8 octets, but for the last
            fragments.Add(packet with
            {
                Payload = payload.Slice(start, length),
                Options = options,
                FragmentOffset = packet.FragmentOffset + start,
                // The last fragment of a fragment has more behind it where the fragment had.
                MoreFragments = length < rest || packet.MoreFragments,
            });
            start += length;
        }

        return fragments;
    }

    /// <summary>A packet's payload as octets, its checksum filled in. What is virtual at its end stays so.</summary>
    private readonly struct PayloadOctets
    {
        private readonly Payload _octets;
        private readonly int _zerosFrom;

        public PayloadOctets(Ipv4Packet packet)
        {
            if (packet.Payload is Payload payload)
            {
                _octets = payload;
                _zerosFrom = payload.Length;
                return;
            }

            var octets = new byte[packet.Payload.WireLength];
            packet.EncodePayload(octets);
            _octets = Payload.Wrap(octets);
            _zerosFrom = octets.Length - (packet.Find<Payload>() is { IsVirtual: true } zeros ? zeros.Length : 0);
        }

        public int Length => _octets.Length;

        public Payload Slice(int start, int length)
        {
            if (start >= _zerosFrom)
                return Payload.Zeros(length);
            var slice = _octets.Slice(start, length);
            // A slice would keep all the zeros in memory.
            return _zerosFrom < _octets.Length ? Payload.Copy(slice.ToMemory().Span) : slice;
        }
    }
}
