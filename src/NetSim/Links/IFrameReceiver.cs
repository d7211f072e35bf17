using NetSim.Packets.Ethernet;

namespace NetSim.Links;

/// <summary>Takes the frames that arrive at an interface: a host's stack, or a switch.</summary>
public interface IFrameReceiver
{
    /// <summary>A frame has arrived, whole.</summary>
    void OnFrame(NetworkInterface ingress, EthernetFrame frame);

    /// <summary>A cable was plugged in or unplugged.</summary>
    void OnLinkChanged(NetworkInterface networkInterface);
}
