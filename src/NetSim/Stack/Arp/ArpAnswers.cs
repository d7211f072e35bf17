using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>The answers of a host's neighbours by interface and address: a hash table of blocks, each of four successive addresses.</summary>
/// <remarks>
/// Every request on a link looks its sender up in each host there, so that the tables of all of them are what the processor's caches hold.
/// A word for each block says whose it is and which of its entries there are: it tells of an address that is not here, and the entry of one
/// that is holds nothing that the word does. Of 200 hosts with 200 neighbours each the words are 100 KB and the entries 800 KB. Neighbours
/// in number are neighbours in the table, as hosts that are started one after another send one after another.
/// </remarks>
internal struct ArpAnswers()
{
    private const int BlockSize = 4;
    private const ulong InUse = (1 << BlockSize) - 1; // the bits of the entries in a block's word

    private static readonly ulong[] NoBlock = new ulong[1];

    private ulong[] _blocks = NoBlock; // a word each, 0 for none: at most seven eighths of them are in use
    private ArpEntry[] _entries = [];
    private int[] _orders = [];        // apart, as only lists ask for the order
    private int _size = 1;             // the number of blocks
    private int _taken;                // blocks that have, or had, entries

    public int Count { get; private set; }

    /// <summary>All of them, in no useful order.</summary>
    public readonly IEnumerable<ArpAnswer> All
    {
        get
        {
            var (blocks, entries, orders) = (_blocks, _entries, _orders);
            return from at in Enumerable.Range(0, entries.Length)
                   let word = blocks[at / BlockSize]
                   where (word & (1UL << (at % BlockSize))) != 0
                   select new ArpAnswer((int)(word >> 34) - 1, new Ipv4Address((uint)(word >> 4 << 2) | (uint)(at % BlockSize)), entries[at], orders[at]);
        }
    }

    /// <summary>The entry, or a null reference. References last until something is added or removed.</summary>
    public readonly ref ArpEntry Find(int interfaceNumber, Ipv4Address address)
    {
        // Not indexed: the lengths that an index is checked against are in other lines of memory, which are read for nothing else.
        var block = BlockOf(interfaceNumber, address);
        return ref (WordAt(block) & BitOf(address)) == 0
            ? ref Unsafe.NullRef<ArpEntry>()
            : ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), IndexOf(block, address));
    }

    /// <summary>Adds an entry, in the place of one that may be there.</summary>
    public void Set(int interfaceNumber, Ipv4Address address, in ArpEntry entry, int order)
    {
        var block = BlockOf(interfaceNumber, address);
        if (_blocks[block] == 0)
        {
            if (8 * (_taken + 1) > 7 * _size)
            {
                Rebuild();
                block = BlockOf(interfaceNumber, address);
            }

            _blocks[block] = WordOf(interfaceNumber, address);
            _taken++;
        }

        if ((_blocks[block] & BitOf(address)) == 0)
            Count++;
        _blocks[block] |= BitOf(address);
        _entries[IndexOf(block, address)] = entry;
        _orders[IndexOf(block, address)] = order;
    }

    /// <summary>Removes an entry, if it is there; its block stays until there is room for no other.</summary>
    public void Remove(int interfaceNumber, Ipv4Address address)
    {
        ref var word = ref _blocks[BlockOf(interfaceNumber, address)];
        if ((word & BitOf(address)) == 0)
            return;
        word &= ~BitOf(address);
        Count--;
    }

    /// <summary>Where the block of an address is, or would be: open addressing with linear probing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // every request on a link comes by in each host there
    private readonly int BlockOf(int interfaceNumber, Ipv4Address address)
    {
        // Without the interface: hosts have neighbours of one address at several of them as good as never.
        var hash = (uint)new Ipv4Address(address.Value / BlockSize).HashTo(32);
        var block = (int)(((ulong)hash * (uint)_size) >> 32);
        var sought = WordOf(interfaceNumber, address);
        while (WordAt(block) is var word && (word & ~InUse) != sought && word != 0)
            block = block + 1 < _size ? block + 1 : 0;
        return block;
    }

    private readonly ref ulong WordAt(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_blocks), block);

    private void Rebuild()
    {
        var former = this;
        var inUse = _blocks.Count(word => (word & InUse) != 0);
        if (2 * (inUse + 1) > _size)
            _size *= 2;
        _blocks = new ulong[_size];
        _entries = new ArpEntry[_size * BlockSize];
        _orders = new int[_size * BlockSize];
        (_taken, Count) = (0, 0);
        foreach (var (interfaceNumber, address, entry, order) in former.All)
            Set(interfaceNumber, address, entry, order);
    }

    /// <summary>A block's word without its entries: 30 bits for the interface, so that it is not 0, 30 for the address and one for each entry.</summary>
    private static ulong WordOf(int interfaceNumber, Ipv4Address address) => ((ulong)(interfaceNumber + 1) << 34) | ((ulong)(address.Value / BlockSize) << 4);

    private static ulong BitOf(Ipv4Address address) => 1UL << (int)(address.Value % BlockSize);

    private static int IndexOf(int block, Ipv4Address address) => (block * BlockSize) + (int)(address.Value % BlockSize);
}
