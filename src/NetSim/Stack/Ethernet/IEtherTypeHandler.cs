using NetSim.Links;
using NetSim.Packets.Ethernet;

namespace NetSim.Stack.Ethernet;

/// <summary>A protocol above Ethernet.</summary>
internal interface IEtherTypeHandler
{
    /// <summary>The protocol's name in a sentence.</summary>
    string Name { get; }

    /// <summary>A frame for this host, of this protocol's EtherType.</summary>
    void OnFrame(NetworkInterface ingress, EthernetFrame frame);
}
