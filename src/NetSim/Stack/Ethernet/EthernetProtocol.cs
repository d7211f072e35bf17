using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ethernet;

/// <summary>A host's Ethernet: which frames its NICs take in, and which protocol gets them.</summary>
internal sealed class EthernetProtocol(DeviceTrace? trace) : IFrameReceiver
{
    private (EtherType EtherType, IEtherTypeHandler Handler)[] _handlers = []; // two or three: looked through faster than looked up

    /// <summary>Raised when a cable of the host is plugged in or unplugged.</summary>
    public event Action<NetworkInterface>? LinkChanged;

    public void Register(EtherType etherType, IEtherTypeHandler handler) => _handlers = [(etherType, handler), .. _handlers];

    public void Attach(NetworkInterface networkInterface) => networkInterface.Receiver = this;

    public void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        var isOwn = frame.Destination == ingress.MacAddress;
        if (!isOwn && !frame.Destination.IsBroadcast)
        {
            // Floods bring many such frames: nothing is allocated for them without a trace.
            trace?.In(Layer.DataLink, PduAction.Drop, frame, DropReason.NotForThisNic, frame.Destination, ingress.MacAddress);
            return;
        }

        if (HandlerOf(frame.EtherType) is not { } handler)
        {
            trace?.In(Layer.DataLink, PduAction.Drop, frame, DropReason.UnknownEtherType, Hex(frame.EtherType));
            return;
        }

        trace?.In(
            Layer.DataLink, PduAction.Decapsulate, frame, isOwn ? Reason.NicSeesOwnAddress : Reason.NicSeesBroadcast,
            handler.Name, Hex(frame.EtherType));
        handler.OnFrame(ingress, frame);
    }

    public void OnLinkChanged(NetworkInterface networkInterface) => LinkChanged?.Invoke(networkInterface);

    /// <summary>Puts a payload into a frame and sends it. Why it goes to that address, the caller has said.</summary>
    public static void Send(NetworkInterface egress, MacAddress destination, EtherType etherType, Pdu payload)
    {
        var frame = new EthernetFrame(destination, egress.MacAddress, etherType, payload);
        egress.Trace?.Out(Layer.DataLink, PduAction.Encapsulate, frame, Reason.NicWritesSource, egress.MacAddress);
        egress.Send(frame);
    }

    private IEtherTypeHandler? HandlerOf(EtherType etherType)
    {
        foreach (ref readonly var candidate in _handlers.AsSpan())
        {
            if (candidate.EtherType == etherType)
                return candidate.Handler;
        }

        return null;
    }

    private static string Hex(EtherType etherType) => $"0x{(ushort)etherType:X4}";
}
