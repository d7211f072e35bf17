using NetSim.Packets.Ethernet;

namespace NetSim.Links;

/// <summary>A receiver of NetSim's own, which may be given frames in transit.</summary>
/// <remarks>A class, as every frame comes by: to call one of several implementations of an interface is to look it up.</remarks>
internal abstract class FrameReceiver : IFrameReceiver
{
    public abstract void OnFrame(NetworkInterface ingress, EthernetFrame frame);

    public abstract void OnLinkChanged(NetworkInterface networkInterface);
}
