using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Arp;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>IPv4 of a host or router: its addresses and routes, what it takes in, passes on and sends (RFC 791, RFC 1122 §3, RFC 1812 §5).</summary>
internal sealed partial class Ipv4Protocol : EtherTypeHandler, IArpAddresses, IEventHandler
{
    private const int MaxPacketLength = 65_535; // RFC 791 §3.1: the total length has 16 bits

    // What each packet asks for comes first, as it is then together in memory.
    private readonly Simulation _simulation;
    private readonly DeviceTrace? _trace;
    private Ipv4Interface[] _interfaces = [];
    private (IpProtocol Protocol, IIpProtocolHandler Handler)[] _handlers = []; // three or four: looked through faster than looked up
    private readonly PathMtuCache _pathMtus;
    private readonly Ipv4ProtocolOptions _options;
    private readonly ArpProtocol _arp;
    private readonly Ipv4Reassembler _reassembler;
    private readonly FlowHash _flowHash;
    private ushort _identification;
    private OwnAddresses _own = new(); // a value that changes: not readonly

    public Ipv4Protocol(
        Simulation simulation, string device, EthernetProtocol ethernet, ArpProtocol arp, Ipv4ProtocolOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _trace = trace;
        _options = options;
        IsForwarding = options.IsForwarding;
        _arp = arp;
        _pathMtus = new PathMtuCache(simulation);
        _flowHash = new FlowHash(simulation.Random($"{device} flow hash").NextUInt64());
        _reassembler = new Ipv4Reassembler(simulation, options.Reassembly) { Abandoned = OnReassemblyAbandoned };
        Routes = new RouteTable(trace);
        ethernet.Register(EtherType.Ipv4, this);
        arp.Addresses = this;
    }

    public override string Name => "IPv4";

    public IReadOnlyList<Ipv4Interface> Interfaces => _interfaces;

    public RouteTable Routes { get; }

    /// <summary>Whether packets for others are passed on.</summary>
    public bool IsForwarding { get; }

    /// <summary>Who tells sources of packets what became of them: ICMP, once it is there.</summary>
    public IIpErrorReporter? ErrorReporter { get; set; }

    /// <summary>Raised when an address was taken away because another host has it (RFC 5227 §2.1.1).</summary>
    public event Action<Ipv4Interface, Ipv4Address>? AddressConflicted;

    public void Register(IpProtocol protocol, IIpProtocolHandler handler) => _handlers = [(protocol, handler), .. _handlers];

    public IIpProtocolHandler? HandlerOf(IpProtocol protocol)
    {
        foreach (ref readonly var candidate in _handlers.AsSpan())
        {
            if (candidate.Protocol == protocol)
                return candidate.Handler;
        }

        return null;
    }

    public Ipv4Interface Attach(NetworkInterface networkInterface)
    {
        var added = new Ipv4Interface(networkInterface);
        _interfaces = [.. _interfaces, added];
        networkInterface.NetworkLayer = added;
        return added;
    }

    /// <summary>Gives an interface its only address, with a route to its subnet, and a default route where there is a gateway.</summary>
    public void Configure(Ipv4Interface ipv4Interface, Ipv4InterfaceAddress address, Ipv4Address? gateway)
    {
        Routes.RemoveAll(ipv4Interface);
        ipv4Interface.Clear();
        _own.Rebuild(_interfaces);
        AddAddress(ipv4Interface, address);
        if (gateway is { } router)
            Routes.Add(new Route(Ipv4Subnet.All, router, ipv4Interface));
    }

    /// <summary>Gives an interface a further address, with a route to its subnet.</summary>
    public void AddAddress(Ipv4Interface ipv4Interface, Ipv4InterfaceAddress address)
    {
        ipv4Interface.Add(address);
        _own.Add(address.Address);
        _trace?.State(StateTable.Addresses, ipv4Interface.NetworkInterface.Name, string.Join(", ", ipv4Interface.Addresses));
        Routes.Add(Route.Connected(address.Subnet, ipv4Interface));
        _arp.OnAddressesChanged(ipv4Interface.NetworkInterface, ipv4Interface.Addresses);
    }

    /// <summary>Takes an interface's addresses and routes away.</summary>
    public void Deconfigure(Ipv4Interface ipv4Interface)
    {
        if (ipv4Interface.Address is null)
            return;
        Routes.RemoveAll(ipv4Interface);
        ipv4Interface.Clear();
        _own.Rebuild(_interfaces);
        _trace?.State(StateTable.Addresses, ipv4Interface.NetworkInterface.Name, null);
        _arp.OnAddressesChanged(ipv4Interface.NetworkInterface, ipv4Interface.Addresses);
    }

