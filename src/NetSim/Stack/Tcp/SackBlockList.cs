using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Which blocks a receiver tells of: those behind a gap, the latest first, and a duplicate before them (RFC 2018 §4, RFC 2883 §4).</summary>
internal sealed class SackBlockList
{
    private const int MaxBlocks = 4;

    private readonly SackBlock[] _blocks = new SackBlock[MaxBlocks + 1]; // room for the duplicate before them
    private int _count;
    private SackBlock? _duplicate;

    /// <summary>Whether there is anything to tell.</summary>
    public bool IsEmpty => _count == 0 && _duplicate is null;

    /// <summary>How many blocks behind gaps are remembered.</summary>
    public int Count => _count;

    /// <summary>How many blocks there are to tell, the duplicate included.</summary>
    public int CountToTell => _count + (_duplicate is null ? 0 : 1);

    /// <summary>Octets that are kept behind a gap.</summary>
    public void Add(SequenceNumber left, SequenceNumber right)
    {
        // What the octets touch becomes one block with them (RFC 2018 §4: a block is contiguous and isolated).
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var block = _blocks[i];
            if (block.Right < left || block.Left > right)
            {
                _blocks[kept++] = block;
                continue;
            }

            left = SequenceNumber.Min(left, block.Left);
            right = SequenceNumber.Max(right, block.Right);
        }

        _count = Math.Min(kept, MaxBlocks - 1);
        Array.Copy(_blocks, 0, _blocks, 1, _count);
        _blocks[0] = new SackBlock(left, right);
        _count++;
    }

    /// <summary>Octets came that had come before: the next acknowledgment tells of them first, once.</summary>
    public void AddDuplicate(SequenceNumber left, SequenceNumber right) => _duplicate ??= new SackBlock(left, right);

    /// <summary>Everything before a number has arrived.</summary>
    public void RemoveBefore(SequenceNumber next)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_blocks[i].Right > next)
                _blocks[kept++] = _blocks[i];
        }

        _count = kept;
    }

    /// <summary>What the next acknowledgment tells, at most so many blocks; the duplicate is told by it and forgotten.</summary>
    public ReadOnlySpan<SackBlock> Take(int limit)
    {
        if (_duplicate is not { } duplicate)
            return _blocks.AsSpan(0, Math.Min(_count, limit));
        _duplicate = null;
        Array.Copy(_blocks, 0, _blocks, 1, _count);
        _blocks[0] = duplicate;
        var told = new SackBlock[Math.Min(_count + 1, limit)];
        _blocks.AsSpan(0, told.Length).CopyTo(told);
        Array.Copy(_blocks, 1, _blocks, 0, _count);
        return told;
    }
}
