using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>The answers of a host's neighbours by interface and address: a hash table whose places have a tag each, looked at sixteen at a time.</summary>
/// <remarks>
/// Every request on a link looks its sender up in each host there. The tags, an octet of the hash each, tell of most addresses that are not
/// here without a look at the answers, and where one that is here stands: of 200 hosts with 200 neighbours each the tags are 50 KB and the
/// answers 1 MB, which stay in the processor's second cache.
/// </remarks>
internal struct ArpAnswers()
{
    private const int GroupSize = 16;
    private const int GroupLimit = 14; // in use, on average: a search ends at a group with a free place
    private const byte Free = 0;
    private const byte Removed = 1; // a search goes on behind it
    private const byte Used = 0x80; // with seven bits of the hash

    private Vector128<byte>[] _tags = new Vector128<byte>[1];
    private ArpEntry[] _entries = []; // sixteen for each group, except that a single group's are made as they are needed
    private int[] _orders = [];       // of them, looked at where somebody asks for the order only
    private int _taken;               // tags that are not free

    public int Count { get; private set; }

    /// <summary>All of them with their places in the order in which they were first asked for, in no useful order.</summary>
    public readonly IEnumerable<(ArpEntry Entry, int Order)> All
    {
        get
        {
            var (tags, entries, orders) = (_tags, _entries, _orders);
            return Enumerable.Range(0, entries.Length)
                .Where(at => tags[at / GroupSize][at % GroupSize] >= Used)
                .Select(at => (entries[at], orders[at]));
        }
    }

    /// <summary>The answer, or a null reference. References last until something is added or removed.</summary>
    public readonly ref ArpEntry Find(int interfaceNumber, Ipv4Address address)
    {
        var at = IndexOf(interfaceNumber, address);
        return ref at < 0 ? ref Unsafe.NullRef<ArpEntry>() : ref _entries[at];
    }

    /// <summary>Adds an answer, in the place of one that may be there.</summary>
    public void Set(in ArpEntry entry, int order)
    {
        var at = IndexOf(entry.InterfaceNumber, entry.Address);
        if (at < 0)
            at = Take(entry.Address);
        _entries[at] = entry;
        _orders[at] = order;
    }

    public void Remove(int interfaceNumber, Ipv4Address address)
    {
        var at = IndexOf(interfaceNumber, address);
        if (at < 0)
            return;
        _entries[at] = default;
        Count--;
        // No search has gone on behind a group with a free place.
        var hasFree = HasFree(_tags[at / GroupSize]);
        Tag(at, hasFree ? Free : Removed);
        if (hasFree)
            _taken--;
    }

    /// <summary>Where the answer is, or -1.</summary>
    private readonly int IndexOf(int interfaceNumber, Ipv4Address address)
    {
        var hash = HashOf(address);
        var tag = Vector128.Create(TagOf(hash));
        for (var group = GroupOf(hash); ; group = Next(group))
        {
            var tags = _tags[group];
            for (var candidates = Vector128.Equals(tags, tag).ExtractMostSignificantBits(); candidates != 0; candidates &= candidates - 1)
            {
                var at = (group * GroupSize) + BitOperations.TrailingZeroCount(candidates);
                ref readonly var entry = ref _entries[at];
                if (entry.Address == address && entry.InterfaceNumber == interfaceNumber)
                    return at;
            }

            if (HasFree(tags))
                return -1;
        }
    }

    /// <summary>Takes a place for a new answer.</summary>
    private int Take(Ipv4Address address)
    {
        if (_taken >= GroupLimit * _tags.Length)
            Rebuild();
        var hash = HashOf(address);
        var group = GroupOf(hash);
        uint open;
        while ((open = ~_tags[group].ExtractMostSignificantBits() & 0xFFFF) == 0)
            group = Next(group);

        var at = (group * GroupSize) + BitOperations.TrailingZeroCount(open);
        if (at >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, 2 * _entries.Length));
            Array.Resize(ref _orders, _entries.Length);
        }

        if (_tags[group][at % GroupSize] == Free)
            _taken++;
        Tag(at, TagOf(hash));
        Count++;
        return at;
    }

    private void Rebuild()
    {
        var former = this;
        var groups = 2 * Count > GroupLimit * _tags.Length ? 2 * _tags.Length : _tags.Length;
        _tags = new Vector128<byte>[groups];
        _entries = new ArpEntry[groups * GroupSize];
        _orders = new int[groups * GroupSize];
        (_taken, Count) = (0, 0);
        foreach (var (entry, order) in former.All)
            Set(entry, order);
    }

    private readonly void Tag(int at, byte tag) => _tags[at / GroupSize] = _tags[at / GroupSize].WithElement(at % GroupSize, tag);

    private readonly int GroupOf(uint hash) => (int)(((ulong)hash * (uint)_tags.Length) >> 32);

    private readonly int Next(int group) => group + 1 < _tags.Length ? group + 1 : 0;

    private static bool HasFree(Vector128<byte> tags) => Vector128.EqualsAny(tags, Vector128<byte>.Zero);

    private static byte TagOf(uint hash) => (byte)(Used | (hash >> 8));

    // Without the interface: hosts have neighbours of one address at several of them as good as never.
    private static uint HashOf(Ipv4Address address) => (uint)address.HashTo(32);
}
