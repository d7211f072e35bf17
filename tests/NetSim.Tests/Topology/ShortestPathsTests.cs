using NetSim.Topology;
using static NetSim.Tests.Topology.RoutingGraphs;

namespace NetSim.Tests.Topology;

public sealed class ShortestPathsTests
{
    [Fact]
    public void On_a_line_every_router_goes_by_its_neighbour()
    {
        var graph = WithRouters(3);
        var left = Link(graph, 10, 0, 1);    // attachments 0, 1
        var right = Link(graph, 5, 1, 2);    // 2, 3
        var hosts = Link(graph, 1, 2);       // 4

        var paths = new ShortestPaths(graph);
        Routes(graph, paths, 0).Should().Equal((right, "15 by 0>1"), (hosts, "16 by 0>1"));
        Routes(graph, paths, 1).Should().Equal((hosts, "6 by 2>3"));
        Routes(graph, paths, 2).Should().Equal((left, "15 by 3>2"));
    }

    [Fact]
    public void On_a_square_of_equal_costs_the_far_corner_is_reached_both_ways()
    {
        var graph = WithRouters(4);
        Link(graph, 1, 0, 1);                // 0, 1
        Link(graph, 1, 0, 2);                // 2, 3
        var far1 = Link(graph, 1, 1, 3);     // 4, 5
        var far2 = Link(graph, 1, 2, 3);     // 6, 7
        var hosts = Link(graph, 1, 3);       // 8

        Routes(graph, new ShortestPaths(graph), 0).Should().Equal((far1, "2 by 0>1"), (far2, "2 by 2>3"), (hosts, "3 by 0>1 2>3"));
    }

    [Fact]
    public void Of_ways_that_cost_differently_the_cheaper_is_taken_though_it_has_more_hops()
    {
        var graph = WithRouters(3);
        Link(graph, 10, 0, 2);               // 0, 1
        var first = Link(graph, 4, 0, 1);    // 2, 3
        var second = Link(graph, 5, 1, 2);   // 4, 5
        var hosts = Link(graph, 1, 2);       // 6

        var paths = new ShortestPaths(graph);
        Routes(graph, paths, 0).Should().Equal((second, "9 by 2>3"), (hosts, "10 by 2>3"));
        Routes(graph, paths, 2).Should().Equal((first, "9 by 5>4"));
    }

    [Fact]
    public void The_cost_of_the_interface_that_a_packet_leaves_by_counts_and_not_of_the_one_it_comes_in_by() // RFC 2328 §2.1
    {
        var graph = WithRouters(2);
        var link = graph.AddSegment(NextPrefix(graph));
        graph.Attach(0, link, 7);
        graph.Attach(1, link, 100);
        var (mine, theirs) = (Link(graph, 1, 0), Link(graph, 1, 1));

        var paths = new ShortestPaths(graph);
        Routes(graph, paths, 0).Should().Equal((theirs, "8 by 0>1"));
        Routes(graph, paths, 1).Should().Equal((mine, "101 by 1>0"));
    }

    [Fact]
    public void On_a_LAN_every_router_hands_packets_to_the_one_behind_which_they_end()
    {
        var graph = WithRouters(3);
        Link(graph, 1, 0, 1, 2);             // 0, 1, 2
        var hosts1 = Link(graph, 1, 1);      // 3
        var both = Link(graph, 1, 1, 2);     // 4, 5
        var hosts2 = Link(graph, 1, 2);      // 6

        var paths = new ShortestPaths(graph);
        Routes(graph, paths, 0).Should().Equal((hosts1, "2 by 0>1"), (both, "2 by 0>1 0>2"), (hosts2, "2 by 0>2"));
        Routes(graph, paths, 1).Should().Equal((hosts2, "2 by 1>2 4>5"));
    }

    [Fact]
    public void A_segment_of_the_routers_own_has_no_route_but_may_be_reached_more_cheaply_by_others()
    {
        var graph = WithRouters(3);
        Link(graph, 1, 0, 1);                // 0, 1
        var slow = graph.AddSegment(NextPrefix(graph));
        graph.Attach(0, slow, 50);           // 2
        graph.Attach(1, slow, 1);            // 3
        graph.Attach(2, slow, 1);            // 4
        var hosts = Link(graph, 1, 2);       // 5

        Routes(graph, new ShortestPaths(graph), 0).Should().Equal((hosts, "3 by 0>1"));
    }

