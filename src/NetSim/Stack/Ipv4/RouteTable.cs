using System.Runtime.CompilerServices;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>A device's routes: the longest prefix wins, then the lowest metric (RFC 1122 §3.3.1.2, RFC 1812 §5.2.4.3).</summary>
/// <remarks>
/// A look-up of a random address among 100,000 random prefixes takes about 0.3 µs and allocates nothing. Routes that are equally good
/// form a group, of which a router picks one by flow (<see cref="FlowHash"/>) and a host takes the first.
/// </remarks>
internal sealed class RouteTable(DeviceTrace? trace)
{
    private const int FewDestinations = 16; // are those of a host, of which there may be a hundred thousand
    private const int FewCached = 4;
    private const int Cached = 256; // both are powers of two
    private const int CachedBits = 8;

    private readonly PrefixTrie _trie = new();

    // What was found for the destinations that were asked for last, since the last change; null before the first. A walk through a large
    // trie is a cache miss for each branch; this is one.
    private FoundRoutes[]? _found;

    /// <summary>The number of destinations that have routes.</summary>
    public int DestinationCount => _trie.Count;

    /// <summary>The best routes with the longest prefix that contains the destination, or null.</summary>
    /// <param name="destination">The packet's destination.</param>
    /// <param name="prefix">The prefix of the routes.</param>
    public RouteGroup? Match(Ipv4Address destination, out Ipv4Subnet prefix) => _trie.Match(destination, out prefix);

    /// <inheritdoc cref="Match(Ipv4Address, out Ipv4Subnet)"/>
    public RouteGroup? Match(Ipv4Address destination) => LookUp(destination).Group;

    /// <summary>The best routes with the longest prefix that contains the destination. They are good until the table changes or is asked again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // each packet of a router asks
    public ref readonly FoundRoutes LookUp(Ipv4Address destination)
    {
        if (_found is { } found)
        {
            ref var place = ref found[destination.HashTo(CachedBits) & (found.Length - 1)];
            if (place.Destination == destination && place.Group is not null)
                return ref place;
        }

        return ref LookUpInTrie(destination);
    }

    /// <summary>The first of the best routes, or null.</summary>
    public Route? Find(Ipv4Address destination) => Find(destination, flowHash: 0);

    /// <summary>The one of the best routes that a flow takes, or null.</summary>
    public Route? Find(Ipv4Address destination, uint flowHash)
    {
        if (_trie.Match(destination, out var prefix) is not { } group)
            return null;
        var hop = FlowHash.Pick(group.NextHops, flowHash);
        return new Route(prefix, hop.Gateway, hop.Egress, group.Metric, group.Origin);
    }

    /// <summary>The routes to exactly this destination, the best group first, or null.</summary>
    public RouteGroup? GroupOf(Ipv4Subnet destination) => _trie.Find(destination);

    /// <summary>Adds a route, in place of one of its origin to the same destination by the same gateway and interface.</summary>
    public void Add(Route route) => Add(route.Destination, new RouteGroup(route.Metric, route.Origin, route.NextHop));

    /// <summary>Adds equally good routes to a destination. Groups that are equal may be one object for all their destinations.</summary>
    public void Add(Ipv4Subnet destination, RouteGroup group)
    {
        var before = _trie.Find(destination);
        Change(destination, before, RouteGroup.Add(before, group));
    }

    /// <summary>Adds equally good routes to a destination, in place of all others of their origin.</summary>
    public void Replace(Ipv4Subnet destination, RouteGroup group)
    {
        var before = _trie.Find(destination);
        if (before is null || (before.Next is null && before.Origin == group.Origin))
            Change(destination, before, group);
        else
            Change(destination, before, RouteGroup.Replace(before, group));
    }

