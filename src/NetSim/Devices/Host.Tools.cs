using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Services.Diagnostics;
using NetSim.Sockets;

namespace NetSim.Devices;

/// <content>The tools that a person at the host has.</content>
public partial class Host
{
    private protected virtual DhcpClient? DhcpClient => null;

    /// <summary>Pings an address or a name, as <c>ping</c> does.</summary>
    /// <param name="destination">An address such as <c>192.168.100.253</c>, or a name that the host's DNS client resolves.</param>
    /// <param name="options">How many requests are sent, and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The name could not be resolved.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<PingResult> PingAsync(string destination, PingOptions? options = null, CancellationToken cancellationToken = default) =>
        await PingRun.RunAsync(Stack, destination, await ResolveAsync(destination, cancellationToken), options ?? new PingOptions(), cancellationToken);

    /// <summary>Finds the routers on the way to an address or a name, as <c>traceroute</c> does.</summary>
    /// <param name="destination">An address such as <c>192.168.100.253</c>, or a name that the host's DNS client resolves.</param>
    /// <param name="options">What the probes are, and how many are sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The name could not be resolved, or no route leads to the address.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<TracerouteResult> TracerouteAsync(
        string destination, TracerouteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TracerouteOptions();
        var address = await ResolveAsync(destination, cancellationToken);
        using var traceroute = new TracerouteRun(Stack, address, options);
        return new TracerouteResult(destination, address, options, await traceroute.RunAsync(cancellationToken));
    }

    /// <summary>The ARP cache, as <c>arp -a</c> prints it.</summary>
    public ArpTable GetArpTable() => ArpTable.Of(Stack);

    /// <summary>The routes, as <c>route print</c> prints them.</summary>
    public Ipv4RouteTable GetRouteTable() => Ipv4RouteTable.Of(Stack);

    /// <summary>The connections, listeners and UDP ports, as <c>netstat -an</c> prints them.</summary>
    public ActiveConnections GetActiveConnections() => ActiveConnections.Of(Stack);

    /// <summary>The interfaces and their addresses, as <c>ipconfig</c> prints them.</summary>
    public IpConfiguration GetIpConfiguration() => IpConfiguration.Of(Stack, Ipv4Interface, DhcpClient, Dns.Servers);

    private async Task<Ipv4Address> ResolveAsync(string destination, CancellationToken cancellationToken)
    {
        await WaitUntilConfiguredAsync(cancellationToken);
        return await Dns.ResolveAsync(destination, cancellationToken);
    }
}
