using System.Buffers.Binary;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Answers to SYNs that are kept nowhere but in the answer: the peer's acknowledgment brings it back (RFC 4987 §3.6).</summary>
/// <remarks>
/// The initial sequence number is the peer's, which makes it grow from one connection to the next, plus: 5 bits of a clock that ticks
/// each 64 s, 3 bits for the segment size, and 24 bits of a keyed hash over these, both sockets and the peer's number. The other
/// options fit the lowest 6 bits of the answer's timestamp, where the peer sends timestamps: 4 bits for the shift of its windows, or
/// 15 for none, then one for SACK and one for ECN. A blind guess is believed once in 2²⁸ times: two ticks of 32 are, with one hash.
/// </remarks>
internal sealed class SynCookies(RandomStream random)
{
    /// <summary>A cookie is good until the tick after the next: 64 s to 128 s.</summary>
    public static readonly Duration Lifetime = Tick * 2;

    private static Duration Tick => 64.Seconds;

    private const int TickBits = 5;
    private const int TickShift = 27;
    private const int SizeShift = 24;
    private const uint HashMask = (1u << SizeShift) - 1;
    private const int OptionBits = 6;
    private const uint OptionMask = (1u << OptionBits) - 1;
    private const uint NoWindowScale = 0xF;
    private const uint SackBit = 1u << 4;
    private const uint EcnBit = 1u << 5;

    private readonly SipHash _hash = new(random);

    /// <summary>What a cookie can say of the segment size: the sizes that are seen most (Alcock and Nelson, 2011; FreeBSD's tcp_sc_msstab).</summary>
    public static ReadOnlySpan<ushort> SegmentSizes => [216, 536, 1_200, 1_360, 1_400, 1_440, 1_452, 1_460];

    /// <summary>The initial sequence number of an answer.</summary>
    /// <param name="local">This side.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="irs">The peer's initial sequence number.</param>
    /// <param name="mss">How much a segment to the peer may hold; the next less of <see cref="SegmentSizes"/> is kept.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null for a size less than all of them: segments would be larger than the peer takes (RFC 9293 §3.7.1, MUST-16).</returns>
    public SequenceNumber? Make(Ipv4EndPoint local, Ipv4EndPoint remote, SequenceNumber irs, int mss, SimTime now)
    {
        var size = SegmentSizes.Length - 1;
        while (size >= 0 && SegmentSizes[size] > mss)
            size--;
        return size < 0 ? null : Make(local, remote, irs, size, TicksAt(now));
    }

    /// <summary>The segment size that the cookie keeps, or null where the number is no cookie of this peer, or is too old.</summary>
    /// <param name="local">This side.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="irs">The peer's initial sequence number.</param>
    /// <param name="iss">This side's initial sequence number, as the peer says.</param>
    /// <param name="now">The time.</param>
    public ushort? Check(Ipv4EndPoint local, Ipv4EndPoint remote, SequenceNumber irs, SequenceNumber iss, SimTime now)
    {
        var cookie = iss.Value - irs.Value;
        var ticks = TicksAt(now);
        var age = (ticks - (cookie >> TickShift)) & ((1 << TickBits) - 1);
        var size = (int)(cookie >> SizeShift) & (SegmentSizes.Length - 1);
        return age <= 1 && Make(local, remote, irs, size, ticks - age) == iss ? SegmentSizes[size] : null;
    }

    /// <summary>The greatest timestamp, not after the clock's, whose lowest bits keep the options: so later ones never go back.</summary>
    public static uint KeepOptions(TcpHandshakeOptions options, uint clock)
    {
        var kept = (uint?)options.WindowScale ?? NoWindowScale;
        if (options.SackPermitted)
            kept |= SackBit;
        if (options.Ecn)
            kept |= EcnBit;
        var timestamp = (clock & ~OptionMask) | kept;
        return (int)(timestamp - clock) > 0 ? timestamp - OptionMask - 1 : timestamp;
    }

    /// <summary>The options that a timestamp keeps. A forged one lies about nobody but its sender.</summary>
    public static TcpHandshakeOptions RecallOptions(uint timestamp) => new()
    {
        WindowScale = (timestamp & NoWindowScale) is var shift && shift == NoWindowScale
            ? null
            : Math.Min((byte)shift, TcpHandshakeOptions.MaxWindowScale),
        SackPermitted = (timestamp & SackBit) != 0,
        Ecn = (timestamp & EcnBit) != 0,
    };

    private static long TicksAt(SimTime now) => now.Nanoseconds / Tick.Nanoseconds;

    private SequenceNumber Make(Ipv4EndPoint local, Ipv4EndPoint remote, SequenceNumber irs, int size, long ticks)
    {
        Span<byte> input = stackalloc byte[25];
        local.Write(input);
        remote.Write(input[6..]);
        BinaryPrimitives.WriteUInt32BigEndian(input[12..], irs.Value);
        BinaryPrimitives.WriteInt64BigEndian(input[16..], ticks);
        input[24] = (byte)size;

        var cookie = ((uint)ticks << TickShift) | ((uint)size << SizeShift) | ((uint)_hash.Of(input) & HashMask);
        return new SequenceNumber(irs.Value + cookie);
    }
}
