using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>The octets that arrived: those in order, for the application, and those behind a gap.</summary>
/// <remarks>
/// Callers offer only octets within the window, so what is kept is bounded by the buffer's size. It is a part of its connection: never copied.
/// </remarks>
internal struct ReceiveBuffer()
{
    private Payload? _first;          // in order: as a rule the only one, for it is read at once
    private Queue<Payload>? _others;  // in order behind the first; null before there was one
    private int _consumed;            // of the first
    private List<(SequenceNumber Sequence, Payload Octets)>? _outOfOrder; // by sequence, not overlapping; null before the first

    /// <summary>How many octets the application can read.</summary>
    public int Available { get; private set; }

    /// <summary>How many octets are kept behind a gap.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Takes octets that start at or after <paramref name="next"/>.</summary>
    /// <returns>How many octets are in order now that were not before.</returns>
    public int Insert(SequenceNumber next, SequenceNumber sequence, Payload octets)
    {
        if (sequence != next)
        {
            Keep(sequence, octets);
            return 0;
        }

        Deliver(octets);
        return octets.Length + (_outOfOrder is { Count: > 0 } kept ? DeliverKept(kept, next + octets.Length) : 0);
    }

    /// <summary>The first contiguous part of a range of numbers that is kept behind a gap already; it is empty where none is.</summary>
    public (SequenceNumber Left, SequenceNumber Right) FirstKept(SequenceNumber left, SequenceNumber right)
    {
        var (first, last) = (right, right);
        for (var i = IndexOf(left); i < OutOfOrderCount; i++)
        {
            var (sequence, octets) = _outOfOrder![i];
            var (from, to) = (SequenceNumber.Max(sequence, left), SequenceNumber.Min(sequence + octets.Length, right));
            if (from >= to || (first != right && from != last))
                break;
            if (first == right)
                first = from;
            last = to;
        }

        return (first, last);
    }

    /// <summary>Copies octets to the application.</summary>
    /// <returns>How many: as many as there are and fit.</returns>
    public int Read(Span<byte> destination)
    {
        var total = 0;
        while (destination.Length > 0 && _first is { } first)
        {
            var count = Math.Min(destination.Length, first.Length - _consumed);
            first.Slice(_consumed, count).CopyTo(destination);
            Available -= count;
            _consumed += count;
            if (_consumed == first.Length)
                DropFirst();
            destination = destination[count..];
            total += count;
        }

        return total;
    }

    /// <summary>Copies octets to the application, which will read them again.</summary>
    /// <returns>How many: as many as there are and fit.</returns>
    public int Peek(Span<byte> destination)
    {
        var total = 0;
        var skip = _consumed;
        foreach (var octets in InOrder())
        {
            var count = Math.Min(destination.Length - total, octets.Length - skip);
            octets.Slice(skip, count).CopyTo(destination[total..]);
            total += count;
            skip = 0;
            if (total == destination.Length)
                break;
        }

        return total;
    }

    /// <summary>Takes one octet out of those in order.</summary>
    /// <param name="offset">How many octets the application can read before it.</param>
    public byte Take(int offset)
    {
        Span<byte> octet = stackalloc byte[1];
        offset += _consumed;
        var before = InOrder().ToList();
        _first = null;
        _others?.Clear();
        foreach (var octets in before)
        {
            if (offset < 0 || offset >= octets.Length)
            {
                offset -= octets.Length;
                Add(octets);
                continue;
            }

            octets.Slice(offset, 1).CopyTo(octet);
            // Both parts stay in place, also where one is empty, so that what is consumed of the first keeps its meaning.
            Add(octets.Slice(0, offset));
            if (offset + 1 < octets.Length)
                Add(octets.Slice(offset + 1, octets.Length - offset - 1));
            offset = -1;
        }

        Available--;
        while (_first is not null && _first.Length == _consumed)
            DropFirst();
        return octet[0];
    }

    private IEnumerable<Payload> InOrder()
    {
        if (_first is null)
            yield break;
        yield return _first;
        foreach (var octets in _others ?? [])
            yield return octets;
    }

    private void Add(Payload octets)
    {
        if (_first is null)
            _first = octets;
        else
            AddBehind(octets);
    }

    private void AddBehind(Payload octets) => (_others ??= new()).Enqueue(octets);

    private void DropFirst()
    {
        _first = null;
        _consumed = 0;
        if (_others is { Count: > 0 })
            _first = _others.Dequeue();
    }

    private void Deliver(Payload octets)
    {
        if (octets.IsEmpty)
            return;
        Add(octets);
        Available += octets.Length;
    }

    /// <summary>Hands on what was kept and now follows.</summary>
    private int DeliverKept(List<(SequenceNumber Sequence, Payload Octets)> kept, SequenceNumber next)
    {
        var delivered = 0;
        var used = 0;
        foreach (var (sequence, octets) in kept)
        {
            if (sequence > next)
                break;
            used++;
            OutOfOrder -= octets.Length;
            var known = Math.Min(next - sequence, octets.Length);
            Deliver(octets.Slice(known, octets.Length - known));
            delivered += octets.Length - known;
            next += octets.Length - known;
        }

        kept.RemoveRange(0, used);
        return delivered;
    }

    /// <summary>Keeps the parts of the octets that are not kept yet.</summary>
    private void Keep(SequenceNumber sequence, Payload octets)
    {
        _outOfOrder ??= [];
        var index = IndexOf(sequence);
        while (!octets.IsEmpty && index < _outOfOrder.Count)
        {
            var (otherSequence, other) = _outOfOrder[index];
            var before = Math.Clamp(otherSequence - sequence, 0, octets.Length);
            if (before > 0)
                Insert(index++, sequence, octets.Slice(0, before));
            var covered = Math.Clamp(otherSequence + other.Length - sequence, 0, octets.Length);
            sequence += covered;
            octets = octets.Slice(covered, octets.Length - covered);
            index++;
        }

        if (!octets.IsEmpty)
            Insert(index, sequence, octets);
    }

    private readonly int OutOfOrderCount => _outOfOrder?.Count ?? 0;

    /// <summary>The index of the first part that is kept behind a gap and ends after a number, or the count where all are before it.</summary>
    private readonly int IndexOf(SequenceNumber number)
    {
        var (low, high) = (0, OutOfOrderCount);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var (sequence, octets) = _outOfOrder![middle];
            if (sequence + octets.Length <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Insert(int index, SequenceNumber sequence, Payload octets)
    {
        _outOfOrder!.Insert(index, (sequence, octets));
        OutOfOrder += octets.Length;
    }
}
