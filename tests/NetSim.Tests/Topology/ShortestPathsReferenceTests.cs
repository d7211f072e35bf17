using NetSim.Kernel;
using NetSim.Topology;

namespace NetSim.Tests.Topology;

/// <summary>Dijkstra's algorithm against Floyd and Warshall's.</summary>
public sealed class ShortestPathsReferenceTests
{
    private const long Far = long.MaxValue / 4;

    [Theory]
    [InlineData(1, 30, 29, 10)]    // a tree
    [InlineData(2, 40, 90, 3)]     // many equal ways
    [InlineData(3, 40, 200, 1)]
    [InlineData(4, 40, 90, 65_535)]
    public void Metrics_and_next_hops_on_a_random_graph_are_those_of_all_pairs(ulong seed, int routers, int links, int maxCost)
    {
        var graph = RoutingGraphs.Random(routers, links, maxCost, new Simulation(new SimulationOptions { Seed = seed }).Random("graph"));
        var distance = DistancesToSegments(graph);
        var paths = new ShortestPaths(graph);

        for (var router = 0; router < routers; router++)
        {
            var found = paths.From(router);
            for (var segment = 0; segment < graph.SegmentCount; segment++)
            {
                var index = found.GroupOfPrefix[segment];
                if (graph.Attachments.Any(own => own.Router == router && own.Segment == segment))
                {
                    index.Should().Be(RouterPaths.None);
                    continue;
                }

                found.Groups[index].Metric.Should().Be((int)distance[router, segment]);
                found.Groups[index].Hops.Should().Equal(ShortestHops(graph, distance, router, segment));
            }
        }
    }

    /// <summary>The distance from each router to each segment: the cheapest way to one of the segment's routers and its cost there.</summary>
    private static long[,] DistancesToSegments(RoutingGraph graph)
    {
        var between = new long[graph.RouterCount, graph.RouterCount];
        for (var i = 0; i < graph.RouterCount; i++)
        {
            for (var j = 0; j < graph.RouterCount; j++)
                between[i, j] = i == j ? 0 : Far;
        }

        foreach (var (from, to) in Neighbours(graph))
            between[from.Router, to.Router] = Math.Min(between[from.Router, to.Router], from.Cost);

        for (var k = 0; k < graph.RouterCount; k++)
        {
            for (var i = 0; i < graph.RouterCount; i++)
            {
                for (var j = 0; j < graph.RouterCount; j++)
                    between[i, j] = Math.Min(between[i, j], between[i, k] + between[k, j]);
            }
        }

        var toSegment = new long[graph.RouterCount, graph.SegmentCount];
        for (var i = 0; i < graph.RouterCount; i++)
        {
            for (var segment = 0; segment < graph.SegmentCount; segment++)
                toSegment[i, segment] = graph.Attachments.Where(end => end.Segment == segment).Min(end => between[i, end.Router] + end.Cost);
        }

        return toSegment;
    }

    /// <summary>The neighbours from which the rest of the way is as long as it should be.</summary>
    private static IEnumerable<PathHop> ShortestHops(RoutingGraph graph, long[,] distance, int router, int segment) =>
        from egress in Enumerable.Range(0, graph.Attachments.Count)
        let own = graph.Attachments[egress]
        where own.Router == router
        from neighbour in Enumerable.Range(0, graph.Attachments.Count)
        let other = graph.Attachments[neighbour]
        where other.Segment == own.Segment && other.Router != router
            && own.Cost + distance[other.Router, segment] == distance[router, segment]
        select new PathHop(egress, neighbour);

    private static IEnumerable<(RoutingAttachment From, RoutingAttachment To)> Neighbours(RoutingGraph graph) =>
        from one in graph.Attachments
        from other in graph.Attachments
        where one.Segment == other.Segment && one.Router != other.Router
        select (one, other);
}
