using System.Numerics;
using System.Runtime.CompilerServices;
using NetSim.Links;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Arp;

/// <summary>The answers of a host's neighbours by interface and address: open addressing with linear probing.</summary>
/// <remarks>
/// Every request on a link looks its sender up in each host there, so that the tables of all of them are what the processor's cache
/// holds: two thirds as large as those of a <see cref="Dictionary{TKey, TValue}"/>, and an answer is found in one place.
/// </remarks>
internal sealed class ArpAnswers
{
    private ArpEntry[] _slots = new ArpEntry[4]; // a power of two, at most three quarters of them in use

    public int Count { get; private set; }

    /// <summary>All of them, in no useful order.</summary>
    public IEnumerable<ArpEntry> All => _slots.Where(slot => slot.IsUsed);

    /// <summary>The answer, or a null reference. References last until something is added or removed.</summary>
    public ref ArpEntry Find(NetworkInterface egress, Ipv4Address address)
    {
        ref var slot = ref _slots[IndexOf(egress, address)];
        return ref slot.IsUsed ? ref slot : ref Unsafe.NullRef<ArpEntry>();
    }

    /// <summary>Adds an answer, in the place of one that may be there.</summary>
    public ref ArpEntry Set(in ArpEntry entry)
    {
        if (4 * (Count + 1) > 3 * _slots.Length)
            Grow();
        ref var slot = ref _slots[IndexOf(entry.Egress, entry.Address)];
        if (!slot.IsUsed)
            Count++;
        slot = entry;
        return ref slot;
    }

    public void Remove(NetworkInterface egress, Ipv4Address address)
    {
        var free = IndexOf(egress, address);
        if (!_slots[free].IsUsed)
            return;
        Count--;
        _slots[free] = default;

        // What was put off behind the place that is free now may belong there (Knuth, The Art of Computer Programming 3, §6.4, algorithm R).
        var mask = _slots.Length - 1;
        for (var at = (free + 1) & mask; _slots[at].IsUsed; at = (at + 1) & mask)
        {
            var home = HomeOf(_slots[at].Egress, _slots[at].Address);
            if (((at - home) & mask) < ((at - free) & mask))
                continue;
            _slots[free] = _slots[at];
            _slots[at] = default;
            free = at;
        }
    }

    /// <summary>Where the answer is, or would be.</summary>
    private int IndexOf(NetworkInterface egress, Ipv4Address address)
    {
        var slots = _slots;
        var at = HomeOf(egress, address);
        while (slots[at].IsUsed && (slots[at].Address != address || slots[at].Egress != egress))
            at = (at + 1) & (slots.Length - 1);
        return at;
    }

    // The interface's own address has each host keep a neighbour at another place; else tables of the same size would compete for the same
    // lines of a cache.
    private int HomeOf(NetworkInterface egress, Ipv4Address address) =>
        new Ipv4Address(address.Value ^ ((uint)egress.MacAddress.Value * 0x85EB_CA6BU)).HashTo(BitOperations.Log2((uint)_slots.Length));

    private void Grow()
    {
        var former = _slots;
        _slots = new ArpEntry[2 * former.Length];
        foreach (ref readonly var slot in former.AsSpan())
        {
            if (slot.IsUsed)
                _slots[IndexOf(slot.Egress, slot.Address)] = slot;
        }
    }
}
