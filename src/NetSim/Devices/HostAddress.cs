using NetSim.Packets.Ipv4;

namespace NetSim.Devices;

/// <summary>The fixed addresses that a host is set up with.</summary>
/// <param name="Address">Its own address and subnet.</param>
/// <param name="Gateway">The router for other subnets, or null for none.</param>
/// <param name="DnsServers">The DNS servers in order of preference.</param>
internal sealed record HostAddress(Ipv4InterfaceAddress Address, Ipv4Address? Gateway, IReadOnlyList<Ipv4Address> DnsServers)
{
    /// <summary>Checks what people write, so that a slip is found where it was made.</summary>
    /// <exception cref="ArgumentException">An address is none, or fits nothing; the message names the device and says what to do.</exception>
    public static HostAddress Parse(string device, string address, string? gateway, string? dns)
    {
        var own = ParseOwn(device, address);
        var router = gateway is null ? (Ipv4Address?)null : ParseAddress(device, gateway, "default gateway");
        if (router is { } hop && (!own.Subnet.IsHost(hop) || hop == own.Address))
            throw new ArgumentException($"{device}: the default gateway {hop} must be another host of its own subnet {own.Subnet}.", nameof(gateway));
        return new HostAddress(own, router, ParseList(device, dns, "DNS server"));
    }

    /// <summary>An address that an interface can have, with its subnet.</summary>
    public static Ipv4InterfaceAddress ParseOwn(string device, string address)
    {
        if (!Ipv4InterfaceAddress.TryParse(address, out var own))
            throw new ArgumentException($"{device}: '{address}' is not an address with its prefix length. Write it as 192.168.100.253/24, with a length from 0 to 32.", nameof(address));
        if (!own.Address.IsUnicast)
            throw new ArgumentException($"{device}: {own.Address} cannot be one host's address (it is a loopback, multicast, broadcast or reserved one). Choose another.", nameof(address));
        if (!own.Subnet.IsHost(own.Address))
        {
            var role = own.Address == own.Subnet.Network ? "the subnet's own address" : "the subnet's broadcast address";
            throw new ArgumentException($"{device}: {own.Address} is {role} in {own.Subnet}. Choose an address between them, or another prefix length.", nameof(address));
        }

        return own;
    }

    /// <summary>A block of addresses.</summary>
    public static Ipv4Subnet ParseSubnet(string device, string text)
    {
        try
        {
            return Ipv4Subnet.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new ArgumentException($"{device}: {problem.Message}", nameof(text), problem);
        }
    }

    /// <summary>Addresses separated by commas; none where the text is null.</summary>
    public static IReadOnlyList<Ipv4Address> ParseList(string device, string? text, string role) => text is null
        ? []
        : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => ParseAddress(device, part, role))];

    public static Ipv4Address ParseAddress(string device, string text, string role)
    {
        if (!Ipv4Address.TryParse(text, out var address))
            throw new ArgumentException($"{device}: the {role} '{text}' is not an IPv4 address. Write four numbers from 0 to 255, such as 192.168.100.1.");
        return address.IsUnicast || address.IsLoopback
            ? address
            : throw new ArgumentException($"{device}: the {role} {address} cannot be one host's address. Choose another.");
    }
}
