namespace NetSim.Topology;

/// <summary>One router's shortest paths to every prefix that it is not attached to.</summary>
/// <param name="groupOfPrefix">For each prefix the index of its group, or −1 where the router is attached to it or cannot reach it.</param>
/// <param name="groups">The different ways that there are: many prefixes share one.</param>
internal sealed class RouterPaths(int[] groupOfPrefix, IReadOnlyList<PathGroup> groups)
{
    public const int None = -1;

    /// <summary>By the index in <see cref="RoutingGraph.Prefixes"/>: the index in <see cref="Groups"/>, or <see cref="None"/>.</summary>
    public ReadOnlySpan<int> GroupOfPrefix => groupOfPrefix;

    public IReadOnlyList<PathGroup> Groups => groups;
}

/// <summary>Equally short ways to a prefix.</summary>
/// <param name="Metric">The costs of the interfaces that a packet leaves by on its way, summed.</param>
/// <param name="Hops">The first hops of these ways, by own attachment, then the neighbour's.</param>
internal sealed record PathGroup(int Metric, IReadOnlyList<PathHop> Hops);

/// <summary>The first hop of a way.</summary>
/// <param name="Egress">The router's own attachment.</param>
/// <param name="Neighbour">The next router's attachment to the same segment.</param>
internal readonly record struct PathHop(int Egress, int Neighbour);
