using System.Runtime.CompilerServices;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The way in.</content>
internal sealed partial class Ipv4Protocol
{
    public override void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        // Most packets are, at a glance, from one host to one: this one or another.
        if (frame.Payload is Ipv4Packet packet && Find(ingress) is { } at
            && at.AreHosts(packet.Source, packet.Destination) && !frame.Destination.IsGroup)
        {
            if (at.IsFirst(packet.Destination))
                Accept(at, packet, isBroadcast: false);
            else if (IsForwarding && frame.IsInTransit && packet.TimeToLive > 1 && !packet.HasOptions && !_own.Contains(packet.Destination))
                PassOn(at, frame, packet);
            else
                Receive(at, packet);
        }
        else
        {
            OnUncommonFrame(ingress, frame);
        }
    }

    private void OnUncommonFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        if (frame.Payload is not Ipv4Packet packet)
            Drop(frame.Payload, DropReason.Malformed, frame.Payload);
        else if (Find(ingress) is { } ipv4Interface && IsSound(ipv4Interface, frame, packet))
            Receive(ipv4Interface, packet);
    }

    /// <summary>A packet of the host to itself comes back in (RFC 1122 §3.2.1.3 (g), §3.3.4.2).</summary>
    void Kernel.IEventHandler.OnEvent(object? state)
    {
        var packet = (Ipv4Packet)state!;
        _trace?.Receive(packet, _trace.Device);
        Receive(_interfaces[0], packet);
        _trace?.Received();
    }

    private void Receive(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (ingress.Owns(packet.Destination) || IsOwn(packet.Destination))
            Accept(ingress, packet, isBroadcast: false);
        else if (ingress.IsBroadcast(packet.Destination))
            Accept(ingress, packet, isBroadcast: true);
        else
            Forward(ingress, packet);
    }

    private void Accept(Ipv4Interface ingress, Ipv4Packet packet, bool isBroadcast)
    {
        if (packet.HasOptions || packet.IsFragment)
            AcceptUncommon(ingress, packet, isBroadcast);
        else
            Deliver(ingress, packet, isBroadcast);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that the others need not save registers for it
    private void AcceptUncommon(Ipv4Interface ingress, Ipv4Packet packet, bool isBroadcast)
    {
        if (packet.HasOptions && RefusesOptions(packet)) // RFC 1122 §3.2.2.5
            return;
        else if (packet.IsFragment)
            Reassemble(ingress, packet, isBroadcast);
        else
            Deliver(ingress, packet, isBroadcast);
    }

    private void Reassemble(Ipv4Interface ingress, Ipv4Packet fragment, bool isBroadcast)
    {
        var result = _reassembler.Add(fragment);
        var action = result.DropReason is not null ? PduAction.Drop : result.Packet is null ? PduAction.Queue : PduAction.Accept;
        _trace?.In(Layer.Network, action, fragment, result.Reason, result.Arguments);
        if (result.Packet is { } packet)
            Deliver(ingress, packet, isBroadcast);
    }

    /// <summary>A packet whose fragments did not all come. Its source hears of it if its time ran out and the first fragment came (RFC 1122 §3.3.2).</summary>
    private void OnReassemblyAbandoned(AbandonedReassembly abandoned)
    {
        _trace?.In(Layer.Network, PduAction.Drop, abandoned.FirstFragment, abandoned.Reason, abandoned.Arguments);
        if (abandoned is { FirstFragment: { } first } && abandoned.Reason == DropReason.ReassemblyTimedOut)
            ErrorReporter?.Report(first, Ipv4Problem.ReassemblyTimeExceeded);
    }

    private void Deliver(Ipv4Interface ingress, Ipv4Packet packet, bool isBroadcast)
    {
        if (HandlerOf(packet.Protocol) is not { } handler)
        {
            RefuseProtocol(packet);
            return;
        }

        if (_trace is not null)
            TraceDelivery(_trace, packet, handler, isBroadcast);
        handler.OnPacket(ingress, packet);
    }

    private void RefuseProtocol(Ipv4Packet packet) =>
        Refuse(packet, DropReason.UnknownProtocol, Ipv4Problem.ProtocolUnreachable, 0, (int)packet.Protocol);

    private static void TraceDelivery(DeviceTrace trace, Ipv4Packet packet, IIpProtocolHandler handler, bool isBroadcast) => trace.In(
        Layer.Network, PduAction.Decapsulate, packet, isBroadcast ? Reason.Ipv4SeesBroadcast : Reason.Ipv4SeesOwnAddress,
        packet.Destination, handler.Name, (int)packet.Protocol);

    /// <summary>What no host may send on a link is dropped, whomever it is for.</summary>
    private bool IsSound(Ipv4Interface ingress, EthernetFrame frame, Ipv4Packet packet)
    {
        if (!IsHostAddress(ingress, packet.Source))
            Drop(packet, DropReason.SourceNotUnicast, packet.Source);
        else if (packet.Destination.IsLoopback) // RFC 1122 §3.2.1.3 (g)
            Drop(packet, DropReason.LoopbackOnLink, packet.Destination);
        else if (frame.Destination.IsGroup && !ingress.IsBroadcast(packet.Destination)) // RFC 1122 §3.3.6
            Drop(packet, DropReason.NotForEveryHost, packet.Destination);
        else
            return true;
        return false;
    }

    /// <summary>A source must be one host's address, or 0.0.0.0 of a host that has none (RFC 1122 §3.2.1.3).</summary>
    private static bool IsHostAddress(Ipv4Interface ingress, Ipv4Address source) =>
        source.IsAny || (source.IsUnicast && !ingress.IsBroadcast(source));

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.Network, PduAction.Drop, pdu, reason, arguments);
}
