using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>An address that is asked for, and what waits for its answer.</summary>
internal sealed class ArpResolution(Ipv4Address address, NetworkInterface egress, int order)
{
    public Ipv4Address Address { get; } = address;

    public NetworkInterface Egress { get; } = egress;

    /// <summary>Its place in the order in which addresses were first asked for.</summary>
    public int Order { get; } = order;

    /// <summary>How many requests went out.</summary>
    public int Requests { get; set; }

    /// <summary>When the answer to the last of them is overdue.</summary>
    public SimTime Deadline { get; set; }

    /// <summary>The packets that wait for the answer, the oldest first.</summary>
    public Queue<(Ipv4Packet Packet, PduEvent? Cause)> Waiting { get; } = new(1);

    /// <summary>Its place among those that wait, the first to be overdue first.</summary>
    public LinkedListNode<ArpResolution>? Place { get; set; }
}
