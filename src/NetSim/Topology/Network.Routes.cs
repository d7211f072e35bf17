using NetSim.Devices;
using NetSim.Links;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;

namespace NetSim.Topology;

/// <content>Routes by shortest paths, as a link-state protocol that has come to rest would have found them.</content>
public sealed partial class Network
{
    /// <summary>
    /// Fills every router's table with the shortest paths over the cables that are plugged in now; equally short ones are used side by
    /// side. A path's cost is the sum of the <see cref="LinkOptions.Cost"/> of the interfaces that packets leave by.
    /// </summary>
    /// <remarks>Call it again when the topology has changed: it replaces what it computed before. Static routes of the same cost or less stay in use.</remarks>
    public void ComputeRoutes()
    {
        var graph = new RoutingGraph();
        var routers = _devices.Values.OfType<Router>().ToList();
        var interfaces = AttachRouters(graph, routers);
        var paths = new ShortestPaths(graph);
        for (var number = 0; number < routers.Count; number++)
            routers[number].Stack.Ipv4.Routes.ReplaceAll(RouteOrigin.Computed, RoutesOf(graph, paths.From(number), interfaces));
    }

    /// <summary>Puts the routers into the graph: a segment for each subnet on each link layer network.</summary>
    /// <returns>The interface and its address of each attachment, by number.</returns>
    private List<(Ipv4Interface Interface, Ipv4Address Address)> AttachRouters(RoutingGraph graph, List<Router> routers)
    {
        var interfaces = new List<(Ipv4Interface, Ipv4Address)>();
        var linkLayers = new LinkLayerNetworks(_links);
        var segments = new Dictionary<(NetworkInterface, Ipv4Subnet), int>();
        foreach (var router in routers)
        {
            var number = graph.AddRouter();
            // An interface without a cable leads nowhere: another router may lead to its subnet.
            foreach (var candidate in router.Stack.Ipv4.Interfaces.Where(candidate => candidate.NetworkInterface.Link is { IsPlugged: true }))
            {
                foreach (var own in candidate.Addresses)
                {
                    var key = (linkLayers.RepresentativeOf(candidate.NetworkInterface), own.Subnet);
                    if (!segments.TryGetValue(key, out var segment))
                        segments[key] = segment = graph.AddSegment(own.Subnet);
                    graph.Attach(number, segment, candidate.NetworkInterface.Link?.Options.Cost ?? 1);
                    interfaces.Add((candidate, own.Address));
                }
            }
        }

        return interfaces;
    }

    private static List<(Ipv4Subnet Destination, RouteGroup Group)> RoutesOf(
        RoutingGraph graph, RouterPaths paths, List<(Ipv4Interface Interface, Ipv4Address Address)> interfaces)
    {
        // One group serves all destinations that are reached the same way.
        var groups = paths.Groups.Select(group => new RouteGroup(
            group.Metric, RouteOrigin.Computed,
            [.. group.Hops.Select(hop => new NextHop(interfaces[hop.Neighbour].Address, interfaces[hop.Egress].Interface))])).ToArray();

        var routes = new List<(Ipv4Subnet, RouteGroup)>();
        for (var prefix = 0; prefix < graph.Prefixes.Count; prefix++)
        {
            if (paths.GroupOfPrefix[prefix] is var group && group != RouterPaths.None)
                routes.Add((graph.Prefixes[prefix], groups[group]));
        }

        return routes;
    }
}