    private void RemoveAddress(Ipv4Interface ipv4Interface, Ipv4Address address)
    {
        var removed = ipv4Interface.Remove(address);
        _own.Rebuild(_interfaces);
        if (ipv4Interface.Addresses.All(other => other.Subnet != removed.Subnet))
            Routes.Remove(removed.Subnet, gateway: null, ipv4Interface);
        _trace?.State(StateTable.Addresses, ipv4Interface.NetworkInterface.Name, string.Join(", ", ipv4Interface.Addresses));
        _arp.OnAddressesChanged(ipv4Interface.NetworkInterface, ipv4Interface.Addresses);
    }

    /// <summary>Whether the address is one of the host's own, the loopback network included.</summary>
    public bool IsOwn(Ipv4Address address) => _own.Contains(address) || address.IsLoopback;

    /// <summary>The address that a packet to the destination would be sent from, or null where no route leads there.</summary>
    public Ipv4Address? SelectSource(Ipv4Address destination)
    {
        if (IsOwn(destination))
            return destination;
        if (destination.IsLimitedBroadcast)
            return Array.Find(_interfaces, candidate => candidate.Address is not null)?.Address?.Address;
        return Routes.Find(destination) is { Egress: { } egress } route ? egress.SourceFor(route.Gateway ?? destination) : null;
    }

    /// <summary>How long a packet would wait until the transmitter of its first link is free.</summary>
    public Duration EgressBacklog(Ipv4Address destination) => FirstEgress(destination)?.NetworkInterface.Backlog ?? Duration.Zero;

    /// <summary>The largest packet that is believed to go through to a destination without fragmentation.</summary>
    public int PathMtu(Ipv4Address destination)
    {
        var first = IsOwn(destination) ? MaxPacketLength : FirstEgress(destination)?.Mtu ?? EthernetFrame.MaxPayloadLength;
        return _pathMtus.Find(destination, first);
    }

    /// <summary>Where a router says that a packet of this host was too large, the path carries less than was believed.</summary>
    /// <remarks>The protocol that sent the packet must have recognised it: else a stranger could make all packets small (RFC 5927 §7.2).</remarks>
    public void LearnPathMtu(IpError error)
    {
        if (!error.IsFragmentationNeeded)
            return;
        var destination = error.Packet.Destination;
        if (_pathMtus.Learn(destination, error.Message.NextHopMtu, error.Packet.TotalLength, PathMtu(destination)) is { } mtu)
            _trace?.In(Layer.Network, PduAction.Accept, error.Message, Reason.PathMtuLearned, destination, mtu);
    }

    Ipv4Address IArpAddresses.SourceFor(NetworkInterface networkInterface, Ipv4Address target) =>
        Find(networkInterface)?.SourceFor(target) ?? Ipv4Address.Any;

    bool IArpAddresses.Reaches(NetworkInterface networkInterface, Ipv4Address target) =>
        IsForwarding && Routes.Find(target) is { Egress: { } egress } && egress.NetworkInterface != networkInterface;

    void IArpAddresses.ForgetNeighbours()
    {
        foreach (var candidate in _interfaces)
            candidate.Neighbour = default;
    }

    bool IArpAddresses.IsOwn(MacAddress mac)
    {
        foreach (var candidate in _interfaces)
        {
            if (candidate.NetworkInterface.MacAddress == mac)
                return true;
        }

        return false;
    }

    /// <summary>What a host has of several addresses it keeps; without any its routes are of no use.</summary>
    void IArpAddresses.OnConflict(NetworkInterface networkInterface, Ipv4Address address)
    {
        var conflicted = Find(networkInterface)!;
        if (conflicted.Addresses.Count > 1)
            RemoveAddress(conflicted, address);
        else
            Deconfigure(conflicted);
        AddressConflicted?.Invoke(conflicted, address);
    }

    /// <summary>Nobody answered for a packet's next hop.</summary>
    void IArpAddresses.OnUnresolved(Ipv4Packet packet, Ipv4Address? former)
    {
        if (IsOwn(packet.Source) || packet.Source == former)
            HandlerOf(packet.Protocol)?.OnError(IpError.Own(Packets.Icmp.DestinationUnreachableCode.HostUnreachable, packet));
        else
            ErrorReporter?.Report(packet, Ipv4Problem.HostUnreachable);
    }

    private Ipv4Interface? FirstEgress(Ipv4Address destination) => Routes.Match(destination)?.First.Egress;

    private static Ipv4Interface? Find(NetworkInterface networkInterface) => networkInterface.NetworkLayer as Ipv4Interface;
}
