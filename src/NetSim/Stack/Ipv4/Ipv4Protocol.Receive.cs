using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The way in.</content>
internal sealed partial class Ipv4Protocol
{
    public void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        if (frame.Payload is not Ipv4Packet packet)
            Drop(frame.Payload, DropReason.Malformed, frame.Payload);
        else if (Find(ingress) is { } ipv4Interface && IsSourceSound(packet))
            Receive(ipv4Interface, packet);
    }

    /// <summary>A packet of the host to itself comes back in (RFC 1122 §3.2.1.3 (g), §3.3.4.2).</summary>
    void Kernel.IEventHandler.OnEvent(object? state)
    {
        var packet = (Ipv4Packet)state!;
        _trace?.Receive(packet, _device);
        Receive(_interfaces[0], packet);
        _trace?.Received();
    }

    private void Receive(Ipv4Interface ingress, Ipv4Packet packet)
    {
        var isBroadcast = ingress.IsBroadcast(packet.Destination);
        if (!isBroadcast && !IsOwn(packet.Destination))
        {
            Drop(packet, DropReason.NotForThisHost, packet.Destination);
            return;
        }

        if (packet.IsFragment)
        {
            Drop(packet, DropReason.FragmentRefused, packet.Identification, packet.FragmentOffset);
            return;
        }

        if (!_handlers.TryGetValue(packet.Protocol, out var handler))
        {
            Drop(packet, DropReason.UnknownProtocol, (int)packet.Protocol);
            return;
        }

        _trace?.In(
            Layer.Network, PduAction.Decapsulate, packet, isBroadcast ? Reason.Ipv4SeesBroadcast : Reason.Ipv4SeesOwnAddress,
            packet.Destination, handler.Name, (int)packet.Protocol);
        handler.OnPacket(ingress, packet);
    }

    /// <summary>A source must be one host's address, or 0.0.0.0 of a host that has none (RFC 1122 §3.2.1.3).</summary>
    private bool IsSourceSound(Ipv4Packet packet)
    {
        if (packet.Source.IsUnicast || packet.Source.IsAny)
            return true;
        Drop(packet, DropReason.SourceNotUnicast, packet.Source);
        return false;
    }

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.Network, PduAction.Drop, pdu, reason, arguments);
}
