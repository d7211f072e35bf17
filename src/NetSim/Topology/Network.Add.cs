using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Switching;

namespace NetSim.Topology;

/// <content>Devices.</content>
public sealed partial class Network
{
    /// <summary>Adds a switch.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="ports">How many ports it has.</param>
    /// <param name="options">How it keeps its MAC table.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, or an option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one port.</exception>
    public Switch AddSwitch(string name, int ports = 24, MacRelayOptions? options = null)
    {
        EnsureNewName(name);
        if (ports < 1)
            throw new ArgumentOutOfRangeException(nameof(ports), ports, $"{name}: a switch has at least one port.");
        options ??= new MacRelayOptions();
        options.Validate(name);
        return Add(new Switch(_context, name, ports, options));
    }

    /// <summary>Adds a host with a fixed address and no services.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="address">Its address and prefix length, such as <c>192.168.100.10/24</c>.</param>
    /// <param name="gateway">The router for other subnets, or null for none.</param>
    /// <param name="dns">Its DNS servers, separated by commas, or null for none.</param>
    /// <param name="stack">How its protocols behave, or null for the network's <see cref="NetworkOptions.Stack"/>.</param>
    /// <exception cref="ArgumentException">The name is taken, or an address is wrong or taken; the message says what to do.</exception>
    public Host AddHost(string name, string address, string? gateway = null, string? dns = null, HostStackOptions? stack = null) =>
        Add(new Host(_context, name, stack ?? _options.Stack, Plan(name, address, gateway, dns)));

    /// <summary>Adds a router with an interface for each address: FastEthernet0, FastEthernet1 and so on.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="addresses">Addresses and prefix lengths, such as <c>10.0.0.1/24</c>, each in a subnet of its own.</param>
    /// <exception cref="ArgumentException">The name is taken, there is no address, or one is wrong or taken, or two are in one subnet.</exception>
    public Router AddRouter(string name, params ReadOnlySpan<string> addresses)
    {
        EnsureNewName(name);
        if (addresses.IsEmpty)
            throw new ArgumentException($"{name}: a router needs an address for each interface. Write them behind the name, such as 10.0.0.1/24.", nameof(addresses));
        var plan = new List<Ipv4InterfaceAddress>();
        foreach (var text in addresses)
        {
            var address = HostAddress.ParseOwn(name, text);
            _context.EnsureFree(name, address.Address);
            if (plan.Find(other => other.Subnet.Contains(address.Address) || address.Subnet.Contains(other.Address)) is { PrefixLength: > 0 } other)
                throw new ArgumentException($"{name}: {address} and {other} are in one subnet. Each interface of a router needs a subnet of its own.", nameof(addresses));
            plan.Add(address);
        }

        return Add(new Router(_context, name, _options.Stack, plan));
    }

    /// <summary>Adds a client that leases its address from a DHCP server.</summary>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    public Client AddClient(string name)
    {
        EnsureNewName(name);
        return Add(new Client(_context, name, _options.Stack));
    }

    /// <summary>Adds a client with a fixed address.</summary>
    /// <inheritdoc cref="AddHost"/>
    public Client AddClient(string name, string address, string? gateway = null, string? dns = null) =>
        Add(new Client(_context, name, _options.Stack, Plan(name, address, gateway, dns)));

    /// <summary>Adds a host with a DHCP server for the host's subnet.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="address">Its address and prefix length, such as <c>192.168.100.252/24</c>.</param>
    /// <param name="pool">The first and the last address that it leases, such as <c>192.168.100.1-192.168.100.100</c>.</param>
    /// <param name="dns">The DNS servers that it tells clients, separated by commas, or null for none.</param>
    /// <param name="gateway">The router that it tells clients, and uses itself; null for none.</param>
    /// <param name="leaseDuration">How long a lease lasts: a day unless said otherwise.</param>
    /// <exception cref="ArgumentException">The name is taken, an address is wrong or taken, or the pool is not in the subnet.</exception>
    public DhcpServerHost AddDhcpServer(
        string name, string address, string pool, string? dns = null, string? gateway = null, Duration? leaseDuration = null)
    {
        var plan = Plan(name, address, gateway, dns: null);
        var dhcp = ParseDhcp(name, plan, pool, dns);
        if (leaseDuration is { } duration)
            dhcp = dhcp with { LeaseDuration = duration };
        return Add(new DhcpServerHost(_context, name, _options.Stack, plan, dhcp));
    }

    /// <summary>Adds a host with a DNS server.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="address">Its address and prefix length, such as <c>192.168.100.254/24</c>.</param>
    /// <param name="records">Names and their addresses.</param>
    /// <exception cref="ArgumentException">The name is taken, or an address or a domain name is wrong.</exception>
    public DnsServerHost AddDnsServer(string name, string address, params ReadOnlySpan<(string Name, string Address)> records)
    {
        var plan = Plan(name, address, gateway: null, dns: null);
        foreach (var (domain, target) in records)
            EnsureRecord(name, domain, target);
        var host = new DnsServerHost(_context, name, _options.Stack, plan);
        foreach (var (domain, target) in records)
            host.DnsServer.Add(domain, target);
        return Add(host);
    }

    /// <summary>Adds a host with an HTTP server on port 80.</summary>
    /// <param name="name">A name that no other device has.</param>
    /// <param name="address">Its address and prefix length, such as <c>192.168.100.253/24</c>.</param>
    /// <param name="pages">Paths and what is found there: HTML where it starts with &lt;, plain text otherwise.</param>
    /// <exception cref="ArgumentException">The name is taken, an address is wrong or taken, or a path does not start with a slash.</exception>
    public WebServerHost AddWebServer(string name, string address, params ReadOnlySpan<(string Path, string Content)> pages)
    {
        var host = new WebServerHost(_context, name, _options.Stack, Plan(name, address, gateway: null, dns: null));
        foreach (var (path, content) in pages)
            host.Http.Map(path, content);
        return Add(host);
    }

    private HostAddress Plan(string name, string address, string? gateway, string? dns)
    {
        EnsureNewName(name);
        var plan = HostAddress.Parse(name, address, gateway, dns);
        _context.EnsureFree(name, plan.Address.Address);
        return plan;
    }

    private T Add<T>(T device)
        where T : Device
    {
        _devices.Add(device.Name, device);
        return device;
    }
}
