using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>The groups of the destinations that were asked for last. A walk through a large trie is a cache miss for each branch; this is one.</summary>
/// <param name="lengthBits">The logarithm of how many it holds.</param>
internal readonly struct RouteCache(int lengthBits)
{
    private readonly (Ipv4Address Destination, RouteGroup? Group)[] _places = new (Ipv4Address, RouteGroup?)[1 << lengthBits];

    /// <summary>Where the group of a destination is kept; another destination's may be there.</summary>
    public ref (Ipv4Address Destination, RouteGroup? Group) PlaceOf(Ipv4Address destination) => ref _places[destination.HashTo(lengthBits)];
}
