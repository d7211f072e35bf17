using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;
using NetSim.Stack;
using NetSim.Stack.Ipv4;

namespace NetSim.Services.Diagnostics;

/// <summary>A host's interfaces and their addresses, as a tool shows them.</summary>
/// <param name="HostName">The host's name.</param>
/// <param name="IsRouter">Whether it passes packets for others on.</param>
/// <param name="Adapters">Its interfaces, in order.</param>
public sealed record IpConfiguration(string HostName, bool IsRouter, IReadOnlyList<IpAdapter> Adapters)
{
    /// <summary>As Windows' <c>ipconfig</c> prints it.</summary>
    public override string ToString() => $"Windows IP Configuration\n\n{string.Join("\n\n", Adapters)}";

    /// <summary>As Windows' <c>ipconfig /all</c> prints it.</summary>
    public string ToDetailedString()
    {
        var host = IpConfigurationText.Line("Host Name", HostName) + IpConfigurationText.Line("IP Routing Enabled", IsRouter ? "Yes" : "No");
        return $"Windows IP Configuration\n{host}\n\n{string.Join("\n\n", Adapters.Select(adapter => adapter.ToDetailedString()))}";
    }

    internal static IpConfiguration Of(HostStack stack, Ipv4Interface configured, DhcpClient? dhcp, IReadOnlyList<Ipv4Address> dnsServers) =>
        new(stack.Name, stack.Ipv4.IsForwarding, [.. stack.Ipv4.Interfaces.Select(candidate => new IpAdapter
        {
            Name = candidate.NetworkInterface.Name,
            PhysicalAddress = candidate.NetworkInterface.MacAddress,
            IsConnected = candidate.NetworkInterface.Link is not null,
            Addresses = [.. candidate.Addresses],
            DefaultGateways = stack.Ipv4.Routes.ToList()
                .Where(route => route.Destination == Ipv4Subnet.All && route.Egress == candidate)
                .Select(route => route.Gateway).OfType<Ipv4Address>().ToArray(),
            IsDhcpEnabled = dhcp is not null && candidate == configured,
            Lease = candidate == configured ? dhcp?.Lease : null,
            DnsServers = candidate == configured ? dnsServers : [],
        })]);
}

/// <summary>An interface with its addresses.</summary>
public sealed record IpAdapter
{
    /// <summary>The interface's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its MAC address.</summary>
    public required MacAddress PhysicalAddress { get; init; }

    /// <summary>Whether a cable is plugged in.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>Its addresses and subnets, the primary one first.</summary>
    public required IReadOnlyList<Ipv4InterfaceAddress> Addresses { get; init; }

    /// <summary>The routers for other subnets, the preferred one first.</summary>
    public required IReadOnlyList<Ipv4Address> DefaultGateways { get; init; }

    /// <summary>Whether a DHCP client leases its address.</summary>
    public required bool IsDhcpEnabled { get; init; }

    /// <summary>The lease, or null while there is none.</summary>
    public DhcpLease? Lease { get; init; }

    /// <summary>The DNS servers in order of preference.</summary>
    public required IReadOnlyList<Ipv4Address> DnsServers { get; init; }

    /// <summary>As Windows' <c>ipconfig</c> prints it.</summary>
    public override string ToString() => IpConfigurationText.Of(this, isDetailed: false);

    /// <summary>As Windows' <c>ipconfig /all</c> prints it; the times of the lease are seconds of virtual time.</summary>
    public string ToDetailedString() => IpConfigurationText.Of(this, isDetailed: true);
}
