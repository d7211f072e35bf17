using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ethernet;

/// <summary>A host's Ethernet: which frames its NICs take in, and which protocol gets them.</summary>
internal sealed class EthernetProtocol(DeviceTrace? trace) : FrameReceiver
{
    private readonly List<(EtherType EtherType, EtherTypeHandler Handler)> _handlers = [];

    // Who took the frame before, as it takes the next one as a rule; null with a trace, where more is to be done.
    private EtherTypeHandler? _last;
    private EtherType _lastEtherType;

    /// <summary>Raised when a cable of the host is plugged in or unplugged.</summary>
    public event Action<NetworkInterface>? LinkChanged;

    public void Register(EtherType etherType, EtherTypeHandler handler) => _handlers.Add((etherType, handler));

    public void Attach(NetworkInterface networkInterface) => networkInterface.Receiver = this;

    public override void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        // Floods bring many frames for other NICs: nothing is allocated for any without a trace.
        if (frame.Destination != ingress.MacAddress && !frame.Destination.IsBroadcast)
            DropForAnother(ingress, frame);
        else if (frame.EtherType == _lastEtherType && _last is { } handler)
            handler.OnFrame(ingress, frame);
        else
            Dispatch(ingress, frame);
    }

    public override void OnLinkChanged(NetworkInterface networkInterface) => LinkChanged?.Invoke(networkInterface);

    /// <summary>Puts a payload into a frame and sends it. Why it goes to that address, the caller has said.</summary>
    public static void Send(NetworkInterface egress, MacAddress destination, EtherType etherType, Pdu payload)
    {
        var frame = new EthernetFrame(destination, egress.MacAddress, etherType, payload);
        if (egress.Trace is not null)
            TraceSource(egress, frame);
        egress.Transmit(frame);
    }

    /// <summary>The same for an IPv4 packet that was made to be sent, and that nobody keeps.</summary>
    public static void Send(NetworkInterface egress, MacAddress destination, Ipv4Packet packet)
    {
        if (egress.Trace is null)
            egress.Transmit(EthernetFrame.InTransit(destination, egress.MacAddress, packet));
        else
            Send(egress, destination, EtherType.Ipv4, packet);
    }

    /// <summary>Passes a frame in transit on, with its packet.</summary>
    public static void PassOn(NetworkInterface egress, MacAddress destination, EthernetFrame frame, Ipv4Packet packet)
    {
        frame.PassOn(destination, egress.MacAddress, packet);
        egress.Transmit(frame);
    }

    private static void TraceSource(NetworkInterface egress, EthernetFrame frame) =>
        egress.Trace!.Out(Layer.DataLink, PduAction.Encapsulate, frame, Reason.NicWritesSource, egress.MacAddress);

    private void Dispatch(NetworkInterface ingress, EthernetFrame frame)
    {
        if (HandlerOf(frame.EtherType) is not { } handler)
        {
            trace?.In(Layer.DataLink, PduAction.Drop, frame, DropReason.UnknownEtherType, Hex(frame.EtherType));
            return;
        }

        if (trace is null)
            (_last, _lastEtherType) = (handler, frame.EtherType);
        trace?.In(
            Layer.DataLink, PduAction.Decapsulate, frame, frame.Destination == ingress.MacAddress ? Reason.NicSeesOwnAddress : Reason.NicSeesBroadcast,
            handler.Name, Hex(frame.EtherType));
        handler.OnFrame(ingress, frame);
    }

    private EtherTypeHandler? HandlerOf(EtherType etherType)
    {
        foreach (var candidate in _handlers)
        {
            if (candidate.EtherType == etherType)
                return candidate.Handler;
        }

        return null;
    }

    private void DropForAnother(NetworkInterface ingress, EthernetFrame frame) =>
        trace?.In(Layer.DataLink, PduAction.Drop, frame, DropReason.NotForThisNic, frame.Destination, ingress.MacAddress);

    private static string Hex(EtherType etherType) => $"0x{(ushort)etherType:X4}";
}
