using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <content>The chunks that buckets are made of: pages of them, so that they grow without being copied and are used again at once.</content>
internal sealed partial class EventQueue
{
    private const int ChunkLength = 8;
    private const int ChunkPageBits = 7;
    private const int ChunkPageLength = 1 << ChunkPageBits;

    private Chunk[][] _chunkPages = [new Chunk[ChunkPageLength]];
    private int _usedChunks;
    private int _freeChunk = -1;   // head of the list of free chunks

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Chunk ChunkAt(int chunk) => ref _chunkPages[chunk >> ChunkPageBits][chunk & (ChunkPageLength - 1)];

    /// <summary>Adds a chunk to a bucket whose chunks are full, or which has none.</summary>
    private void AddChunk(ref Bucket bucket, bool isFirst)
    {
        var added = _freeChunk >= 0 ? _freeChunk : NewChunk();
        ref var chunk = ref ChunkAt(added);
        _freeChunk = chunk.Next;
        if (isFirst)
        {
            chunk.Next = added;
        }
        else
        {
            ref var last = ref ChunkAt(bucket.LastChunk);
            chunk.Next = last.Next;
            last.Next = added;
        }

        bucket.LastChunk = added;
    }

    private int NewChunk()
    {
        var page = _usedChunks >> ChunkPageBits;
        if (page == _chunkPages.Length)
            Array.Resize(ref _chunkPages, page * 2);
        _chunkPages[page] ??= new Chunk[ChunkPageLength];
        ChunkAt(_usedChunks).Next = -1;
        return _usedChunks++;
    }

    /// <summary>Frees a chunk, and tells the one after it.</summary>
    private int FreeChunk(int index)
    {
        ref var chunk = ref ChunkAt(index);
        var next = chunk.Next;
        chunk.Next = _freeChunk;
        _freeChunk = index;
        return next;
    }

    private struct Chunk
    {
        public Entries Entries;
        public int Next;
    }

    [InlineArray(ChunkLength)]
    private struct Entries
    {
        private Entry _first;
    }
}
