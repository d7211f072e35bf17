using NetSim.Services.Dns;
using NetSim.Stack;

namespace NetSim.Devices;

/// <summary>A host with a DNS server on it.</summary>
public sealed class DnsServerHost : Host
{
    internal DnsServerHost(DeviceContext context, string name, HostStackOptions options, HostAddress address)
        : base(context, name, options, address)
    {
        DnsServer = new DnsServer(Sockets);
    }

    /// <summary>The DNS server; its zones can be added to.</summary>
    public DnsServer DnsServer { get; }
}
