using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Arp;
using NetSim.Stack.Ethernet;
using NetSim.Stack.Icmp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Stack.Udp;
using NetSim.Tracing;

namespace NetSim.Stack;

/// <summary>A host's protocols, one above the other: each registers with the one below.</summary>
internal sealed class HostStack
{
    public HostStack(Simulation simulation, string name, HostStackOptions options, DeviceTrace? trace)
    {
        Simulation = simulation;
        Name = name;
        Trace = trace;
        Ethernet = new EthernetProtocol(trace);
        Arp = new ArpProtocol(simulation, name, Ethernet, options.Arp, trace);
        Ipv4 = new Ipv4Protocol(simulation, name, Ethernet, Arp, options.Ipv4, trace);
        Icmp = new IcmpProtocol(simulation, Ipv4, options.Icmp, trace);
        Udp = new UdpProtocol(Ipv4, trace);
        Tcp = new TcpProtocol(simulation, name, Ipv4, options.Tcp, trace);
    }

    public Simulation Simulation { get; }

    /// <summary>The host's name.</summary>
    public string Name { get; }

    public DeviceTrace? Trace { get; }

    public EthernetProtocol Ethernet { get; }

    public ArpProtocol Arp { get; }

    public Ipv4Protocol Ipv4 { get; }

    public IcmpProtocol Icmp { get; }

    public UdpProtocol Udp { get; }

    public TcpProtocol Tcp { get; }

    /// <summary>Puts the stack on a network interface.</summary>
    public Ipv4Interface Attach(NetworkInterface networkInterface)
    {
        Ethernet.Attach(networkInterface);
        return Ipv4.Attach(networkInterface);
    }
}