    /// <summary>Makes these the table's only routes of their origin. What stays as it was is not traced.</summary>
    /// <param name="origin">The origin of all the groups.</param>
    /// <param name="routes">For each destination, once, its routes.</param>
    public void ReplaceAll(RouteOrigin origin, IReadOnlyCollection<(Ipv4Subnet Destination, RouteGroup Group)> routes)
    {
        if (routes.Any(route => route.Group.Origin != origin))
            throw new ArgumentException($"Not all of the routes are {origin}.", nameof(routes));
        if (_trie.Count > 0)
        {
            var staying = routes.Select(route => route.Destination).ToHashSet();
            RemoveWhere((destination, group, _) => group.Origin == origin && !staying.Contains(destination));
        }

        _trie.EnsureRoom(routes.Count - _trie.Count);
        foreach (var (destination, group) in routes)
            Replace(destination, group);
    }

    /// <summary>Removes the routes to a destination by a gateway and interface, one for each origin; false where there are none.</summary>
    public bool Remove(Ipv4Subnet destination, Ipv4Address? gateway, Ipv4Interface? egress)
    {
        var before = _trie.Find(destination);
        return before is not null
            && Change(destination, before, RouteGroup.Remove(before, (_, hop) => hop == new NextHop(gateway, egress)));
    }

    /// <summary>Removes every route to exactly this destination.</summary>
    public void RemoveAll(Ipv4Subnet destination) => Change(destination, _trie.Find(destination), null);

    /// <summary>Removes every route of an interface.</summary>
    public void RemoveAll(Ipv4Interface egress) => RemoveWhere((_, _, hop) => hop.Egress == egress);

    /// <summary>Removes every route of an origin.</summary>
    public void RemoveAll(RouteOrigin origin) => RemoveWhere((_, group, _) => group.Origin == origin);

    /// <summary>Every route: the longest prefix first, then by address, then as they are preferred.</summary>
    public IReadOnlyList<Route> ToList()
    {
        var routes = new List<Route>(_trie.Count);
        foreach (var (destination, best) in Sort(_trie.Entries()))
        {
            for (var group = best; group is not null; group = group.Next)
            {
                foreach (var hop in group.NextHops)
                    routes.Add(new Route(destination, hop.Gateway, hop.Egress, group.Metric, group.Origin));
            }
        }

        return routes;
    }

    private static IEnumerable<(Ipv4Subnet Destination, RouteGroup Best)> Sort(IEnumerable<(Ipv4Subnet Destination, RouteGroup Best)> entries) =>
        entries.OrderByDescending(entry => entry.Destination.PrefixLength).ThenBy(entry => entry.Destination.Network);

    private void RemoveWhere(Func<Ipv4Subnet, RouteGroup, NextHop, bool> match)
    {
        var changes = new List<(Ipv4Subnet Destination, RouteGroup Before)>();
        foreach (var (destination, best) in _trie.Entries())
        {
            if (Matches(destination, best, match))
                changes.Add((destination, best));
        }

        foreach (var (destination, before) in Sort(changes))
            Change(destination, before, RouteGroup.Remove(before, (group, hop) => match(destination, group, hop)));
    }

    private static bool Matches(Ipv4Subnet destination, RouteGroup best, Func<Ipv4Subnet, RouteGroup, NextHop, bool> match)
    {
        for (var group = best; group is not null; group = group.Next)
        {
            foreach (var hop in group.NextHops)
            {
                if (match(destination, group, hop))
                    return true;
            }
        }

        return false;
    }

    private ref readonly FoundRoutes LookUpInTrie(Ipv4Address destination)
    {
        var found = _found ??= new FoundRoutes[_trie.Count > FewDestinations ? Cached : FewCached];
        ref var place = ref found[destination.HashTo(CachedBits) & (found.Length - 1)];
        place = new FoundRoutes(destination, _trie.Find(destination));
        return ref place;
    }

    private bool Change(Ipv4Subnet destination, RouteGroup? before, RouteGroup? after)
    {
        if (RouteGroup.AreSame(before, after))
            return false;
        if (after is null)
            _trie.Remove(destination);
        else
            _trie.Set(destination, after);
        _found = null; // it may tell of what was
        trace?.State(StateTable.Routes, destination, after);
        return true;
    }
}
