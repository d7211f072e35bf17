using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>The addresses of all interfaces of a host, for the question that each packet asks.</summary>
internal struct OwnAddresses()
{
    private readonly HashSet<Ipv4Address> _addresses = []; // asked, never listed: its order is nobody's
    private ulong _filter = 0; // a bit for each address: most of a router's packets are answered by it alone

    public readonly bool Contains(Ipv4Address address) => MayContain(address) && _addresses.Contains(address);

    /// <summary>Whether an address can be one of them, as told without a look at them.</summary>
    public readonly bool MayContain(Ipv4Address address) => (_filter & BitOf(address)) != 0;

    public void Add(Ipv4Address address)
    {
        _addresses.Add(address);
        _filter |= BitOf(address);
    }

    /// <summary>Starts again from the interfaces, one of which has lost addresses.</summary>
    public void Rebuild(IReadOnlyList<Ipv4Interface> interfaces)
    {
        if (_addresses.Count == 0)
            return;
        _addresses.Clear();
        _filter = 0;
        foreach (var candidate in interfaces)
        {
            foreach (var own in candidate.Addresses)
                Add(own.Address);
        }
    }

    private static ulong BitOf(Ipv4Address address) => 1UL << address.HashTo(bits: 6);
}
