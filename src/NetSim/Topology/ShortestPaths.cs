namespace NetSim.Topology;

/// <summary>Every router's shortest paths, all equal ones: Dijkstra's algorithm over routers and segments (RFC 2328 §16.1).</summary>
/// <remarks>
/// Leaving a router costs what its interface costs, leaving a segment nothing, as in OSPF. Nodes are segments first, then routers, so
/// that of nodes at one distance the segments are done first: when a node's turn comes, all equally short ways to it are known.
/// </remarks>
internal sealed class ShortestPaths
{
    private const long Unreached = long.MaxValue;

    private readonly RoutingGraph _graph;
    private readonly HopSets _sets = new();
    private readonly long[] _distance;
    private readonly int[] _set;          // the first hops towards a node
    private readonly long[] _metric;      // of a prefix: of the nearest of its segments
    private readonly int[] _prefixSet;
    private readonly PriorityQueue<int, long> _queue = new();
    private readonly List<int> _ownSegments = [];

    public ShortestPaths(RoutingGraph graph)
    {
        _graph = graph;
        _distance = new long[graph.SegmentCount + graph.RouterCount];
        _set = new int[_distance.Length];
        _metric = new long[graph.Prefixes.Count];
        _prefixSet = new int[_metric.Length];
    }

    /// <summary>The shortest paths from a router.</summary>
    public RouterPaths From(int router)
    {
        _sets.Clear();
        _ownSegments.Clear();
        Array.Fill(_distance, Unreached);
        StartFrom(router);
        while (_queue.TryDequeue(out var node, out var key))
        {
            if (key != KeyOf(node))
                continue; // it was queued again nearer, and is done
            if (node < _graph.SegmentCount)
                LeaveSegment(node, router);
            else
                LeaveRouter(node - _graph.SegmentCount);
        }

        MeasurePrefixes();
        return Collect();
    }

    private long KeyOf(int node) => (_distance[node] << 32) | (uint)node;

    /// <summary>The first hop to a router's own segments is the interface: which neighbour, the next step says.</summary>
    private void StartFrom(int router)
    {
        _distance[_graph.SegmentCount + router] = 0;
        foreach (var attachment in _graph.AttachmentsOfRouter(router))
        {
            var (_, segment, cost) = _graph.Attachments[attachment];
            _ownSegments.Add(segment);
            Reach(segment, cost, _sets.Of(new PathHop(attachment, HopSets.Direct)));
        }
    }

    private void LeaveRouter(int router)
    {
        var node = _graph.SegmentCount + router;
        foreach (var attachment in _graph.AttachmentsOfRouter(router))
        {
            var (_, segment, cost) = _graph.Attachments[attachment];
            Reach(segment, _distance[node] + cost, _set[node]);
        }
    }

    private void LeaveSegment(int segment, int source)
    {
        foreach (var attachment in _graph.AttachmentsOfSegment(segment))
        {
            var router = _graph.Attachments[attachment].Router;
            if (router != source)
                Reach(_graph.SegmentCount + router, _distance[segment], _sets.Through(_set[segment], attachment));
        }
    }

    private void Reach(int node, long distance, int set)
    {
        if (distance < _distance[node])
        {
            _distance[node] = distance;
            _set[node] = set;
            _queue.Enqueue(node, KeyOf(node));
        }
        else if (distance == _distance[node])
        {
            _set[node] = _sets.Union(_set[node], set);
        }
    }

    private void MeasurePrefixes()
    {
        Array.Fill(_metric, Unreached);
        for (var segment = 0; segment < _graph.SegmentCount; segment++)
        {
            var prefix = _graph.PrefixOfSegment(segment);
            var distance = _distance[segment];
            if (distance == Unreached || distance > _metric[prefix])
                continue;
            _prefixSet[prefix] = distance < _metric[prefix] ? _set[segment] : _sets.Union(_prefixSet[prefix], _set[segment]);
            _metric[prefix] = distance;
        }

        foreach (var segment in _ownSegments)
            _metric[_graph.PrefixOfSegment(segment)] = Unreached; // it has a connected route
    }

    private RouterPaths Collect()
    {
        var groups = new List<PathGroup>();
        var indexes = new Dictionary<(long Metric, int Set), int>();
        var groupOfPrefix = new int[_metric.Length];
        for (var prefix = 0; prefix < groupOfPrefix.Length; prefix++)
        {
            if (_metric[prefix] == Unreached)
            {
                groupOfPrefix[prefix] = RouterPaths.None;
                continue;
            }

            var key = (_metric[prefix], _prefixSet[prefix]);
            if (!indexes.TryGetValue(key, out groupOfPrefix[prefix]))
            {
                groupOfPrefix[prefix] = groups.Count;
                indexes.Add(key, groups.Count);
                groups.Add(new PathGroup(checked((int)key.Item1), _sets[key.Item2]));
            }
        }

        return new RouterPaths(groupOfPrefix, groups);
    }
}
