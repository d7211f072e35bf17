using System.Runtime.CompilerServices;
using NetSim.Links;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Arp;

namespace NetSim.Stack.Ipv4;

/// <summary>A network interface as IPv4 sees it: with addresses, once it has some.</summary>
internal sealed class Ipv4Interface(NetworkInterface networkInterface)
{
    private readonly List<Ipv4InterfaceAddress> _addresses = [];
    private Lookup _first = Lookup.None;
    private Lookup[]? _further; // rarely any: what each packet is compared with is here, and not in an object of its own

    public NetworkInterface NetworkInterface { get; } = networkInterface;

    /// <summary>Whom the packet before was sent to.</summary>
    public ArpNeighbour Neighbour { get; set; }

    /// <summary>The largest packet that a frame of this interface's link holds, in octets.</summary>
    public int Mtu => NetworkInterface.Mtu;

    /// <summary>The primary address and its subnet, or null while the interface has none.</summary>
    public Ipv4InterfaceAddress? Address => _addresses.Count > 0 ? _addresses[0] : null;

    /// <summary>All addresses, the primary one first.</summary>
    public IReadOnlyList<Ipv4InterfaceAddress> Addresses => _addresses;

    /// <summary>Whether the address is one of this interface's own.</summary>
    public bool Owns(Ipv4Address address) => _first.Address == address ? !address.IsAny : _further is not null && IsFurtherAddress(address);

    /// <summary>Whether two addresses can be one host's each, and are no broadcasts here, as told without a look at further addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // each packet that comes in asks
    public bool AreHosts(Ipv4Address source, Ipv4Address destination) =>
        source.IsUnicast && destination.IsUnicast && source != _first.Broadcast && !MayBeBroadcast(destination);

    /// <summary>Whether this is the primary address.</summary>
    public bool IsFirst(Ipv4Address address) => _first.Address == address;

    /// <summary>Whether a unicast address can be a directed broadcast here, as told without a look at further addresses.</summary>
    public bool MayBeBroadcast(Ipv4Address address) => _first.Broadcast == address || _further is not null;

    /// <summary>Whether a packet to this address is for every host of the link: the limited broadcast, or a directed one of a subnet here.</summary>
    public bool IsBroadcast(Ipv4Address destination) =>
        _first.Broadcast == destination || destination.IsLimitedBroadcast || (_further is not null && IsFurtherBroadcast(destination));

    /// <summary>The address to speak to a neighbour with: that of the neighbour's subnet, else the primary one; 0.0.0.0 where there is none.</summary>
    public Ipv4Address SourceFor(Ipv4Address neighbour)
    {
        if (_further is null)
            return _first.Address;
        foreach (var own in _addresses)
        {
            if (own.Subnet.Contains(neighbour))
                return own.Address;
        }

        return _first.Address;
    }

    /// <summary>Whether the address is in a subnet of this interface.</summary>
    public bool IsOnLink(Ipv4Address address)
    {
        foreach (var own in _addresses)
        {
            if (own.Subnet.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Whether one subnet of this interface contains both addresses.</summary>
    public bool AreInOneSubnet(Ipv4Address first, Ipv4Address second)
    {
        foreach (var own in _addresses)
        {
            if (own.Subnet.Contains(first) && own.Subnet.Contains(second))
                return true;
        }

        return false;
    }

    internal void Add(Ipv4InterfaceAddress address)
    {
        _addresses.Add(address);
        Prepare();
    }

    internal Ipv4InterfaceAddress Remove(Ipv4Address address)
    {
        var removed = _addresses.Find(own => own.Address == address);
        _addresses.Remove(removed);
        Prepare();
        return removed;
    }

    internal void Clear()
    {
        _addresses.Clear();
        Prepare();
    }

    private bool IsFurtherAddress(Ipv4Address address)
    {
        foreach (ref readonly var own in _further.AsSpan())
        {
            if (own.Address == address)
                return true;
        }

        return false;
    }

    private bool IsFurtherBroadcast(Ipv4Address destination)
    {
        foreach (ref readonly var own in _further.AsSpan())
        {
            if (own.Broadcast == destination)
                return true;
        }

        return false;
    }

    private void Prepare()
    {
        _first = _addresses.Count > 0 ? Lookup.Of(_addresses[0]) : Lookup.None;
        _further = _addresses.Count > 1 ? [.. _addresses.Skip(1).Select(Lookup.Of)] : null;
    }

    /// <summary>What each packet is compared with.</summary>
    private readonly record struct Lookup(Ipv4Address Address, Ipv4Address Broadcast)
    {
        public static Lookup None { get; } = new(Ipv4Address.Any, Ipv4Address.Broadcast);

        public static Lookup Of(Ipv4InterfaceAddress own) =>
            new(own.Address, own.Subnet.HasBroadcast ? own.Subnet.DirectedBroadcast : Ipv4Address.Broadcast);
    }
}
