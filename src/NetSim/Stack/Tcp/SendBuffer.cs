using NetSim.Packets;

namespace NetSim.Stack.Tcp;

/// <summary>The octets that the application wrote and the peer has not acknowledged.</summary>
/// <remarks>A part of its connection: never copied.</remarks>
internal struct SendBuffer()
{
    private const int LeastToRemove = 64; // chunks: removing them moves the rest, so it is done rarely

    private Chunk[] _chunks = [];
    private int _count;
    private int _first;        // the first chunk that still has octets; those before it are acknowledged
    private long _start;       // the position of the first octet, counted from the first that was ever written
    private int _cursor;       // the chunk that was read last: segments are read in order
    private Payload _zeros = Payload.Empty; // those read last: of a bulk flow, nearly all that are read next

    public int Length { get; private set; }

    public void Append(Payload octets)
    {
        if (octets.IsEmpty)
            return;
        var end = _start + Length;
        var isVirtual = octets.IsVirtual;
        if (isVirtual && _first < _count && _chunks[_count - 1].Octets is null)
            _chunks[_count - 1].End += octets.Length;
        else
            Add(new Chunk { Start = end, End = end + octets.Length, Octets = isVirtual ? null : octets });
        Length += octets.Length;
    }

    /// <summary>Octets at a distance from the first; not copied where they come from one write, or are virtual.</summary>
    public Payload Read(int offset, int length)
    {
        var start = _start + offset;
        _cursor = IndexOf(start);
        ref readonly var chunk = ref _chunks[_cursor];
        if (start + length > chunk.End)
            return Gather(start, length);
        return chunk.Octets is { } octets ? octets.Slice((int)(start - chunk.Start), length) : Zeros(length);
    }

    /// <summary>The peer has acknowledged so many octets.</summary>
    public void Discard(int count)
    {
        if (count == 0)
            return; // a SYN or FIN alone
        Length -= count;
        _start += count;
        while (_first < _count && _chunks[_first].End <= _start)
            _chunks[_first++].Octets = null;
        if (_first == _count || (_first > LeastToRemove && _first > _count / 2))
        {
            Array.Copy(_chunks, _first, _chunks, 0, _count - _first);
            Array.Clear(_chunks, _count - _first, _first);
            _count -= _first;
            _cursor -= _first;
            _first = 0;
        }
    }

    private void Add(Chunk chunk)
    {
        if (_count == _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(2 * _count, 1)); // many connections write once
        _chunks[_count++] = chunk;
    }

    private int IndexOf(long position)
    {
        for (var i = Math.Max(_cursor, _first); i <= _cursor + 1 && i < _count; i++)
        {
            if (_chunks[i].Holds(position))
                return i;
        }

        var (low, high) = (_first, _count - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_chunks[middle].End <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private Payload Zeros(int length) => _zeros.Length == length ? _zeros : _zeros = Payload.Zeros(length);

    private Payload Gather(long start, int length)
    {
        var gathered = new byte[length];
        var filled = 0;
        for (var i = _cursor; filled < length; i++)
        {
            var chunk = _chunks[i];
            var from = start + filled;
            var count = (int)Math.Min(chunk.End - from, length - filled);
            chunk.Octets?.Slice((int)(from - chunk.Start), count).CopyTo(gathered.AsSpan(filled));
            filled += count;
        }

        return Payload.Wrap(gathered);
    }

    /// <summary>What one call wrote, or zeros that several calls wrote, which are virtual.</summary>
    private struct Chunk
    {
        public long Start;      // the position of the first octet
        public long End;        // the position behind the last
        public Payload? Octets; // null for zeros

        public readonly bool Holds(long position) => Start <= position && position < End;
    }
}
