using NetSim.Links;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Ipv4;

namespace NetSim.Devices;

/// <summary>A router: a host that passes packets for others on between its interfaces (RFC 1812).</summary>
public sealed class Router : Host
{
    internal Router(DeviceContext context, string name, HostStackOptions options, IReadOnlyList<Ipv4InterfaceAddress> addresses)
        : base(context, name, options with { Ipv4 = options.Ipv4 with { IsForwarding = true } })
    {
        Configure(Ipv4Interface, addresses[0]);
        foreach (var address in addresses.Skip(1))
            Configure(AddIpv4Interface(), address);
    }

    private protected override string AdviceForMoreInterfaces => "Add an interface with AddInterface(address).";

    /// <summary>Adds an interface, named FastEthernet1 and so on.</summary>
    /// <param name="address">Its address and prefix length, such as <c>10.0.1.1/24</c>.</param>
    /// <exception cref="ArgumentException">The address is wrong.</exception>
    public NetworkInterface AddInterface(string address)
    {
        var own = HostAddress.ParseOwn(Name, address);
        Context.EnsureFree(Name, own.Address);
        var added = AddIpv4Interface();
        Configure(added, own);
        return added.NetworkInterface;
    }

    /// <summary>The interface whose subnet contains an address, or null.</summary>
    public NetworkInterface? InterfaceTo(Ipv4Address address) =>
        Stack.Ipv4.Interfaces.FirstOrDefault(candidate => candidate.IsOnLink(address))?.NetworkInterface;

    private void Configure(Ipv4Interface ipv4Interface, Ipv4InterfaceAddress address)
    {
        Context.Claim(Name, address.Address);
        Stack.Ipv4.Configure(ipv4Interface, address, gateway: null);
    }
}
