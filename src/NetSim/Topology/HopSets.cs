using System.Runtime.InteropServices;

namespace NetSim.Topology;

/// <summary>Sets of first hops, each kept once and known by its number: sets are equal where their numbers are.</summary>
/// <remarks>Results are remembered by number, so that on a regular network almost every union is one look-up.</remarks>
internal sealed class HopSets
{
    /// <summary>Stands for the neighbour in the first hop to an own segment.</summary>
    public const int Direct = -1;

    private readonly List<PathHop[]> _sets = [];
    private readonly Dictionary<PathHop[], int> _numbers = new(new SameHops());
    private readonly Dictionary<(int, int), int> _unions = [];
    private readonly Dictionary<(int, int), int> _through = [];
    private readonly List<bool> _hasDirect = [];

    public PathHop[] this[int number] => _sets[number];

    public void Clear()
    {
        _sets.Clear();
        _hasDirect.Clear();
        _numbers.Clear();
        _unions.Clear();
        _through.Clear();
    }

    public int Of(params PathHop[] hops)
    {
        if (_numbers.TryGetValue(hops, out var number))
            return number;
        number = _sets.Count;
        _sets.Add(hops);
        _hasDirect.Add(Array.Exists(hops, hop => hop.Neighbour == Direct));
        _numbers.Add(hops, number);
        return number;
    }

    public int Union(int left, int right)
    {
        if (left == right)
            return left;
        var key = (Math.Min(left, right), Math.Max(left, right));
        ref var union = ref CollectionsMarshal.GetValueRefOrAddDefault(_unions, key, out var known);
        if (!known)
            union = Of(Sorted([.. _sets[left], .. _sets[right]]));
        return union;
    }

    /// <summary>The set behind a segment where it is left by a neighbour's attachment: the neighbour of each hop that had none yet.</summary>
    public int Through(int set, int attachment)
    {
        if (!_hasDirect[set])
            return set;
        ref var through = ref CollectionsMarshal.GetValueRefOrAddDefault(_through, (set, attachment), out var known);
        if (!known)
            through = Of(Sorted(Array.ConvertAll(_sets[set], hop => hop.Neighbour == Direct ? hop with { Neighbour = attachment } : hop)));
        return through;
    }

    private static PathHop[] Sorted(PathHop[] hops)
    {
        Array.Sort(hops, static (left, right) => (left.Egress, left.Neighbour).CompareTo((right.Egress, right.Neighbour)));
        var distinct = 0;
        foreach (var hop in hops)
        {
            if (distinct == 0 || hops[distinct - 1] != hop)
                hops[distinct++] = hop;
        }

        return distinct == hops.Length ? hops : hops[..distinct];
    }

    private sealed class SameHops : IEqualityComparer<PathHop[]>
    {
        public bool Equals(PathHop[]? x, PathHop[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(PathHop[] hops)
        {
            var hash = 0;
            foreach (var hop in hops)
                hash = (((hash * 31) + hop.Egress) * 31) + hop.Neighbour;
            return hash;
        }
    }
}
