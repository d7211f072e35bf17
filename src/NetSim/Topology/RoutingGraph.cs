using NetSim.Packets.Ipv4;

namespace NetSim.Topology;

/// <summary>What shortest paths are computed on: routers and the subnets that their interfaces are attached to.</summary>
/// <remarks>
/// A segment is one subnet on one link: routers on one link but in different subnets are no neighbours, so these are two segments.
/// The subnet may appear on several segments; then the nearest is its destination.
/// </remarks>
internal sealed class RoutingGraph
{
    /// <summary>The highest cost of an interface (RFC 2328 §A.4.2: 16 bits).</summary>
    public const int MaxCost = 65_535;

    private readonly List<List<int>> _attachmentsOfRouter = [];
    private readonly List<List<int>> _attachmentsOfSegment = [];
    private readonly List<int> _prefixOfSegment = [];
    private readonly List<RoutingAttachment> _attachments = [];
    private readonly List<Ipv4Subnet> _prefixes = [];
    private readonly Dictionary<Ipv4Subnet, int> _indexOfPrefix = [];

    public int RouterCount => _attachmentsOfRouter.Count;

    public int SegmentCount => _attachmentsOfSegment.Count;

    /// <summary>By the numbers that <see cref="Attach"/> gave.</summary>
    public IReadOnlyList<RoutingAttachment> Attachments => _attachments;

    /// <summary>Every prefix once, in the order in which its first segment was added.</summary>
    public IReadOnlyList<Ipv4Subnet> Prefixes => _prefixes;

    /// <summary>Adds a router.</summary>
    /// <returns>Its number, from 0.</returns>
    public int AddRouter()
    {
        _attachmentsOfRouter.Add([]);
        return RouterCount - 1;
    }

    /// <summary>Adds a segment.</summary>
    /// <returns>Its number, from 0.</returns>
    public int AddSegment(Ipv4Subnet prefix)
    {
        if (!_indexOfPrefix.TryGetValue(prefix, out var index))
        {
            index = _prefixes.Count;
            _indexOfPrefix.Add(prefix, index);
            _prefixes.Add(prefix);
        }

        _prefixOfSegment.Add(index);
        _attachmentsOfSegment.Add([]);
        return SegmentCount - 1;
    }

    /// <summary>Attaches an interface of a router to a segment.</summary>
    /// <param name="router">The router's number.</param>
    /// <param name="segment">The segment's number.</param>
    /// <param name="cost">What it costs to send by the interface: 1 to <see cref="MaxCost"/>.</param>
    /// <returns>The attachment's number, from 0.</returns>
    public int Attach(int router, int segment, int cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, MaxCost);
        var attachment = _attachments.Count;
        _attachments.Add(new RoutingAttachment(router, segment, cost));
        _attachmentsOfRouter[router].Add(attachment);
        _attachmentsOfSegment[segment].Add(attachment);
        return attachment;
    }

    internal List<int> AttachmentsOfRouter(int router) => _attachmentsOfRouter[router];

    internal List<int> AttachmentsOfSegment(int segment) => _attachmentsOfSegment[segment];

    internal int PrefixOfSegment(int segment) => _prefixOfSegment[segment];
}

/// <summary>An interface of a router on a segment.</summary>
/// <param name="Router">The router's number.</param>
/// <param name="Segment">The segment's number.</param>
/// <param name="Cost">What it costs to send by the interface.</param>
internal readonly record struct RoutingAttachment(int Router, int Segment, int Cost);
