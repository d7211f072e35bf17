using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>The last step out: what does not fit the link is cut, and everything goes to its next hop (RFC 791 §3.2).</content>
internal sealed partial class Ipv4Protocol
{
    /// <summary>Sends a packet to a next hop, as a rule that of the packet before it.</summary>
    private void Output(Ipv4Packet packet, Ipv4Interface egress, Ipv4Address nextHop)
    {
        if (packet.WireLength > egress.Mtu)
            OutputCut(packet, egress, nextHop);
        else if (egress.Neighbour.Is(nextHop, _simulation.Now))
            EthernetProtocol.Send(egress.NetworkInterface, egress.Neighbour.Mac, packet);
        else
            Resolve(packet, egress, nextHop);
    }

    private void OutputCut(Ipv4Packet packet, Ipv4Interface egress, Ipv4Address nextHop)
    {
        foreach (var fragment in Cut(packet, egress))
            Resolve(fragment, egress, nextHop);
    }

    /// <summary>Sends a packet to a next hop whose MAC address ARP is asked for; with a trace each time, as ARP tells of it there.</summary>
    private void Resolve(Ipv4Packet packet, Ipv4Interface egress, Ipv4Address nextHop)
    {
        if (_trace is null && _arp.TryFind(egress.NetworkInterface, nextHop, out var neighbour))
        {
            egress.Neighbour = neighbour;
            EthernetProtocol.Send(egress.NetworkInterface, neighbour.Mac, packet);
        }
        else
        {
            _arp.Send(egress.NetworkInterface, nextHop, packet);
        }
    }

    /// <summary>Sends a packet to a MAC address that is known.</summary>
    private void OutputTo(Ipv4Packet packet, Ipv4Interface egress, MacAddress destination)
    {
        if (packet.WireLength <= egress.Mtu)
        {
            Transmit(packet, egress, destination);
            return;
        }

        foreach (var fragment in Cut(packet, egress))
            Transmit(fragment, egress, destination);
    }

    private void Broadcast(Ipv4Packet packet, Ipv4Interface egress)
    {
        _trace?.Out(Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4Broadcasts, packet.Destination, egress.NetworkInterface.Name);
        OutputTo(packet, egress, MacAddress.Broadcast);
    }

    /// <summary>The first fragment leaves in the packet's own event, each further one in an event that this one caused.</summary>
    private IEnumerable<Ipv4Packet> Cut(Ipv4Packet packet, Ipv4Interface egress)
    {
        var fragments = Ipv4Fragmenter.Fragment(packet, egress.Mtu);
        _trace?.Out(
            Layer.Network, PduAction.Encapsulate, packet, Reason.Ipv4Fragments,
            packet.WireLength, egress.Mtu, egress.NetworkInterface.Name, fragments.Count);
        for (var i = 0; i < fragments.Count; i++)
        {
            _trace?.Out(
                Layer.Network, PduAction.Encapsulate, fragments[i], Reason.Ipv4SendsFragment, i + 1, fragments.Count,
                fragments[i].FragmentOffset, fragments[i].FragmentOffset + fragments[i].Payload.WireLength - 1);
            yield return fragments[i];
        }
    }

    private void Transmit(Ipv4Packet packet, Ipv4Interface egress, MacAddress destination)
    {
        if (_arp.IsProbed(egress.NetworkInterface, packet.Source))
        {
            _trace?.Out(Layer.DataLink, PduAction.Drop, packet, DropReason.ArpNotYetOwn, packet.Source);
            return;
        }

        _trace?.Out(
            Layer.DataLink, PduAction.Encapsulate, packet,
            destination.IsBroadcast ? Reason.FrameIsBroadcast : Reason.FrameIsUnicast, destination);
        EthernetProtocol.Send(egress.NetworkInterface, destination, packet);
    }
}
