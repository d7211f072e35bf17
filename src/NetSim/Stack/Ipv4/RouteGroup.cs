using System.Text;

namespace NetSim.Stack.Ipv4;

/// <summary>The equally good routes to a destination, and behind them those that are used when these are gone.</summary>
/// <remarks>
/// A group does not know its destination and never changes, so that all destinations that are reached the same way share one:
/// of a router's thousands of routes through a regular network, only a few differ in anything else.
/// </remarks>
internal sealed class RouteGroup
{
    private readonly NextHop[] _nextHops;
    private readonly NextHop _first; // here, too: where it is the only one, each packet is spared the array

    /// <summary>A group of one metric and origin.</summary>
    /// <param name="metric">What the way costs, at least 0.</param>
    /// <param name="origin">How the routes came into the table.</param>
    /// <param name="nextHops">The next hops, each once: at least one, and a blackhole only alone.</param>
    public RouteGroup(int metric, RouteOrigin origin, params ReadOnlySpan<NextHop> nextHops)
        : this(metric, origin, nextHops.IsEmpty ? throw new ArgumentException("A group of routes needs a next hop.", nameof(nextHops)) : nextHops.ToArray(), null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(metric);
        foreach (var hop in nextHops)
        {
            if (hop.Egress is null && (nextHops.Length > 1 || hop.Gateway is not null))
                throw new ArgumentException("A next hop without an interface is a blackhole: it has no gateway and stands alone.", nameof(nextHops));
        }
    }

    private RouteGroup(int metric, RouteOrigin origin, NextHop[] nextHops, RouteGroup? next)
    {
        Metric = metric;
        Origin = origin;
        _nextHops = nextHops;
        _first = nextHops[0];
        HasOneHop = nextHops.Length == 1;
        Next = next;
    }

    public int Metric { get; }

    public RouteOrigin Origin { get; }

    /// <summary>The next hops in the order in which they were added.</summary>
    public ReadOnlySpan<NextHop> NextHops => _nextHops;

    /// <summary>The routes that are next best, or null.</summary>
    public RouteGroup? Next { get; }

    public bool HasOneHop { get; }

    /// <summary>The first of the next hops.</summary>
    public ref readonly NextHop First => ref _first;

    public bool IsBlackhole => _first.Egress is null;

    /// <summary>Adds a group's next hops to those of a destination, where they take the place of the same ones with another metric.</summary>
    /// <remarks>Each origin has its own: a computed route does not undo a configured one.</remarks>
    /// <returns>The best group; <paramref name="best"/> itself where nothing changed.</returns>
    public static RouteGroup Add(RouteGroup? best, RouteGroup added)
    {
        if (best is null)
            return added;
        var groups = ToList(best);
        var at = groups.FindIndex(group => group.ComparePreference(added) == 0);
        var fresh = Array.FindAll(added._nextHops, hop => at < 0 || !groups[at]._nextHops.Contains(hop));
        if (fresh.Length == 0)
            return best;

        RemoveHops(groups, (group, hop) => group.Origin == added.Origin && fresh.Contains(hop));
        at = groups.FindIndex(group => group.ComparePreference(added) >= 0);
        if (at >= 0 && groups[at].ComparePreference(added) == 0)
            groups[at] = groups[at].WithHops([.. groups[at]._nextHops, .. fresh]);
        else
            groups.Insert(at < 0 ? groups.Count : at, added);
        return Chain(groups)!;
    }

    /// <summary>Puts a group in the place of all groups of its origin.</summary>
    public static RouteGroup Replace(RouteGroup best, RouteGroup group) =>
        Add(Remove(best, (other, _) => other.Origin == group.Origin), group);

    /// <summary>Removes next hops from those of a destination.</summary>
    /// <returns>The best group that remains, or null; <paramref name="best"/> itself where nothing changed.</returns>
    public static RouteGroup? Remove(RouteGroup best, Func<RouteGroup, NextHop, bool> match)
    {
        var groups = ToList(best);
        return RemoveHops(groups, match) ? Chain(groups) : best;
    }

    /// <summary>Whether two chains of groups hold the same routes in the same order.</summary>
    public static bool AreSame(RouteGroup? left, RouteGroup? right)
    {
        while (left is not null && right is not null && !ReferenceEquals(left, right))
        {
            if (left.ComparePreference(right) != 0 || !left._nextHops.AsSpan().SequenceEqual(right._nextHops))
                return false;
            left = left.Next;
            right = right.Next;
        }

        return ReferenceEquals(left, right);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var group = this; group is not null; group = group.Next)
        {
            text.Append(text.Length == 0 ? "" : "; ").AppendJoin(", ", group._nextHops);
            if (group.Metric > 0)
                text.Append(", metric ").Append(group.Metric);
        }

        return text.ToString();
    }

    /// <summary>Negative where this group is used before the other: by metric, then origin, and a way on before a blackhole.</summary>
    private int ComparePreference(RouteGroup other) =>
        (Metric, Origin, IsBlackhole).CompareTo((other.Metric, other.Origin, other.IsBlackhole));

    private RouteGroup WithHops(NextHop[] nextHops) => new(Metric, Origin, nextHops, Next);

    private static List<RouteGroup> ToList(RouteGroup? best)
    {
        var groups = new List<RouteGroup>();
        for (; best is not null; best = best.Next)
            groups.Add(best);
        return groups;
    }

    private static RouteGroup? Chain(List<RouteGroup> groups)
    {
        RouteGroup? best = null;
        for (var i = groups.Count - 1; i >= 0; i--)
            best = ReferenceEquals(groups[i].Next, best) ? groups[i] : new(groups[i].Metric, groups[i].Origin, groups[i]._nextHops, best);
        return best;
    }

    private static bool RemoveHops(List<RouteGroup> groups, Func<RouteGroup, NextHop, bool> match)
    {
        var changed = false;
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            var group = groups[i];
            var kept = Array.FindAll(group._nextHops, hop => !match(group, hop));
            changed |= kept.Length < group._nextHops.Length;
            if (kept.Length == 0)
                groups.RemoveAt(i);
            else if (kept.Length < group._nextHops.Length)
                groups[i] = group.WithHops(kept);
        }

        return changed;
    }
}
