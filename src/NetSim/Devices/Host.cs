using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Devices;

/// <summary>A host: a network interface, a stack above it, and sockets for applications and services.</summary>
public partial class Host : Device
{
    private protected Host(DeviceContext context, string name, HostStackOptions options)
        : base(context, name)
    {
        Stack = new HostStack(context.Simulation, name, options, Trace);
        Sockets = new HostSockets(Stack);
        Ipv4Interface = AddIpv4Interface();
        Dns = new DnsClient(Sockets);
    }

    /// <summary>A host with a fixed address.</summary>
    internal Host(DeviceContext context, string name, HostStackOptions options, HostAddress address)
        : this(context, name, options)
    {
        Configure(address);
    }

    /// <summary>What applications open sockets with.</summary>
    public HostSockets Sockets { get; }

    /// <summary>The host's DNS client.</summary>
    public DnsClient Dns { get; }

    /// <summary>The first interface's primary address and subnet, or null while it has none.</summary>
    public Ipv4InterfaceAddress? Address => Ipv4Interface.Address;

    /// <summary>All addresses of all interfaces.</summary>
    public IEnumerable<Ipv4InterfaceAddress> Addresses => Stack.Ipv4.Interfaces.SelectMany(candidate => candidate.Addresses);

    /// <summary>The router for other subnets, or null where there is none.</summary>
    public Ipv4Address? DefaultGateway => Stack.Ipv4.Routes.Find(Ipv4Address.Any)?.Gateway;

    /// <summary>The ARP cache: which address is at which MAC address.</summary>
    public IEnumerable<(Ipv4Address Address, MacAddress Mac, NetworkInterface Interface)> ArpCache =>
        Stack.Arp.Answers.Select(answer => (answer.Address, answer.Entry.Mac, Interfaces[answer.InterfaceNumber]));

    /// <summary>
    /// How the host's TCP behaves. A change, as by a sysctl of a running system, holds for sockets that are made later; of those that are
    /// there, for what is neither set for the socket nor agreed with the peer.
    /// </summary>
    public TcpOptions Tcp
    {
        get => Stack.Tcp.Options;
        set => Stack.Tcp.Options = value;
    }

    internal HostStack Stack { get; }

    internal Ipv4Interface Ipv4Interface { get; }

    private protected override string AdviceForMoreInterfaces => "Unplug the cable first, or connect a switch between.";

    /// <summary>Completes when the host has an address: at once where it is fixed.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No DHCP server answered.</exception>
    public virtual Task WaitUntilConfiguredAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Gives an interface a further address; the host answers to all of them.</summary>
    /// <param name="address">The address and its prefix length, such as <c>192.168.100.10/24</c>.</param>
    /// <param name="networkInterface">One of the host's interfaces; the first one unless said otherwise.</param>
    /// <exception cref="ArgumentException">The address is wrong, or the interface is another device's.</exception>
    public void AddAddress(string address, NetworkInterface? networkInterface = null)
    {
        var ipv4Interface = Ipv4InterfaceOf(networkInterface ?? Interfaces[0]);
        var own = HostAddress.ParseOwn(Name, address);
        Context.Claim(Name, own.Address);
        Stack.Ipv4.AddAddress(ipv4Interface, own);
    }

    /// <summary>Adds a static route.</summary>
    /// <param name="destination">The block of addresses that it is for, such as <c>10.1.0.0/16</c>; <c>0.0.0.0/0</c> for a default route.</param>
    /// <param name="gateway">The router that packets are handed to, a neighbour of this host.</param>
    /// <param name="metric">Of several routes to one destination the one of the least metric is used, and those of the same metric side by side, each flow by one of them.</param>
    /// <exception cref="ArgumentException">An address is wrong, or the gateway is no neighbour.</exception>
    public void AddRoute(string destination, string gateway, int metric = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(metric);
        var router = HostAddress.ParseAddress(Name, gateway, "gateway");
        var egress = Stack.Ipv4.Interfaces.FirstOrDefault(candidate => candidate.IsOnLink(router) && !candidate.Owns(router))
            ?? throw new ArgumentException($"{Name}: the gateway {router} is no neighbour: it is in none of the subnets {string.Join(", ", Addresses.Select(own => own.Subnet))}.", nameof(gateway));
        Stack.Ipv4.Routes.Add(new Route(HostAddress.ParseSubnet(Name, destination), router, egress, metric));
    }

    /// <summary>Adds a route that drops what it matches.</summary>
    /// <param name="destination">The block of addresses that it is for, such as <c>10.0.0.0/8</c>.</param>
    /// <exception cref="ArgumentException">The text is no subnet.</exception>
    public void AddBlackhole(string destination) => Stack.Ipv4.Routes.Add(Route.Blackhole(HostAddress.ParseSubnet(Name, destination)));

    /// <summary>Writes a neighbour's MAC address into the ARP cache, where it stays: nobody is asked for it, and no answer changes it.</summary>
    /// <param name="address">The neighbour's address.</param>
    /// <param name="mac">Its MAC address.</param>
    /// <exception cref="ArgumentException">The address is in none of the host's subnets.</exception>
    public void AddNeighbor(Ipv4Address address, MacAddress mac)
    {
        var egress = Stack.Ipv4.Interfaces.FirstOrDefault(candidate => candidate.IsOnLink(address))
            ?? throw new ArgumentException($"{Name}: {address} is no neighbour: it is in none of the subnets {string.Join(", ", Addresses.Select(own => own.Subnet))}.", nameof(address));
        Stack.Arp.AddStatic(egress.NetworkInterface, address, mac);
    }

    private protected Ipv4Interface AddIpv4Interface() =>
        Stack.Attach(AddNetworkInterface($"FastEthernet{Interfaces.Count}", Context.NextStationAddress()));

    private Ipv4Interface Ipv4InterfaceOf(NetworkInterface networkInterface) =>
        Stack.Ipv4.Interfaces.FirstOrDefault(candidate => candidate.NetworkInterface == networkInterface)
        ?? throw new ArgumentException($"{networkInterface} is not an interface of {Name}.", nameof(networkInterface));

    private protected void Configure(HostAddress address)
    {
        Context.Claim(Name, address.Address.Address);
        Stack.Ipv4.Configure(Ipv4Interface, address.Address, address.Gateway);
        Dns.Servers = address.DnsServers;
    }
}
