using NetSim.Kernel;
using NetSim.Services.Dhcp;
using NetSim.Services.Http;
using NetSim.Stack;

namespace NetSim.Devices;

/// <summary>A person's computer: a host with a browser, and a DHCP client where it has no fixed address.</summary>
public sealed class Client : Host
{
    /// <summary>A client that leases its address.</summary>
    internal Client(DeviceContext context, string name, HostStackOptions options)
        : base(context, name, options)
    {
        Browser = new Browser(Sockets, Dns, WaitUntilConfiguredAsync);
        Dhcp = new DhcpClient(Sockets, Ipv4Interface);
        Dhcp.LeaseChanged += (_, _) => Dns.Servers = Dhcp.Lease is { } lease ? [.. lease.DnsServers] : [];
        // Cables are plugged in after a device is added, so the client starts with the run.
        context.Simulation.Schedule(Duration.Zero, Dhcp.Start);
    }

    /// <summary>A client with a fixed address.</summary>
    internal Client(DeviceContext context, string name, HostStackOptions options, HostAddress address)
        : base(context, name, options, address)
    {
        Browser = new Browser(Sockets, Dns, WaitUntilConfiguredAsync);
    }

    /// <summary>Opens web pages.</summary>
    public Browser Browser { get; }

    /// <summary>The DHCP client, or null where the address is fixed.</summary>
    public DhcpClient? Dhcp { get; }

    private protected override DhcpClient? DhcpClient => Dhcp;

    /// <inheritdoc/>
    public override Task WaitUntilConfiguredAsync(CancellationToken cancellationToken = default)
    {
        if (Dhcp is null)
            return Task.CompletedTask;
        Dhcp.Start(); // a script may ask before the first event has run
        return Dhcp.WaitForLeaseAsync(cancellationToken);
    }
}
