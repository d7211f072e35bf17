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
    private const int FewWithinMicrosecond = 32; // of the two lowest levels: hardly anything is added to a run that short
    private const int FewEnoughToLookAt = 1024;  // whose slots fit into the processor's nearer caches

    private readonly Bucket[] _buckets = new Bucket[Levels * Digits];
    private readonly ulong[] _occupied = new ulong[Levels * Digits / 64]; // a bit for each bucket that holds something
    private uint _occupiedWords;                                          // and a bit for each of those words

    /// <summary>Puts an entry that is due after the instant reached into its bucket.</summary>
    private void Put(long time, int slot)
    {
        var shift = BitOperations.Log2((ulong)(time ^ _reached)) & -DigitBits;
        var index = (shift * (Digits / DigitBits)) | (byte)(time >> shift);
        ref var bucket = ref _buckets[index];
        if (bucket.Count == 0)
        {
            bucket.Count = 1;
            bucket.Last = None;
            bucket.FirstTime = time;
            bucket.FirstSlot = slot;
            bucket.Earliest = time;
            _occupied[index >> WordBits] |= 1UL << index;
            _occupiedWords |= 1U << (index >> WordBits);
            return;
        }

        PutBehind(ref bucket, time, slot);
    }

    /// <summary>Puts an entry into a bucket that holds something.</summary>
    private void PutBehind(ref Bucket bucket, long time, int slot)
    {
        bucket.Count++;
        bucket.Earliest = Math.Min(bucket.Earliest, time);
        var place = bucket.Last + 1;
        if (place % ChunkLength == 0)
        {
            PutIntoNewChunk(ref bucket, time, slot);
            return;
        }

        bucket.Last = place;
        EntryAt(place) = new Entry(time, slot);
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
            ref var bucket = ref _buckets[index];
            if (bucket.Earliest > end)
                return false;
            ReleaseFirst();
            _reached = bucket.Earliest;
            _opened = index;
            if (bucket.Count == 1)
            {
                bucket.Count = 0;
                _run[0] = bucket.First;
                _runEnd = 1;
                return true;
            }

            Open(ref bucket);
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

    /// <summary>Takes the first bucket from those that hold something, for the caller to empty it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReleaseFirst()
    {
        ref var word = ref _occupied[BitOperations.TrailingZeroCount(_occupiedWords)];
        word &= word - 1;
        if (word == 0)
            _occupiedWords &= _occupiedWords - 1;
    }

    /// <summary>Takes a bucket from those that hold something, for the caller to empty it.</summary>
    private ref Bucket Release(int index)
    {
        if ((_occupied[index >> WordBits] &= ~(1UL << index)) == 0)
            _occupiedWords &= ~(1U << (index >> WordBits));
        return ref _buckets[index];
    }

    /// <summary>Sorts a bucket's entries into the run if they are few, or else those of its first instant, and splits the others among finer buckets.</summary>
    private void Open(ref Bucket bucket)
    {
        if (bucket.Count <= (_opened < 2 * Digits ? FewWithinMicrosecond : Few))
        {
            Sort(ref bucket);
        }
        else
        {
            // Cancelled events are dropped on the way where there are few slots to look at, which are then at hand, all at once.
            Empty(ref bucket, isLookedAt: bucket.Count <= FewEnoughToLookAt);
        }
    }

    /// <summary>Has a bucket's entries in the run, which is empty, in order.</summary>
    private void Sort(ref Bucket bucket)
    {
        var run = _run.AsSpan(0, bucket.Count);
        bucket.Count = 0;
        Moves += run.Length;
        run[0] = bucket.First;
        var chunk = bucket.FirstChunk;
        for (var at = 1; at < run.Length; at += ChunkLength)
        {
            Chunk(chunk, run.Length - at).CopyTo(run[at..]);
            chunk = FreeChunk(chunk);
        }

        for (var at = 1; at < run.Length; at++)
            SortIn(run, at);
        _runEnd = run.Length;
        _reached = run[^1].Time;
    }

    /// <summary>Has each of a bucket's entries where it belongs at the instant reached.</summary>
    private void Empty(ref Bucket bucket, bool isLookedAt)
    {
        var left = bucket.Count - 1;
        var first = bucket.First;
        var chunk = bucket.FirstChunk;
        bucket.Count = 0; // from here on it may be filled again
        Moves += left + 1;
        Move(first, isLookedAt);
        for (; left > 0; left -= ChunkLength)
        {
            foreach (var entry in Chunk(chunk, left))
                Move(entry, isLookedAt);
            chunk = FreeChunk(chunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(Entry entry, bool isLookedAt)
    {
        if (isLookedAt && TryDrop(entry.Slot))
            return;
        if (entry.Time > _reached)
            Put(entry.Time, entry.Slot);
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

    /// <summary>What is due within a stretch of time. The first entry is at hand; further ones are in chunks.</summary>
    private struct Bucket
    {
        public long FirstTime;
        public int FirstSlot;
        public int FirstChunk;
        public long Earliest;
        public int Count;
        public int Last; // the place of the last of the others

        public readonly Entry First => new(FirstTime, FirstSlot);
    }
}
