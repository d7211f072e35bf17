using System.Numerics;
using System.Runtime.CompilerServices;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Groups of routes by prefix: a binary trie without one-way branches (Morrison, "PATRICIA", Journal of the ACM 15(4), 1968).</summary>
/// <remarks>
/// The nodes are structs in one array, linked by index, so that a hundred thousand routes are one object to the garbage collector.
/// A node without a group is where two prefixes part; it has two children always, so that n prefixes need fewer than 2n nodes.
/// </remarks>
internal sealed class PrefixTrie
{
    private const int None = -1;

    private Node[] _nodes = new Node[4];
    private int _used;         // the nodes up to here are in use or in the free list
    private int _free = None;  // the first free node; the next is its first child
    private int _freeCount;
    private int _root = None;

    /// <summary>The number of prefixes.</summary>
    public int Count { get; private set; }

    /// <summary>The group of the longest prefix that contains the address, or null.</summary>
    public RouteGroup? Match(Ipv4Address address, out Ipv4Subnet prefix)
    {
        var best = Match(address);
        prefix = best == None ? default : _nodes[best].Subnet;
        return best == None ? null : _nodes[best].Group;
    }

    /// <summary>The group of the longest prefix that contains the address, or null.</summary>
    public RouteGroup? Find(Ipv4Address address) => Match(address) is var best and not None ? _nodes[best].Group : null;

    private int Match(Ipv4Address address)
    {
        var nodes = _nodes;
        var best = None;
        var index = _root;
        while (index != None)
        {
            ref var node = ref nodes[index];
            if (((address.Value ^ node.Prefix) & Mask(node.Length)) != 0)
                break;
            if (node.Group is not null)
                best = index;
            index = Child(ref node, address.Value);
        }

        return best;
    }

    /// <summary>The group of exactly this prefix, or null.</summary>
    public RouteGroup? Find(Ipv4Subnet prefix)
    {
        var index = _root;
        while (index != None && _nodes[index].Length < prefix.PrefixLength)
            index = Child(ref _nodes[index], prefix.Network.Value);
        return index != None && _nodes[index].Subnet == prefix ? _nodes[index].Group : null;
    }

    /// <summary>Sets the group of a prefix that may have none so far.</summary>
    public void Set(Ipv4Subnet prefix, RouteGroup group)
    {
        Reserve(2); // a leaf and a branch: the array does not move while references into it are held
        ref var held = ref Locate(prefix.Network.Value, prefix.PrefixLength).Group;
        if (held is null)
            Count++;
        held = group;
    }

    /// <summary>Removes a prefix, if it is there.</summary>
    public void Remove(Ipv4Subnet prefix)
    {
        var (index, parent, grandparent) = (_root, None, None);
        while (index != None && _nodes[index].Length < prefix.PrefixLength)
            (index, parent, grandparent) = (Child(ref _nodes[index], prefix.Network.Value), index, parent);
        if (index == None || _nodes[index].Subnet != prefix || _nodes[index].Group is null)
            return;

        _nodes[index].Group = null;
        Count--;
        Prune(index, parent);
        if (parent != None)
            Prune(parent, grandparent);
    }

    /// <summary>Every prefix and its group, in no useful order.</summary>
    public IEnumerable<(Ipv4Subnet Prefix, RouteGroup Group)> Entries()
    {
        for (var i = 0; i < _used; i++)
        {
            if (_nodes[i].Group is { } group)
                yield return (_nodes[i].Subnet, group);
        }
    }

    /// <summary>Makes room for so many more prefixes.</summary>
    public void EnsureRoom(int prefixes) => Reserve(2 * prefixes);

    private static uint Mask(int length) => (uint)(0xFFFF_FFFF_0000_0000 >> length);

    /// <summary>The link to the child on the address's side. (A /32 has no children, whichever side the shift by 32 gives.)</summary>
    /// <remarks>Indexed, as the processor would guess every other branch wrong.</remarks>
    private static ref int Child(ref Node node, uint address) => ref node.Children[(int)((address << node.Length) >> 31)];

    private ref Node Locate(uint prefix, int length)
    {
        ref var link = ref _root;
        while (link != None)
        {
            ref var node = ref _nodes[link];
            var common = Math.Min(Math.Min(node.Length, length), BitOperations.LeadingZeroCount(prefix ^ node.Prefix));
            if (common < node.Length)
                return ref InsertAbove(ref link, prefix, length, common);
            if (common == length)
                return ref node;
            link = ref Child(ref node, prefix);
        }

        link = Allocate(prefix, length);
        return ref _nodes[link];
    }

    /// <summary>Puts a new node in the place of a longer prefix: as its parent, or beside it under a branch.</summary>
    private ref Node InsertAbove(ref int link, uint prefix, int length, int common)
    {
        var below = link;
        var added = Allocate(prefix, length);
        if (common == length)
        {
            link = added;
        }
        else
        {
            link = Allocate(prefix & Mask(common), common);
            Child(ref _nodes[link], prefix) = added;
        }

        Child(ref _nodes[link], _nodes[below].Prefix) = below;
        return ref _nodes[added];
    }

    /// <summary>Takes a node out that holds nothing and is no branch either.</summary>
    private void Prune(int index, int parent)
    {
        ref var node = ref _nodes[index];
        if (node.Group is not null || (node.Children[0] != None && node.Children[1] != None))
            return;
        ref var link = ref (parent == None ? ref _root : ref Child(ref _nodes[parent], node.Prefix));
        link = node.Children[0] != None ? node.Children[0] : node.Children[1];
        node.Children[0] = _free;
        _free = index;
        _freeCount++;
    }

    private int Allocate(uint prefix, int length)
    {
        var index = _free;
        if (index == None)
        {
            index = _used++;
        }
        else
        {
            _free = _nodes[index].Children[0];
            _freeCount--;
        }

        _nodes[index] = new Node { Prefix = prefix, Length = (byte)length };
        _nodes[index].Children[0] = _nodes[index].Children[1] = None;
        return index;
    }

    private void Reserve(int nodes)
    {
        var needed = _used + nodes - _freeCount;
        if (needed > _nodes.Length)
            Array.Resize(ref _nodes, Math.Max(needed, 2 * _nodes.Length));
    }

    private struct Node
    {
        public RouteGroup? Group;
        public uint Prefix;
        public Pair Children;
        public byte Length;

        public readonly Ipv4Subnet Subnet => new(new Ipv4Address(Prefix), Length);
    }

    [InlineArray(2)]
    private struct Pair
    {
        private int _first;
    }
}
