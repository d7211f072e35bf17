using NetSim.Services.Dhcp;
using NetSim.Stack;

namespace NetSim.Devices;

/// <summary>A host with a DHCP server on it.</summary>
public sealed class DhcpServerHost : Host
{
    internal DhcpServerHost(DeviceContext context, string name, HostStackOptions options, HostAddress address, DhcpServerOptions dhcp)
        : base(context, name, options, address)
    {
        Dhcp = new DhcpServer(Sockets, Ipv4Interface, dhcp);
    }

    /// <summary>The DHCP server.</summary>
    public DhcpServer Dhcp { get; }
}
