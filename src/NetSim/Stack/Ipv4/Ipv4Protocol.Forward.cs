using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The way through a router (RFC 1812 §5.2, §5.3).</content>
internal sealed partial class Ipv4Protocol
{
    private void Forward(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (Refuses(packet))
            return;
        if (Routes.Match(packet.Destination) is { IsBlackhole: false } group)
            PassOnWithCare(ingress, packet, group, PickHop(group, packet));
        else
            DropWithoutRoute(packet);
    }

    /// <summary>The way of most packets: out by another interface, whole, to the neighbour that was sent to before.</summary>
    private void PassOn(Ipv4Interface ingress, EthernetFrame frame, Ipv4Packet packet)
    {
        ref readonly var found = ref Routes.LookUp(packet.Destination);
        if (found.Only.Egress is null && found.Group is null or { IsBlackhole: true })
        {
            DropWithoutRoute(packet);
            return;
        }

        ref readonly var hop = ref found.Only.Egress is not null ? ref found.Only : ref PickHop(found.Group!, packet);
        var egress = hop.Egress!;
        var nextHop = hop.Gateway ?? packet.Destination;
        if (egress == ingress || packet.WireLength > egress.Mtu || egress.MayBeBroadcast(nextHop) || !egress.Neighbour.Is(nextHop, _simulation.Now))
            PassOnWithCare(ingress, packet, found.Group!, hop);
        else
            EthernetProtocol.PassOn(egress.NetworkInterface, egress.Neighbour.Mac, frame, packet);
    }

    private bool Refuses(Ipv4Packet packet)
    {
        if (!IsForwarding)
            Drop(packet, DropReason.NotForThisHost, packet.Destination);
        else if (!packet.Destination.IsUnicast || !packet.Source.IsUnicast)
            Drop(packet, DropReason.NotForwardable, packet.Source, packet.Destination);          // RFC 1812 §5.3.7
        else if (packet.TimeToLive <= 1)
            Refuse(packet, DropReason.TtlExpired, Ipv4Problem.TimeToLiveExceeded, 0, packet.TimeToLive, packet.Source);  // §5.3.1
        else
            return packet.HasOptions && RefusesOptions(packet);
        return true;
    }

    private void DropWithoutRoute(Ipv4Packet packet)
    {
        if (Routes.Match(packet.Destination) is null)
            Refuse(packet, DropReason.RouterHasNoRoute, Ipv4Problem.NetUnreachable, 0, packet.Destination, packet.Source);
        else
            Drop(packet, DropReason.Blackhole, packet.Destination, PrefixOf(packet));
    }

    /// <summary>The way of a packet that something is to be said about, or that may not leave as it is.</summary>
    private void PassOnWithCare(Ipv4Interface ingress, Ipv4Packet packet, RouteGroup group, NextHop hop)
    {
        var egress = hop.Egress!;
        var isBroadcast = hop.Gateway is null && egress.IsBroadcast(packet.Destination);
        if (isBroadcast && !_options.ForwardsDirectedBroadcasts)
        {
            Drop(packet, DropReason.DirectedBroadcast, packet.Destination);
            return;
        }

        if (packet.DontFragment && packet.WireLength > egress.Mtu)
        {
            Refuse(packet, DropReason.FragmentationForbidden, Ipv4Problem.FragmentationNeeded, egress.Mtu,
                packet.WireLength, egress.NetworkInterface.Name, egress.Mtu, packet.Source);
            return;
        }

        var nextHop = hop.Gateway ?? packet.Destination;
        if (egress == ingress)
            Redirect(ingress, packet, nextHop);

        _trace?.In(Layer.Network, PduAction.Accept, packet, Reason.Ipv4IsToForward, packet.Destination);
        var forwarded = packet with { TimeToLive = (byte)(packet.TimeToLive - 1) }; // RFC 1812 §5.3.1
        _trace?.Out(Layer.Network, PduAction.Transfer, forwarded, Reason.Ipv4LowersTtl, packet.TimeToLive, forwarded.TimeToLive);
        if (isBroadcast)
        {
            Broadcast(forwarded, egress); // RFC 1812 §5.3.5.2
            return;
        }

        if (_trace is not null)
            TraceRoute(_trace, forwarded, group, hop);
        Output(forwarded, egress, nextHop);
    }

    /// <summary>
    /// Source routes are refused: they let strangers choose the way (RFC 7126 §4.3, §4.4). Malformed options are, too. A packet at the end
    /// of its source route is for this device, and is taken.
    /// </summary>
    private bool RefusesOptions(Ipv4Packet packet)
    {
        var options = Ipv4Options.Read(packet.Options, out var malformedAt);
        if (malformedAt is { } offset)
        {
            Refuse(packet, DropReason.OptionsMalformed, Ipv4Problem.HeaderWrong, Ipv4Packet.MinHeaderLength + offset, offset, packet.Source);
            return true;
        }

        foreach (var option in options)
        {
            if (option.Kind is not (Ipv4Option.LooseSourceRoute or Ipv4Option.StrictSourceRoute))
                continue;
            // Its pointer, the first octet of its data, is past its end.
            if (IsOwn(packet.Destination) && option.Data.ToMemory().Span[0] > option.WireLength)
                continue;
            Refuse(packet, DropReason.SourceRouted, Ipv4Problem.SourceRouteFailed, 0, option.Name, packet.Source);
            return true;
        }

        return false;
    }

    private ref readonly NextHop PickHop(RouteGroup group, Ipv4Packet packet) =>
        ref group.HasOneHop ? ref group.First : ref FlowHash.Pick(group.NextHops, _flowHash.Of(packet));

    /// <summary>The packet leaves by where it came in: its source could have sent it to the next hop itself (RFC 1812 §5.2.7.2).</summary>
    private void Redirect(Ipv4Interface ingress, Ipv4Packet packet, Ipv4Address nextHop)
    {
        if (!_options.SendsRedirects || packet.HasOptions || !ingress.AreInOneSubnet(packet.Source, nextHop))
            return;
        _trace?.In(Layer.Network, PduAction.Accept, packet, Reason.Ipv4KnowsBetterHop, packet.Source, nextHop);
        ErrorReporter?.Redirect(packet, nextHop);
    }

    private Ipv4Subnet PrefixOf(Ipv4Packet packet)
    {
        Routes.Match(packet.Destination, out var prefix);
        return prefix;
    }

    private void TraceRoute(DeviceTrace trace, Ipv4Packet packet, RouteGroup group, in NextHop hop)
    {
        var prefix = PrefixOf(packet);
        var name = hop.Egress!.NetworkInterface.Name;
        if (hop.Gateway is not { } gateway)
            trace.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsDirectly, packet.Destination, prefix, name);
        else if (group.NextHops.Length > 1)
            trace.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4PicksEqualCost, packet.Destination, prefix, group.NextHops.Length, gateway, name);
        else
            trace.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4SendsToGateway, packet.Destination, prefix, gateway, name);
    }

    /// <summary>Drops a packet and tells its source.</summary>
    /// <param name="packet">The packet, as it came.</param>
    /// <param name="reason">Why it is dropped.</param>
    /// <param name="problem">What its source is told.</param>
    /// <param name="value">The MTU or the pointer that belongs to the problem; else 0.</param>
    /// <param name="arguments">The values of the reason.</param>
    private void Refuse(Ipv4Packet packet, DropReason reason, Ipv4Problem problem, int value, params object?[] arguments)
    {
        Drop(packet, reason, arguments);
        ErrorReporter?.Report(packet, problem, value);
    }
}
