using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Topology;

namespace NetSim.Tests.Topology;

/// <summary>Graphs of routers for tests: their links are the /30s of 10.0.0.0/8 in the order in which they are made.</summary>
internal static class RoutingGraphs
{
    public static Ipv4Subnet NextPrefix(RoutingGraph graph) => new(new Ipv4Address(0x0A00_0000 + (4 * (uint)graph.SegmentCount)), 30);

    /// <summary>A link between two routers, or a segment of hosts where there is but one.</summary>
    public static int Link(RoutingGraph graph, int cost, params ReadOnlySpan<int> routers)
    {
        var segment = graph.AddSegment(NextPrefix(graph));
        foreach (var router in routers)
            graph.Attach(router, segment, cost);
        return segment;
    }

    public static RoutingGraph WithRouters(int count)
    {
        var graph = new RoutingGraph();
        for (var i = 0; i < count; i++)
            graph.AddRouter();
        return graph;
    }

    /// <summary>
    /// A fat tree of k pods (Al-Fares, Loukissas and Vahdat, SIGCOMM 2008): k/2 edge routers per pod come first, then k/2 aggregation
    /// routers per pod, then the (k/2)² core routers. Every edge router has k/2 segments of hosts, made before the links between routers.
    /// </summary>
    public static RoutingGraph FatTree(int k)
    {
        var half = k / 2;
        var (edges, aggregations) = (k * half, k * half);
        var graph = WithRouters(edges + aggregations + (half * half));
        for (var edge = 0; edge < edges; edge++)
        {
            for (var host = 0; host < half; host++)
                Link(graph, 1, edge);
        }

        for (var edge = 0; edge < edges; edge++)
        {
            for (var up = 0; up < half; up++)
                Link(graph, 1, edge, edges + (edge / half * half) + up);
        }

        for (var aggregation = 0; aggregation < aggregations; aggregation++)
        {
            for (var up = 0; up < half; up++)
                Link(graph, 1, edges + aggregation, edges + aggregations + (aggregation % half * half) + up);
        }

        return graph;
    }

    /// <summary>A random tree of routers with more links between random ones; each end has a cost of its own.</summary>
    public static RoutingGraph Random(int routers, int links, int maxCost, RandomStream random)
    {
        var graph = WithRouters(routers);
        for (var link = 1; link <= links; link++)
        {
            var one = link < routers ? link : random.NextInt32(routers);
            var other = link < routers ? random.NextInt32(link) : (one + 1 + random.NextInt32(routers - 1)) % routers;
            var segment = graph.AddSegment(NextPrefix(graph));
            graph.Attach(one, segment, 1 + random.NextInt32(maxCost));
            graph.Attach(other, segment, 1 + random.NextInt32(maxCost));
        }

        return graph;
    }
}
