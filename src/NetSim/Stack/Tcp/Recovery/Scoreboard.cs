using System.Runtime.CompilerServices;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Stack.Tcp.Recovery;

/// <summary>The segments that are sent and not acknowledged, in order, and what is known of each (RFC 6675 §3).</summary>
/// <remarks>
/// A ring of values: sending and acknowledging allocate nothing. The counts are kept as they change, so that "pipe" costs nothing. It is a part
/// of its connection, which looks at it for each segment: never copied, only passed by reference.
/// </remarks>
internal struct Scoreboard()
{
    private const int LeastLength = 2;   // as much as a question takes
    private const int SecondLength = 8;  // as much as an answer takes

    private SentSegment[] _ring = []; // a power of two, or none
    private int _head;
    private int _firstUnsacked; // no segment before this index is without a selective acknowledgment
    private int _firstToResend; // no segment before this index is to be sent again

    public int Count { get; private set; }

    /// <summary>The numbers that all of them take.</summary>
    public int Octets { get; private set; }

    public int SackedOctets { get; private set; }

    public int LostOctets { get; private set; }

    /// <summary>What was sent again, and is in flight as far as is known.</summary>
    public int ResentOctets { get; private set; }

    public int SackedSegments { get; private set; }

    public int LostSegments { get; private set; }

    public int ResentSegments { get; private set; }

    /// <summary>No segment from here on is in flight again: they were sent in order. It counts only while some are.</summary>
    public SequenceNumber ResentEnd { get; private set; }

    /// <summary>How many are lost and were not sent again since.</summary>
    public int SegmentsToResend { get; private set; }