    [Fact]
    public void A_direct_way_and_one_by_another_router_may_be_equally_short()
    {
        var graph = WithRouters(3);
        Link(graph, 1, 0, 1);                // 0, 1
        var lan = graph.AddSegment(NextPrefix(graph));
        graph.Attach(0, lan, 2);             // 2
        graph.Attach(1, lan, 1);             // 3
        graph.Attach(2, lan, 1);             // 4
        var hosts = Link(graph, 1, 2);       // 5

        Routes(graph, new ShortestPaths(graph), 0).Should().Equal((hosts, "3 by 0>1 2>4"));
    }

    [Fact]
    public void Two_links_between_the_same_routers_are_two_ways()
    {
        var graph = WithRouters(2);
        Link(graph, 1, 0, 1);                // 0, 1
        Link(graph, 1, 0, 1);                // 2, 3
        var hosts = Link(graph, 1, 1);

        Routes(graph, new ShortestPaths(graph), 0).Should().Equal((hosts, "2 by 0>1 2>3"));
    }

    [Fact]
    public void A_prefix_on_two_segments_leads_to_the_nearest_and_to_both_where_they_are_equally_near()
    {
        var graph = WithRouters(4);
        Link(graph, 1, 0, 1);                // 0, 1
        Link(graph, 1, 0, 2);                // 2, 3
        Link(graph, 5, 0, 3);                // 4, 5
        var anycast = NextPrefix(graph);
        foreach (var router in new[] { 1, 2, 3 })
            graph.Attach(router, graph.AddSegment(anycast), 1);

        var paths = new ShortestPaths(graph);
        Routes(graph, paths, 0).Should().Equal((3, "2 by 0>1 2>3"));
        Routes(graph, paths, 3).Should().NotContain(route => route.Prefix == 3, "the router has a segment of its own with the prefix");
    }

    [Fact]
    public void What_is_not_connected_has_no_route()
    {
        var graph = WithRouters(4);
        Link(graph, 1, 0, 1);
        Link(graph, 1, 2);
        graph.AddSegment(NextPrefix(graph));

        var paths = new ShortestPaths(graph);
        for (var router = 0; router < 4; router++)
            Routes(graph, paths, router).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    public void A_cost_has_16_bits_and_is_not_zero(int cost) // RFC 2328 §A.4.2, §C.3
    {
        var graph = WithRouters(1);
        FluentActions.Invoking(() => Link(graph, cost, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_fat_tree_of_4_pods_has_the_next_hops_that_its_layers_have()
    {
        var graph = FatTree(4);
        var paths = new ShortestPaths(graph);

        // Routers 0 to 7 are edges (two in a pod), 8 to 15 aggregations, 16 to 19 cores; prefixes 0 to 15 are of hosts, two on an edge.
        HopCounts(paths.From(0), 16).Should().Equal(0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
        Metrics(paths.From(0), 16).Should().Equal(0, 0, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
        HopCounts(paths.From(8), 16).Should().Equal(1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
        Metrics(paths.From(8), 16).Should().Equal(2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
        HopCounts(paths.From(16), 16).Should().OnlyContain(count => count == 1);
        Metrics(paths.From(16), 16).Should().OnlyContain(metric => metric == 3);
        paths.From(0).Groups.Should().HaveCountLessThan(12, "prefixes share their groups");
    }

    /// <summary>A router's routes: the prefix, and the metric with each first hop as own attachment &gt; neighbour's attachment.</summary>
    private static IEnumerable<(int Prefix, string Path)> Routes(RoutingGraph graph, ShortestPaths paths, int router)
    {
        var found = paths.From(router);
        for (var prefix = 0; prefix < graph.Prefixes.Count; prefix++)
        {
            if (found.GroupOfPrefix[prefix] is var index and not RouterPaths.None)
            {
                var (metric, hops) = found.Groups[index];
                yield return (prefix, $"{metric} by {string.Join(' ', hops.Select(hop => $"{hop.Egress}>{hop.Neighbour}"))}");
            }
        }
    }

    private static List<int> HopCounts(RouterPaths paths, int prefixes) =>
        Enumerable.Range(0, prefixes).Select(prefix => GroupOf(paths, prefix)?.Hops.Count ?? 0).ToList();

    private static List<int> Metrics(RouterPaths paths, int prefixes) =>
        Enumerable.Range(0, prefixes).Select(prefix => GroupOf(paths, prefix)?.Metric ?? 0).ToList();

    private static PathGroup? GroupOf(RouterPaths paths, int prefix) =>
        paths.GroupOfPrefix[prefix] is var index and not RouterPaths.None ? paths.Groups[index] : null;
}
