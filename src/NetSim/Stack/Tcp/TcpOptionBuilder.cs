using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Puts a header's options in the order of a <see cref="TcpOptionLayout"/>, aligned by no-operations as that system aligns them.</summary>
/// <remarks>The zeros that fill the last word, FreeBSD's and Windows' <c>eol</c>, are the codec's: they are not in the list.</remarks>
internal static class TcpOptionBuilder
{
    // Options without a value are all alike: one of each is enough.
    private static readonly TcpOption Nop = new NoOperationOption();
    private static readonly TcpOption SackPermitted = new SackPermittedOption();

    private const int AlignedTimestampsLength = 2 + TimestampsOption.Length;
    private const int AlignedSackHeaderLength = 4;

    /// <summary>The options of a SYN or SYN+ACK; what the system does not offer, or the peer did not, is null or false.</summary>
    public static PduList<TcpOption> BuildSyn(
        TcpOptions options, int mss, int? windowScale, bool sackPermitted, (uint Value, uint Echo)? timestamps)
    {
        var list = default(OptionWriter);
        list.Add(new MaximumSegmentSizeOption((ushort)mss));
        var stamp = timestamps is { } times ? new TimestampsOption(times.Value, times.Echo) : null;
        var scale = windowScale is { } shift ? new WindowScaleOption((byte)shift) : null;
        switch (options.OptionLayout)
        {
            case TcpOptionLayout.Rfc or TcpOptionLayout.Linux:
                AddLikeLinux(ref list, scale, sackPermitted, stamp);
                break;
            case TcpOptionLayout.FreeBsd:
                AddLikeFreeBsd(ref list, scale, sackPermitted, stamp);
                break;
            case TcpOptionLayout.Windows:
                AddLikeWindows(ref list, scale, sackPermitted, stamp);
                break;
            default:
                throw new UnreachableException();
        }

        return list.ToList();
    }

    /// <summary>
    /// The options of every other segment, which all layouts have alike (RFC 7323 appendix A): timestamps and SACK, each behind two
    /// no-operations. Blocks that do not fit are left out, the last ones first (RFC 2018 §3).
    /// </summary>
    public static PduList<TcpOption> BuildData(TimestampsOption? stamp, ReadOnlySpan<SackBlock> sacks)
    {
        if (stamp is null)
            return sacks.IsEmpty ? default : new PduList<TcpOption>([Nop, Nop, Sack(sacks, hasTimestamps: false)]);
        return sacks.IsEmpty
            ? new PduList<TcpOption>([Nop, Nop, stamp])
            : new PduList<TcpOption>([Nop, Nop, stamp, Nop, Nop, Sack(sacks, hasTimestamps: true)]);
    }

    /// <summary>The octets that <see cref="BuildData"/>'s options take in the header.</summary>
    public static int LengthOfData(bool hasTimestamps, int sacks) =>
        (hasTimestamps ? AlignedTimestampsLength : 0)
        + (sacks > 0 ? AlignedSackHeaderLength + (Math.Min(sacks, MaxSacks(hasTimestamps)) * SackBlock.WireLength) : 0);

    /// <summary>The shift that this side offers: the chosen one, or the least that the largest receive buffer needs (RFC 7323 §2.3).</summary>
    public static int WindowScale(TcpOptions options, TcpSettings settings)
    {
        if (options.WindowScale is { } chosen)
            return chosen;
        var buffer = settings.TunesReceiveBuffer ? Math.Max(options.MaxReceiveBufferSize, settings.ReceiveBufferSize) : settings.ReceiveBufferSize;
        var shift = 0;
        while (shift < TcpHandshakeOptions.MaxWindowScale && (long)ushort.MaxValue << shift < buffer)
            shift++;
        return shift;
    }

    /// <summary>How many blocks fit: 4, beside timestamps 3 (RFC 2018 §3).</summary>
    public static int MaxSacks(bool hasTimestamps) => hasTimestamps ? SackOption.MaxBlocks - 1 : SackOption.MaxBlocks;

    private static SackOption Sack(ReadOnlySpan<SackBlock> sacks, bool hasTimestamps) =>
        new(PduList.Create(sacks[..Math.Min(sacks.Length, MaxSacks(hasTimestamps))]));

    /// <summary>Each in whole words: SACK-permitted takes the place of the no-operations before the timestamps (tcp_options_write).</summary>
    private static void AddLikeLinux(ref OptionWriter list, WindowScaleOption? scale, bool sackPermitted, TimestampsOption? stamp)
    {
        if (stamp is null ? sackPermitted : !sackPermitted)
            list.AddTwoNops();
        if (sackPermitted)
            list.Add(SackPermitted);
        if (stamp is not null)
            list.Add(stamp);
        if (scale is not null)
            list.AddBehindNop(scale);
    }

    /// <summary>No-operations only where an option has to be aligned: timestamps are, SACK-permitted on an even octet is (tcp_addoptions).</summary>
    private static void AddLikeFreeBsd(ref OptionWriter list, WindowScaleOption? scale, bool sackPermitted, TimestampsOption? stamp)
    {
        if (scale is not null)
            list.AddBehindNop(scale);
        if (sackPermitted)
            list.Add(SackPermitted);
        if (stamp is null)
            return;
        if (!sackPermitted)
            list.AddTwoNops();
        list.Add(stamp);
    }

    /// <summary>FreeBSD's order, but SACK-permitted ends a word where no timestamps follow.</summary>
    private static void AddLikeWindows(ref OptionWriter list, WindowScaleOption? scale, bool sackPermitted, TimestampsOption? stamp)
    {
        if (scale is not null)
            list.AddBehindNop(scale);
        if (sackPermitted != stamp is not null)
            list.AddTwoNops();
        if (sackPermitted)
            list.Add(SackPermitted);
        if (stamp is not null)
            list.Add(stamp);
    }

    /// <summary>A list that grows on the stack, up to the eight options that a SYN has at most.</summary>
    private struct OptionWriter
    {
        private Room _room;
        private int _count;

        public void Add(TcpOption option) => _room[_count++] = option;

        public void AddBehindNop(TcpOption option)
        {
            Add(Nop);
            Add(option);
        }

        public void AddTwoNops()
        {
            Add(Nop);
            Add(Nop);
        }

        public readonly PduList<TcpOption> ToList() => PduList.Create(((ReadOnlySpan<TcpOption>)_room)[.._count]);

        [InlineArray(8)]
        private struct Room
        {
            private TcpOption _first;
        }
    }
}
