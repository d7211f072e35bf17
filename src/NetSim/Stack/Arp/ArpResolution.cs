using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>What is under way for an address while its answer is waited for.</summary>
internal sealed class ArpResolution
{
    /// <summary>How many requests went out.</summary>
    public int Requests { get; set; }

    /// <summary>When the answer to the last of them is overdue.</summary>
    public SimTime Deadline { get; set; }

    /// <summary>The packets that wait for the answer, the oldest first.</summary>
    public Queue<(Ipv4Packet Packet, PduEvent? Cause)> Waiting { get; } = new(1);

    /// <summary>Its place among those that wait, the first to be overdue first.</summary>
    public LinkedListNode<ArpEntry>? Place { get; set; }
}
