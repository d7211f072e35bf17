using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Arp;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>A host's IPv4: its addresses and routes, what it takes in and where it sends (RFC 791, RFC 1122 §3).</summary>
internal sealed partial class Ipv4Protocol : IEtherTypeHandler, IEventHandler
{
    private readonly Simulation _simulation;
    private readonly string _device;
    private readonly DeviceTrace? _trace;
    private readonly ArpProtocol _arp;
    private readonly List<Ipv4Interface> _interfaces = [];
    private readonly Dictionary<IpProtocol, IIpProtocolHandler> _handlers = [];
    private ushort _identification;

    public Ipv4Protocol(Simulation simulation, string device, EthernetProtocol ethernet, ArpProtocol arp, DeviceTrace? trace)
    {
        _simulation = simulation;
        _device = device;
        _trace = trace;
        _arp = arp;
        Routes = new RouteTable(trace);
        ethernet.Register(EtherType.Ipv4, this);
        arp.OwnAddress = networkInterface => Find(networkInterface)?.Address?.Address;
        arp.Unresolved = OnUnresolved;
    }

    public string Name => "IPv4";

    public IReadOnlyList<Ipv4Interface> Interfaces => _interfaces;

    public RouteTable Routes { get; }

    /// <summary>Raised when an interface gets, changes or loses its address.</summary>
    public event Action<Ipv4Interface>? AddressChanged;

    public void Register(IpProtocol protocol, IIpProtocolHandler handler) => _handlers.Add(protocol, handler);

    public Ipv4Interface Attach(NetworkInterface networkInterface)
    {
        var added = new Ipv4Interface(networkInterface, EthernetFrame.MaxPayloadLength);
        _interfaces.Add(added);
        return added;
    }

    /// <summary>Gives an interface its address, with a route to its subnet, and a default route where there is a gateway.</summary>
    public void Configure(Ipv4Interface ipv4Interface, Ipv4InterfaceAddress address, Ipv4Address? gateway)
    {
        Routes.RemoveAll(ipv4Interface);
        ipv4Interface.Address = address;
        _trace?.State(StateTable.Addresses, ipv4Interface.NetworkInterface.Name, address);
        Routes.Add(Route.Connected(address.Subnet, ipv4Interface));
        if (gateway is { } router)
            Routes.Add(new Route(Ipv4Subnet.All, router, ipv4Interface));
        AddressChanged?.Invoke(ipv4Interface);
    }

    /// <summary>Takes an interface's address and routes away.</summary>
    public void Deconfigure(Ipv4Interface ipv4Interface)
    {
        if (ipv4Interface.Address is null)
            return;
        Routes.RemoveAll(ipv4Interface);
        ipv4Interface.Address = null;
        _trace?.State(StateTable.Addresses, ipv4Interface.NetworkInterface.Name, null);
        AddressChanged?.Invoke(ipv4Interface);
    }

    /// <summary>Whether the address is one of the host's own, the loopback network included.</summary>
    public bool IsOwn(Ipv4Address address)
    {
        if (address.IsLoopback)
            return true;
        foreach (var candidate in _interfaces)
        {
            if (candidate.Address?.Address == address)
                return true;
        }

        return false;
    }

    /// <summary>The address that a packet to the destination would be sent from, or null where no route leads there.</summary>
    public Ipv4Address? SelectSource(Ipv4Address destination)
    {
        if (IsOwn(destination))
            return destination;
        return destination.IsLimitedBroadcast
            ? _interfaces.Find(candidate => candidate.Address is not null)?.Address?.Address
            : Routes.Find(destination)?.Egress?.Address?.Address;
    }

    private Ipv4Interface? Find(NetworkInterface networkInterface) =>
        _interfaces.Find(candidate => candidate.NetworkInterface == networkInterface);

    private void OnUnresolved(Ipv4Packet packet)
    {
        if (_handlers.TryGetValue(packet.Protocol, out var handler))
            handler.OnUnreachable(packet);
    }
}
