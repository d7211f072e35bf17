using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <content>The chunks of entries that buckets are made of, in pages, so that they grow without being copied and are used again at once.</content>
/// <remarks>A place is the number of an entry in all the pages. Each chunk leads to the next one of its bucket, or of the free ones.</remarks>
internal sealed partial class EventQueue
{
    private const int ChunkBits = 4;
    private const int ChunkLength = 1 << ChunkBits;
    private const int PageBits = 10;
    private const int PageLength = 1 << PageBits;
    private const int PageChunks = PageLength / ChunkLength;
    private const int None = -1;

    private Entry[][] _pages = [new Entry[PageLength]];
    private int[] _nextChunks = new int[PageChunks];
    private int _usedChunks;       // chunks that were ever used
    private int _freeChunk = None; // head of the list of free chunks

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry EntryAt(int place) => ref _pages[place >> PageBits][place & (PageLength - 1)];

    /// <summary>The entries of a chunk, or those of its beginning that are in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<Entry> Chunk(int chunk, int left)
    {
        var first = chunk << ChunkBits;
        return _pages[first >> PageBits].AsSpan(first & (PageLength - 1), Math.Min(left, ChunkLength));
    }

    /// <summary>Puts an entry into a new chunk of a bucket whose chunks are full, or which has none.</summary>
    private void PutIntoNewChunk(ref Bucket bucket, long time, int slot)
    {
        if (_freeChunk == None)
            MakeChunk();
        var chunk = _freeChunk;
        _freeChunk = _nextChunks[chunk];
        if (bucket.Last == None)
            bucket.FirstChunk = chunk;
        else
            _nextChunks[bucket.Last >> ChunkBits] = chunk;
        bucket.Last = chunk << ChunkBits;
        EntryAt(bucket.Last) = new Entry(time, slot);
    }

    private void MakeChunk()
    {
        var page = _usedChunks / PageChunks;
        if (page == _pages.Length)
        {
            Array.Resize(ref _pages, page * 2);
            Array.Resize(ref _nextChunks, page * 2 * PageChunks);
        }

        _pages[page] ??= new Entry[PageLength];
        FreeChunk(_usedChunks++);
    }

    /// <summary>Frees a chunk, and tells the one after it.</summary>
    private int FreeChunk(int chunk)
    {
        var next = _nextChunks[chunk];
        _nextChunks[chunk] = _freeChunk;
        _freeChunk = chunk;
        return next;
    }
}
