using NetSim.Links;
using NetSim.Packets.Ethernet;

namespace NetSim.Stack.Ethernet;

/// <summary>A protocol above Ethernet.</summary>
/// <remarks>A class, as every frame comes by: to call one of several implementations of an interface is to look it up.</remarks>
internal abstract class EtherTypeHandler
{
    /// <summary>The protocol's name in a sentence.</summary>
    public abstract string Name { get; }

    /// <summary>A frame for this host, of this protocol's EtherType.</summary>
    public abstract void OnFrame(NetworkInterface ingress, EthernetFrame frame);
}
