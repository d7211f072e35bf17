using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <content>The buckets: what is due later than the run.</content>
/// <remarks>
/// A time is eight digits of eight bits. An entry is in the bucket of the first digit in which its time differs from the instant
/// reached, and of that digit's value. So every bucket of a lower level is due before every one of a higher, and the buckets of one
/// level in the order of their digits; and this stays so as the instant reached moves on to the first bucket, which is empty then.
/// </remarks>
internal sealed partial class EventQueue
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private const int Levels = 64 / DigitBits;
    private const int WordBits = 6;
    private const int Few = 16;                  // are sorted, not split
    private const int FewEnoughToLookAt = 1024;  // whose slots fit into the processor's nearer caches

    private readonly Bucket[] _buckets = new Bucket[Levels * Digits];
    private readonly ulong[] _occupied = new ulong[Levels * Digits / 64]; // a bit for each bucket that holds something
    private uint _occupiedWords;                                          // and a bit for each of those words

    /// <summary>Puts an entry that is due after the instant reached into its bucket.</summary>
    private void Put(Entry entry)
    {
        var shift = BitOperations.Log2((ulong)(entry.Time ^ _reached)) & -DigitBits;
        var index = (shift * (Digits / DigitBits)) | (byte)(entry.Time >> shift);
        ref var bucket = ref _buckets[index];
        if (bucket.Count == 0)
        {
            bucket.Count = 1;
            bucket.First = entry;
            bucket.Earliest = entry.Time;
            _occupied[index >> WordBits] |= 1UL << index;
            _occupiedWords |= 1U << (index >> WordBits);
            return;
        }

        PutBehind(ref bucket, entry);
    }

    /// <summary>Puts an entry into a bucket that holds something.</summary>
    private void PutBehind(ref Bucket bucket, Entry entry)
    {
        var others = bucket.Count++ - 1; // besides the first
        bucket.Earliest = Math.Min(bucket.Earliest, entry.Time);
        var at = others & (ChunkLength - 1);
        if (at == 0)
            AddChunk(ref bucket, isFirst: others == 0);
        ChunkAt(bucket.LastChunk).Entries[at] = entry;
    }

    /// <summary>Has the next events in the run, if any is due until <paramref name="end"/>.</summary>
    private bool Advance(long end)
    {
        _runStart = _runEnd = 0;
        do
        {
            if (_occupiedWords == 0)
                return false;
            var index = FirstBucket();
            if (_buckets[index].Earliest > end)
                return false;
            _openedLevel = index >> DigitBits;
            Open(ref Release(index));
        }
        while (!HasRun);
        return true;
    }

    private int LevelOf(long time) => BitOperations.Log2((ulong)(time ^ _reached)) / DigitBits;

    private int FirstBucket()
    {
        var word = BitOperations.TrailingZeroCount(_occupiedWords);
        return (word << WordBits) + BitOperations.TrailingZeroCount(_occupied[word]);
    }

    /// <summary>Takes a bucket from those that hold something, for the caller to empty it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Bucket Release(int index)
    {
        if ((_occupied[index >> WordBits] &= ~(1UL << index)) == 0)
            _occupiedWords &= ~(1U << (index >> WordBits));
        return ref _buckets[index];
    }

    /// <summary>Sorts a bucket's entries into the run if they are few, or else those of its first instant, and splits the others among finer buckets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Open(ref Bucket bucket)
    {
        _reached = bucket.Earliest;
        if (bucket.Count != 1)
        {
            OpenSeveral(ref bucket);
            return;
        }

        bucket.Count = 0;
        _run[_runEnd++] = bucket.First;
    }

    private void OpenSeveral(ref Bucket bucket)
    {
        if (bucket.Count <= Few)
        {
            _reached = long.MaxValue;
            Empty(ref bucket, isLookedAt: false);
            _reached = _run[_runEnd - 1].Time;
        }
        else
        {
            // Cancelled events are dropped on the way where there are few slots to look at, which are then at hand, all at once.
            Empty(ref bucket, isLookedAt: bucket.Count <= FewEnoughToLookAt);
        }
    }

    /// <summary>Has each of a bucket's entries where it belongs at the instant reached.</summary>
    private void Empty(ref Bucket bucket, bool isLookedAt)
    {
        var left = bucket.Count - 1;
        var chunk = left > 0 ? ChunkAt(bucket.LastChunk).Next : -1;
        var first = bucket.First;
        bucket.Count = 0; // from here on it may be filled again
        Moves += left + 1;
        Move(first, isLookedAt);
        for (; left > 0; left -= ChunkLength)
        {
            ref var from = ref ChunkAt(chunk);
            var length = Math.Min(left, ChunkLength);
            for (var i = 0; i < length; i++)
                Move(from.Entries[i], isLookedAt);
            chunk = FreeChunk(chunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(Entry entry, bool isLookedAt)
    {
        if (isLookedAt && TryDrop(entry.Slot))
            return;
        if (entry.Time > _reached)
            Put(entry);
        else
            Insert(entry);
    }

    private void CompactBuckets()
    {
        for (var index = 0; index < _buckets.Length; index++)
        {
            if (_buckets[index].Count > 0)
                Empty(ref Release(index), isLookedAt: true);
        }
    }

    /// <summary>What is due within a stretch of time. The first entry is at hand; further ones are in chunks, a ring by way of the last.</summary>
    private struct Bucket
    {
        public Entry First;
        public long Earliest;
        public int Count;
        public int LastChunk;
    }
}
