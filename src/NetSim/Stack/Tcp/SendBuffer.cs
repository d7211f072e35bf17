using NetSim.Packets;

namespace NetSim.Stack.Tcp;

/// <summary>The octets that the application wrote and the peer has not acknowledged.</summary>
internal sealed class SendBuffer
{
    private readonly List<Payload> _chunks = [];
    private int _first;        // the first chunk that still has octets; those before it are acknowledged
    private int _discarded;    // how many octets of that chunk are acknowledged

    // Segments are read in order, so the place of the last reading is where the next one starts.
    private int _cursorChunk;
    private int _cursorOffset; // of the cursor's chunk, from the start of the buffer

    public int Length { get; private set; }

    public void Append(Payload octets)
    {
        if (octets.IsEmpty)
            return;
        _chunks.Add(octets);
        Length += octets.Length;
    }

    /// <summary>Octets at a distance from the first; not copied where they come from one write.</summary>
    public Payload Read(int offset, int length)
    {
        Seek(offset);
        var start = offset - _cursorOffset;
        var chunk = _chunks[_cursorChunk];
        if (start + length <= chunk.Length)
            return chunk.Slice(start, length);
        return IsVirtual(start, length) ? Payload.Zeros(length) : Gather(start, length);
    }

    /// <summary>The peer has acknowledged so many octets.</summary>
    public void Discard(int count)
    {
        Length -= count;
        _discarded += count;
        while (_first < _chunks.Count && _discarded >= _chunks[_first].Length)
        {
            _discarded -= _chunks[_first].Length;
            _chunks[_first++] = Payload.Empty;
        }

        // Removing from the front moves the rest: done rarely enough to cost nothing on average.
        if (_first > 64 && _first > _chunks.Count / 2)
        {
            _chunks.RemoveRange(0, _first);
            _first = 0;
        }

        _cursorChunk = _first;
        _cursorOffset = -_discarded;
    }

    private void Seek(int offset)
    {
        if (offset < _cursorOffset || _cursorChunk < _first)
        {
            _cursorChunk = _first;
            _cursorOffset = -_discarded;
        }

        while (offset - _cursorOffset >= _chunks[_cursorChunk].Length)
            _cursorOffset += _chunks[_cursorChunk++].Length;
    }

    private bool IsVirtual(int start, int length)
    {
        var remaining = length + start;
        for (var i = _cursorChunk; remaining > 0; remaining -= _chunks[i++].Length)
        {
            if (!_chunks[i].IsVirtual)
                return false;
        }

        return true;
    }

    private Payload Gather(int start, int length)
    {
        var octets = new byte[length];
        var filled = 0;
        for (var i = _cursorChunk; filled < length; i++, start = 0)
        {
            var part = _chunks[i].Slice(start, Math.Min(_chunks[i].Length - start, length - filled));
            part.CopyTo(octets.AsSpan(filled));
            filled += part.Length;
        }

        return Payload.Wrap(octets);
    }
}