    /// <summary>What is believed to be in the network: "pipe" (RFC 6675 §4).</summary>
    public readonly int Pipe
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked six times for each segment
        get => Octets - SackedOctets - LostOctets + ResentOctets;
    }

    public readonly ref SentSegment this[int index] => ref _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>A segment of so many numbers is sent for the first time.</summary>
    /// <param name="sequence">Its first number.</param>
    /// <param name="length">The numbers that it takes.</param>
    /// <param name="status">What is known of it.</param>
    /// <param name="delivery">When it is sent, and what has been delivered.</param>
    /// <param name="hasFollowers">Whether it leaves octets that others will take.</param>
    public void Add(SequenceNumber sequence, int length, SegmentStatus status, in SegmentDelivery delivery, bool hasFollowers)
    {
        if (Count == _ring.Length)
            Grow(hasFollowers ? SecondLength : LeastLength);
        ref var segment = ref this[Count++];
        segment.Sequence = sequence;
        segment.Length = length;
        segment.Status = status;
        segment.Delivery = delivery;
        Octets += length;
    }

    /// <summary>The first segment is acknowledged as a whole and forgotten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RemoveFirst()
    {
        ref var first = ref this[0];
        if (first.Status != SegmentStatus.None)
            Account(first, -1);
        Octets -= first.Length;
        first.Event = null;
        _head++;
        Count--;
        _firstUnsacked = Math.Max(_firstUnsacked - 1, 0);
        _firstToResend = Math.Max(_firstToResend - 1, 0);
    }

    /// <summary>A part of the first segment is acknowledged.</summary>
    public void TrimFirst(int octets)
    {
        ref var first = ref this[0];
        Account(first, -1);
        first.Sequence += octets;
        first.Length -= octets;
        Octets -= octets;
        Account(first, 1);
    }

    /// <summary>The index of the segment that holds a number, or the count where all are before it.</summary>
    public readonly int IndexOf(SequenceNumber number)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (this[middle].End <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Cuts a segment in two, for what is known of it differs, or the path carries less.</summary>
    public void Split(int index, int length)
    {
        if (Count == _ring.Length)
            Grow(SecondLength);
        for (var i = Count++; i > index + 1; i--)
            this[i] = this[i - 1];
        ref var first = ref this[index];
        ref var second = ref this[index + 1];
        Account(first, -1);
        second = first;
        second.Sequence = first.Sequence + length;
        second.Length = first.Length - length;
        first.Length = length;
        first.Status &= ~(SegmentStatus.Fin | SegmentStatus.Pushed);
        Account(first, 1);
        Account(second, 1);
        _firstUnsacked = Math.Min(_firstUnsacked, index);
        _firstToResend = Math.Min(_firstToResend, index);
    }

    /// <summary>Joins a segment with the one after it.</summary>
    public void Join(int index)
    {
        ref var first = ref this[index];
        ref var second = ref this[index + 1];
        Account(first, -1);
        Account(second, -1);
        first.Length += second.Length;
        first.Status |= second.Status & ~SegmentStatus.ApplicationLimited; // which belongs to what is kept of the delivery: the first one's
        Account(first, 1);
        for (var i = index + 1; i < Count - 1; i++)
            this[i] = this[i + 1];
        this[--Count] = default;
        _firstUnsacked = Math.Min(_firstUnsacked, index);
        _firstToResend = Math.Min(_firstToResend, index);
    }

    public void MarkSacked(int index) => Change(index, SegmentStatus.Sacked, SegmentStatus.Lost | SegmentStatus.InFlightAgain);

    /// <summary>The segment, as it was sent last, is held for lost.</summary>
    public void MarkLost(int index)
    {
        Change(index, SegmentStatus.Lost, SegmentStatus.InFlightAgain | SegmentStatus.Sacked);
        _firstUnsacked = Math.Min(_firstUnsacked, index);
        _firstToResend = Math.Min(_firstToResend, index);
    }

    /// <summary>The segment was not lost after all.</summary>
    public void MarkInFlight(int index) =>
        Change(index, SegmentStatus.None, SegmentStatus.Lost | SegmentStatus.InFlightAgain);

    /// <summary>The segment is sent again.</summary>
    public void MarkResent(int index)
    {
        Change(index, SegmentStatus.InFlightAgain | SegmentStatus.SentAgain, SegmentStatus.None);
        var end = this[index].End;
        ResentEnd = ResentSegments == 1 ? end : SequenceNumber.Max(ResentEnd, end);
    }

    /// <summary>The index of the first segment that is lost and was not sent again since, or -1.</summary>
    public int FirstToResend()
    {
        if (SegmentsToResend == 0)
            return -1;
        while (!IsToResend(this[_firstToResend]))
            _firstToResend++;
        return _firstToResend;
    }

    /// <summary>The index of the first segment that is not selectively acknowledged, or the count.</summary>
    public int FirstUnsacked()
    {
        while (_firstUnsacked < Count && this[_firstUnsacked].Has(SegmentStatus.Sacked))
            _firstUnsacked++;
        return _firstUnsacked;
    }

    public void Clear()
    {
        while (Count > 0)
            RemoveFirst();
    }

    private void Change(int index, SegmentStatus set, SegmentStatus clear)
    {
        ref var segment = ref this[index];
        Account(segment, -1);
        segment.Status = (segment.Status & ~clear) | set;
        Account(segment, 1);
    }

    private void Account(in SentSegment segment, int sign)
    {
        if (segment.Has(SegmentStatus.Sacked))
        {
            SackedOctets += sign * segment.Length;
            SackedSegments += sign;
        }

        if (segment.Has(SegmentStatus.Lost))
        {
            LostOctets += sign * segment.Length;
            LostSegments += sign;
        }

        if (segment.Has(SegmentStatus.InFlightAgain))
        {
            ResentOctets += sign * segment.Length;
            ResentSegments += sign;
        }

        if (IsToResend(segment))
            SegmentsToResend += sign;
    }

    private static bool IsToResend(in SentSegment segment) =>
        (segment.Status & (SegmentStatus.Lost | SegmentStatus.InFlightAgain)) == SegmentStatus.Lost;

    private void Grow(int firstLength)
    {
        var larger = new SentSegment[_ring.Length == 0 ? firstLength : Math.Max(_ring.Length * 2, SecondLength)];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
