using NetSim.Packets;

namespace NetSim.Stack.Tcp;

/// <summary>The octets that the application wrote and the peer has not acknowledged.</summary>
internal sealed class SendBuffer
{
    private const int LeastToRemove = 64; // chunks: removing them moves the rest, so it is done rarely

    private readonly List<Chunk> _chunks = [];
    private int _first;        // the first chunk that still has octets; those before it are acknowledged
    private long _start;       // the position of the first octet, counted from the first that was ever written
    private int _cursor;       // the chunk that was read last: segments are read in order

    public int Length { get; private set; }

    public void Append(Payload octets)
    {
        if (octets.IsEmpty)
            return;
        _chunks.Add(new Chunk(_start + Length, octets));
        Length += octets.Length;
    }

    /// <summary>Octets at a distance from the first; not copied where they come from one write.</summary>
    public Payload Read(int offset, int length)
    {
        _cursor = IndexOf(_start + offset);
        var chunk = _chunks[_cursor];
        var start = (int)(_start + offset - chunk.Start);
        if (start + length <= chunk.Octets.Length)
            return chunk.Octets.Slice(start, length);
        return IsVirtual(start, length) ? Payload.Zeros(length) : Gather(start, length);
    }

    /// <summary>The peer has acknowledged so many octets.</summary>
    public void Discard(int count)
    {
        Length -= count;
        _start += count;
        while (_first < _chunks.Count && _chunks[_first].End <= _start)
            _chunks[_first++] = default;
        if (_first == _chunks.Count || (_first > LeastToRemove && _first > _chunks.Count / 2))
        {
            _chunks.RemoveRange(0, _first);
            _cursor -= _first;
            _first = 0;
        }
    }

    private int IndexOf(long position)
    {
        for (var i = Math.Max(_cursor, _first); i <= _cursor + 1 && i < _chunks.Count; i++)
        {
            if (_chunks[i].Holds(position))
                return i;
        }

        var (low, high) = (_first, _chunks.Count - 1);
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

    private bool IsVirtual(int start, int length)
    {
        var remaining = length + start;
        for (var i = _cursor; remaining > 0; remaining -= _chunks[i++].Octets.Length)
        {
            if (!_chunks[i].Octets.IsVirtual)
                return false;
        }

        return true;
    }

    private Payload Gather(int start, int length)
    {
        var octets = new byte[length];
        var filled = 0;
        for (var i = _cursor; filled < length; i++, start = 0)
        {
            var chunk = _chunks[i].Octets;
            var part = chunk.Slice(start, Math.Min(chunk.Length - start, length - filled));
            part.CopyTo(octets.AsSpan(filled));
            filled += part.Length;
        }

        return Payload.Wrap(octets);
    }

    /// <summary>What one call wrote.</summary>
    private readonly record struct Chunk(long Start, Payload Octets)
    {
        public long End => Start + Octets.Length;

        public bool Holds(long position) => Start <= position && position < End;
    }
}
