namespace NetSim.Tests.Packets;

/// <summary>An endless source of inputs for a decoder, the same ones for the same seed: random octets and damaged good ones.</summary>
internal sealed class DamagedOctets(DecoderUnderTest decoder, int seed)
{
    private const int MaxRandomLength = 120;
    private const int MaxInserted = 64;

    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[decoder.Corpus.Max(octets => octets.Length) + MaxInserted + MaxRandomLength];
    private int _length;

    private Span<byte> Current => _buffer.AsSpan(0, _length);

    /// <summary>The next input; it is overwritten by the one after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_random.Next(10) == 0)
        {
            _length = _random.Next(MaxRandomLength);
            _random.NextBytes(Current);
            return Current;
        }

        var good = decoder.Corpus[_random.Next(decoder.Corpus.Count)];
        _length = good.Length;
        good.CopyTo(_buffer, 0);
        for (var damages = _random.Next(4); damages >= 0; damages--)
            Damage();

        // Behind a checksum that is wrong nothing is read: most inputs get a right one.
        if (_random.Next(4) != 0)
            decoder.Repair?.Invoke(Current);
        return Current;
    }

    private void Damage()
    {
        switch (_random.Next(6))
        {
            case 0: FlipBit(_length); break;
            case 1: FlipBit(Math.Min(_length, 64)); break;   // headers are in front
            case 2: SetOctet(Math.Min(_length, 64)); break;
            case 3 when _random.Next(3) == 0: _length = _random.Next(_length + 1); break;
            case 4: Insert(_random.Next(1, MaxInserted / 4)); break;
            case 5: RepeatPart(); break;
        }
    }

    private void FlipBit(int within)
    {
        if (within > 0)
            Current[_random.Next(within)] ^= (byte)(1 << _random.Next(8));
    }

    // The values next to where a length or a signed number changes its meaning.
    private void SetOctet(int within)
    {
        ReadOnlySpan<byte> edges = [0, 1, 2, 0x3F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFE, 0xFF];
        if (within > 0)
            Current[_random.Next(within)] = edges[_random.Next(edges.Length)];
    }

    private void Insert(int count)
    {
        var start = _random.Next(_length + 1);
        var tail = _buffer.AsSpan(start, _length - start);
        tail.CopyTo(_buffer.AsSpan(start + count));
        if (_random.Next(2) == 0)
            _buffer.AsSpan(start, count).Clear();
        _length += count;
    }

    private void RepeatPart()
    {
        if (_length < 2) return;
        var length = _random.Next(1, Math.Min(_length, 16));
        var from = Current.Slice(_random.Next(_length - length + 1), length);
        from.CopyTo(Current[_random.Next(_length - length + 1)..]);
    }
}
