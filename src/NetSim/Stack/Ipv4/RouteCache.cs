using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>The groups of the destinations that were asked for last. A walk through a large trie is a cache miss for each branch; this is one.</summary>
internal sealed class RouteCache
{
    private const int LengthBits = 8;

    private readonly (Ipv4Address Destination, RouteGroup? Group)[] _places = new (Ipv4Address, RouteGroup?)[1 << LengthBits];

    /// <summary>Where the group of a destination is kept; another destination's may be there.</summary>
    public ref (Ipv4Address Destination, RouteGroup? Group) PlaceOf(Ipv4Address destination) =>
        // The high bits of a product with 2³² divided by the golden ratio (Knuth, The Art of Computer Programming 3, §6.4).
        ref _places[(int)((destination.Value * 0x9E37_79B9U) >> (32 - LengthBits))];
}
