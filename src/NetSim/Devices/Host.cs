using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;

namespace NetSim.Devices;

/// <summary>A host: a network interface, a stack above it, and sockets for applications and services.</summary>
public class Host : Device
{
    private protected Host(DeviceContext context, string name, HostStackOptions options)
        : base(context, name)
    {
        Stack = new HostStack(context.Simulation, name, options, Trace);
        Sockets = new HostSockets(Stack);
        Ipv4Interface = Stack.Attach(AddNetworkInterface("FastEthernet0", context.NextStationAddress()));
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

    /// <summary>The address and subnet, or null while the host has none.</summary>
    public Ipv4InterfaceAddress? Address => Ipv4Interface.Address;

    /// <summary>The router for other subnets, or null where there is none.</summary>
    public Ipv4Address? DefaultGateway => Stack.Ipv4.Routes.Find(Ipv4Address.Any)?.Gateway;

    /// <summary>The ARP cache: which address is at which MAC address.</summary>
    public IEnumerable<(Ipv4Address Address, MacAddress Mac, NetworkInterface Interface)> ArpCache => Stack.Arp.Entries;

    internal HostStack Stack { get; }

    internal Ipv4Interface Ipv4Interface { get; }

    private protected override string AdviceForMoreInterfaces => "Unplug the cable first, or connect a switch between.";

    /// <summary>Pings an address or a name.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name could not be resolved.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<PingReply> PingAsync(string destination, PingOptions? options = null, CancellationToken cancellationToken = default)
    {
        await WaitUntilConfiguredAsync(cancellationToken);
        if (!Ipv4Address.TryParse(destination, out var address))
            address = await Dns.ResolveAsync(destination, cancellationToken);
        return await Sockets.PingAsync(address, options, cancellationToken);
    }

    /// <summary>Completes when the host has an address: at once where it is fixed.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No DHCP server answered.</exception>
    public virtual Task WaitUntilConfiguredAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private protected void Configure(HostAddress address)
    {
        Stack.Ipv4.Configure(Ipv4Interface, address.Address, address.Gateway);
        Dns.Servers = address.DnsServers;
    }
}
