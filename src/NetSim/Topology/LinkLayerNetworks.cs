using NetSim.Links;

namespace NetSim.Topology;

/// <summary>Which interfaces reach each other without a router: through cables and switches.</summary>
internal sealed class LinkLayerNetworks
{
    // A disjoint-set forest: each interface points to another of its network, the representative to itself.
    private readonly Dictionary<NetworkInterface, NetworkInterface> _parents = [];

    /// <param name="links">The cables; those that are unplugged join nothing.</param>
    public LinkLayerNetworks(IEnumerable<Link> links)
    {
        var firstPorts = new Dictionary<object, NetworkInterface>(); // of each switch
        foreach (var link in links.Where(link => link.IsPlugged))
        {
            Join(link.First, link.Second);
            foreach (var end in (NetworkInterface[])[link.First, link.Second])
            {
                // The ports of a switch have one receiver, and it passes frames on between them.
                if (end.Receiver is Switching.MacRelay relay && !firstPorts.TryAdd(relay, end))
                    Join(firstPorts[relay], end);
            }
        }
    }

    /// <summary>An interface that stands for all that this one reaches; itself where it has no cable.</summary>
    public NetworkInterface RepresentativeOf(NetworkInterface networkInterface)
    {
        while (_parents.TryGetValue(networkInterface, out var parent) && parent != networkInterface)
            networkInterface = parent;
        return networkInterface;
    }

    private void Join(NetworkInterface first, NetworkInterface second)
    {
        var representative = RepresentativeOf(first);
        _parents[RepresentativeOf(second)] = representative;
        _parents[first] = representative;
        _parents[second] = representative;
        _parents[representative] = representative;
    }
}
