using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The way out.</content>
internal sealed partial class Ipv4Protocol
{
    /// <summary>Puts a payload into a packet and sends it.</summary>
    public SendStatus Send(Ipv4Address destination, IpProtocol protocol, Pdu payload, Ipv4SendOptions options)
    {
        if (IsOwn(destination))
            return SendToSelf(MakePacket(options.Source ?? destination, destination, protocol, payload, options));
        if (destination.IsLimitedBroadcast || options.Egress is not null)
            return SendOnLink(destination, protocol, payload, options);

        if (Routes.Find(destination) is not { Egress: { } egress } route)
            return Fail(MakePacket(options.Source ?? Ipv4Address.Any, destination, protocol, payload, options), SendStatus.NoRoute, DropReason.NoRoute, destination);

        var source = options.Source ?? egress.Address!.Value.Address;
        var packet = MakePacket(source, destination, protocol, payload, options);
        if (packet.WireLength > egress.Mtu)
            return Fail(packet, SendStatus.TooLarge, DropReason.LargerThanMtu, packet.WireLength, egress.Mtu, egress.NetworkInterface.Name);

        if (route.Gateway is null && egress.IsBroadcast(destination))
        {
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4Broadcasts, destination, egress.NetworkInterface.Name);
            Transmit(egress, packet, MacAddress.Broadcast);
            return SendStatus.Sent;
        }

        if (route.Gateway is { } gateway)
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsToGateway, destination, route.Destination, gateway);
        else
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsDirectly, destination, route.Destination);
        _arp.Send(egress.NetworkInterface, route.Gateway ?? destination, packet);
        return SendStatus.Sent;
    }

    private SendStatus SendToSelf(Ipv4Packet packet)
    {
        // A TraceStep that queues ends the way out: what comes back in is an event of its own.
        _trace?.Out(Layer.Network, PduAction.Queue, packet, Reason.Ipv4SendsToSelf, packet.Destination);
        _simulation.Schedule(Duration.Zero, this, packet);
        return SendStatus.Sent;
    }

    /// <summary>Sends to the link of one interface without asking routes or ARP: to everybody, or to a MAC address that the caller knows.</summary>
    private SendStatus SendOnLink(Ipv4Address destination, IpProtocol protocol, Pdu payload, Ipv4SendOptions options)
    {
        var egress = options.Egress ?? _interfaces.Find(candidate => candidate.Address is not null);
        var source = options.Source ?? egress?.Address?.Address ?? Ipv4Address.Any;
        var packet = MakePacket(source, destination, protocol, payload, options);
        if (egress is null)
            return Fail(packet, SendStatus.NoRoute, DropReason.NoRoute, destination);
        if (packet.WireLength > egress.Mtu)
            return Fail(packet, SendStatus.TooLarge, DropReason.LargerThanMtu, packet.WireLength, egress.Mtu, egress.NetworkInterface.Name);

        if (options.NextHopMac is { } mac)
        {
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsToKnownMac, destination, mac);
            Transmit(egress, packet, mac);
            return SendStatus.Sent;
        }

        if (egress.IsBroadcast(destination))
        {
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4Broadcasts, destination, egress.NetworkInterface.Name);
            Transmit(egress, packet, MacAddress.Broadcast);
            return SendStatus.Sent;
        }

        _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsByInterface, destination, egress.NetworkInterface.Name);
        _arp.Send(egress.NetworkInterface, destination, packet);
        return SendStatus.Sent;
    }

    private void Transmit(Ipv4Interface egress, Ipv4Packet packet, MacAddress destination)
    {
        _trace?.Out(
            Layer.DataLink, PduAction.Encapsulate, packet,
            destination.IsBroadcast ? Reason.FrameIsBroadcast : Reason.FrameIsUnicast, destination);
        EthernetProtocol.Send(egress.NetworkInterface, destination, EtherType.Ipv4, packet);
    }

    private Ipv4Packet MakePacket(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, Pdu payload, Ipv4SendOptions options) =>
        new(source, destination, protocol, payload)
        {
            TimeToLive = options.TimeToLive,
            DontFragment = options.DontFragment,
            // RFC 6864 §4.1: a packet that is never fragmented needs no identification.
            Identification = options.DontFragment ? (ushort)0 : ++_identification,
        };

    private SendStatus Fail(Ipv4Packet packet, SendStatus status, DropReason reason, params object?[] arguments)
    {
        _trace?.Out(Layer.Network, PduAction.Drop, packet, reason, arguments);
        return status;
    }
}
