using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The way out of what this host makes itself (RFC 1122 §3.3.1).</content>
internal sealed partial class Ipv4Protocol
{
    /// <summary>Puts a payload into a packet and sends it.</summary>
    public SendStatus Send(Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options)
    {
        // At a glance, as most packets are for another host; the rest is looked at more closely.
        return destination.IsUnicast && !_own.MayContain(destination) && options.Egress is null
            ? SendByRoute(destination, protocol, payload, options)
            : SendUncommon(destination, protocol, payload, options);
    }

    private SendStatus SendUncommon(Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options)
    {
        if (IsOwn(destination))
            return SendToSelf(MakePacket(options.Source ?? destination, destination, protocol, payload, options));
        if (destination.IsLimitedBroadcast || options.Egress is not null)
            return SendOnLink(destination, protocol, payload, options);
        if (destination.IsAny) // RFC 1122 §3.2.1.3 (a): nobody's address; a default route does not lead there.
            return FailWithoutRoute(destination, protocol, payload, options);
        return SendByRoute(destination, protocol, payload, options);
    }

    private SendStatus FailWithoutRoute(Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options)
    {
        var unsent = MakePacket(options.Source ?? Ipv4Address.Any, destination, protocol, payload, options);
        return Fail(unsent, SendStatus.NoRoute, DropReason.NoRoute, destination);
    }

    private SendStatus SendByRoute(Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options)
    {
        if (Routes.Match(destination) is not { IsBlackhole: false } group)
            return FailWithoutRoute(destination, protocol, payload, options);

        ref readonly var first = ref group.First;
        var source = options.Source ?? first.Egress!.SourceFor(first.Gateway ?? destination);
        var packet = MakePacket(source, destination, protocol, payload, options);
        ref readonly var hop = ref PickHop(group, packet);
        var egress = hop.Egress!;
        var mtu = _pathMtus.Find(destination, egress.Mtu);
        if (packet.WireLength > mtu && !FitsOrMayBeCut(packet, mtu, egress, out var status))
            return status;

        if (_trace is not null)
            TraceSource(packet, egress, options, first.Egress);
        if (hop.Gateway is null && egress.IsBroadcast(destination))
        {
            Broadcast(packet, egress);
            return SendStatus.Sent;
        }

        if (_trace is not null)
            TraceRoute(_trace, packet, group, hop);

        Output(packet, egress, hop.Gateway ?? destination);
        return SendStatus.Sent;
    }

    private SendStatus SendToSelf(Ipv4Packet packet)
    {
        if (packet.WireLength > MaxPacketLength)
            return Fail(packet, SendStatus.TooLarge, DropReason.LargerThanPacket, packet.WireLength);
        // A TraceStep that queues ends the way out: what comes back in is an event of its own.
        _trace?.Out(Layer.Network, PduAction.Queue, packet, Reason.Ipv4SendsToSelf, packet.Destination);
        _simulation.Schedule(Duration.Zero, this, packet);
        return SendStatus.Sent;
    }

    /// <summary>Sends to the link of one interface without asking routes: to everybody, or to a neighbour.</summary>
    private SendStatus SendOnLink(Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options)
    {
        var egress = options.Egress ?? Array.Find(_interfaces, candidate => candidate.Address is not null);
        var source = options.Source ?? egress?.Address?.Address ?? Ipv4Address.Any;
        var packet = MakePacket(source, destination, protocol, payload, options);
        if (egress is null)
            return Fail(packet, SendStatus.NoRoute, DropReason.NoRoute, destination);
        if (!FitsOrMayBeCut(packet, egress.Mtu, egress, out var status))
            return status;

        TraceSource(packet, egress, options);
        if (options.NextHopMac is { } mac)
        {
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsToKnownMac, destination, mac);
            OutputTo(packet, egress, mac);
        }
        else if (egress.IsBroadcast(destination))
        {
            Broadcast(packet, egress);
        }
        else
        {
            _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsByInterface, destination, egress.NetworkInterface.Name);
            Output(packet, egress, destination);
        }

        return SendStatus.Sent;
    }

    /// <summary>A packet that is too large is cut into fragments, unless that is forbidden or it is larger than any packet can be.</summary>
    private bool FitsOrMayBeCut(Ipv4Packet packet, int mtu, Ipv4Interface egress, out SendStatus status)
    {
        status = SendStatus.Sent;
        if (packet.WireLength > MaxPacketLength)
            status = Fail(packet, SendStatus.TooLarge, DropReason.LargerThanPacket, packet.WireLength);
        else if (packet.DontFragment && packet.WireLength > mtu)
            status = mtu < egress.Mtu
                ? Fail(packet, SendStatus.TooLarge, DropReason.LargerThanPathMtu, packet.WireLength, mtu, packet.Destination)
                : Fail(packet, SendStatus.TooLarge, DropReason.LargerThanMtu, packet.WireLength, mtu, egress.NetworkInterface.Name);
        return status == SendStatus.Sent;
    }

    private Ipv4Packet MakePacket(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, Pdu payload, in Ipv4SendOptions options) =>
        new(source, destination, protocol, payload)
        {
            TimeToLive = options.TimeToLive ?? _options.TimeToLive,
            DontFragment = options.DontFragment,
            Dscp = options.Dscp,
            Ecn = options.Ecn,
            // RFC 6864 §4.1: a packet that is never fragmented needs no identification.
            Identification = options.DontFragment ? (ushort)0 : ++_identification,
        };

    /// <summary>Says where the source address comes from, where the sender left that open.</summary>
    private void TraceSource(Ipv4Packet packet, Ipv4Interface egress, in Ipv4SendOptions options, Ipv4Interface? first = null)
    {
        if (_trace is null || options.Source is not null)
            return;
        var reason = packet.Source.IsAny ? Reason.Ipv4HasNoSource : Reason.Ipv4ChoosesSource;
        // The source is chosen first, since the flow's way depends on it.
        if (first is not null && first != egress)
            (reason, egress) = (Reason.Ipv4ChoosesSourceOfFirst, first);
        _trace.Out(Layer.Network, PduAction.Encapsulate, packet, reason, packet.Source, egress.NetworkInterface.Name);
    }

    private SendStatus Fail(Ipv4Packet packet, SendStatus status, DropReason reason, params object?[] arguments)
    {
        _trace?.Out(Layer.Network, PduAction.Drop, packet, reason, arguments);
        return status;
    }
}
