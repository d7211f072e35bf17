using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>A host's routes, the longest prefix first (RFC 1122 §3.3.1.2).</summary>
internal sealed class RouteTable(DeviceTrace? trace)
{
    private readonly List<Route> _routes = [];

    public IReadOnlyList<Route> Routes => _routes;

    /// <summary>Adds a route, in place of one to the same destination by the same interface.</summary>
    public void Add(Route route)
    {
        Remove(route.Destination, route.Egress);
        var index = _routes.FindIndex(other => other.Destination.PrefixLength < route.Destination.PrefixLength);
        _routes.Insert(index < 0 ? _routes.Count : index, route);
        trace?.State(StateTable.Routes, route.Destination, route);
    }

    /// <summary>Removes every route of an interface.</summary>
    public void RemoveAll(Ipv4Interface egress)
    {
        foreach (var route in _routes.FindAll(route => route.Egress == egress))
            Remove(route.Destination, egress);
    }

    /// <summary>The route with the longest prefix that contains the destination, or null.</summary>
    public Route? Find(Ipv4Address destination)
    {
        foreach (var route in _routes)
        {
            if (route.Destination.Contains(destination))
                return route;
        }

        return null;
    }

    private void Remove(Ipv4Subnet destination, Ipv4Interface egress)
    {
        if (_routes.RemoveAll(route => route.Destination == destination && route.Egress == egress) > 0)
            trace?.State(StateTable.Routes, destination, null);
    }
}
