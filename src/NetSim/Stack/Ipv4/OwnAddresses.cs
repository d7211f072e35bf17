using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>The addresses of all interfaces of a host, for the question that each packet asks.</summary>
internal sealed class OwnAddresses
{
    private readonly HashSet<Ipv4Address> _addresses = []; // asked, never listed: its order is nobody's
    private Ipv4Address _first;

    public bool Contains(Ipv4Address address) =>
        address == _first ? !address.IsAny : _addresses.Count > 1 && _addresses.Contains(address);

    public void Add(Ipv4Address address)
    {
        if (_addresses.Count == 0)
            _first = address;
        _addresses.Add(address);
    }

    /// <summary>Starts again from the interfaces, one of which has lost addresses.</summary>
    public void Rebuild(IReadOnlyList<Ipv4Interface> interfaces)
    {
        if (_addresses.Count == 0)
            return;
        _addresses.Clear();
        _first = Ipv4Address.Any;
        foreach (var candidate in interfaces)
        {
            foreach (var own in candidate.Addresses)
                Add(own.Address);
        }
    }
}
