using NetSim.Devices;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dhcp;

namespace NetSim.Topology;

/// <content>What is wrong with a plan is said before it runs.</content>
public sealed partial class Network
{
    private void EnsureNewName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A device needs a name, by which traces and errors call it. Give it one, such as 'Client'.", nameof(name));
        if (_devices.ContainsKey(name))
            throw new ArgumentException($"The network has a device '{name}' already. Give this one another name.", nameof(name));
    }

    /// <summary>What can only be seen when every device has been added.</summary>
    private void Validate()
    {
        foreach (var server in _devices.Values.OfType<DhcpServerHost>())
            EnsurePoolIsFree(server);
    }

    private void EnsurePoolIsFree(DhcpServerHost server)
    {
        var options = server.Dhcp.Options;
        foreach (var host in _devices.Values.OfType<Host>())
        {
            if (host is Client { Dhcp: not null } || host.Address is not { } own)
                continue;
            if (own.Address >= options.PoolStart && own.Address <= options.PoolEnd)
            {
                throw new InvalidOperationException(
                    $"{server}: its pool {options.PoolStart}-{options.PoolEnd} contains {own.Address}, the fixed address of {host}. " +
                    "Choose a pool beside it, or another address.");
            }
        }
    }

    private static void EnsureRecord(string device, string name, string address)
    {
        HostAddress.ParseAddress(device, address, $"address of {name}");
        if (!DnsName.TryParse(name, out _))
            throw new ArgumentException($"{device}: '{name}' is not a domain name. Write labels of at most 63 characters with dots between, such as example.com.", nameof(name));
    }

    private static DhcpServerOptions ParseDhcp(string device, HostAddress server, string pool, string? dns)
    {
        var own = server.Address;
        var ends = pool.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2)
            throw new ArgumentException($"{device}: '{pool}' is not a pool. Write its first and last address, such as 192.168.100.1-192.168.100.100.", nameof(pool));
        var start = HostAddress.ParseAddress(device, ends[0], "pool's start");
        var end = HostAddress.ParseAddress(device, ends[1], "pool's end");
        if (start > end)
            throw new ArgumentException($"{device}: the pool ends at {end}, before its start {start}. Exchange them.", nameof(pool));
        foreach (var address in (ReadOnlySpan<Ipv4Address>)[start, end])
        {
            if (!own.Subnet.IsHost(address))
                throw new ArgumentException($"{device}: its pool's address {address} is no host's address of its own subnet {own.Subnet}. Choose a pool inside it.", nameof(pool));
        }

        return new DhcpServerOptions
        {
            PoolStart = start,
            PoolEnd = end,
            Router = server.Gateway,
            DnsServers = [.. HostAddress.ParseList(device, dns, "DNS server for clients")],
        };
    }
}
