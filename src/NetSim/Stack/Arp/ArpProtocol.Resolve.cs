using NetSim.Links;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <content>The way out: packets that need their next hop's MAC address.</content>
internal sealed partial class ArpProtocol
{
    /// <summary>What the neighbour has told, if packets to it need not wait. It holds until <see cref="IArpAddresses.ForgetNeighbours"/>.</summary>
    public bool TryFind(NetworkInterface egress, Ipv4Address nextHop, out ArpNeighbour neighbour)
    {
        neighbour = default;
        return _probed == 0 && _cache.TryFind(egress, nextHop, out neighbour);
    }

    /// <summary>Sends a packet to a neighbour: at once, or when it has told its MAC address.</summary>
    public void Send(NetworkInterface egress, Ipv4Address nextHop, Ipv4Packet packet)
    {
        if (_probed > 0 && WaitsForProbe(egress, nextHop, packet))
            return;

        if (_cache.TryFind(egress, nextHop, out var neighbour))
        {
            _trace?.Out(Layer.DataLink, PduAction.Encapsulate, packet, Reason.ArpHit, nextHop, neighbour.Mac);
            EthernetProtocol.Send(egress, neighbour.Mac, packet);
        }
        else if (_cache.FindPending(egress, nextHop) is { } resolution)
        {
            Wait(resolution, packet, Reason.ArpStillWaits);
        }
        else
        {
            Ask(egress, nextHop, packet);
        }
    }

    private void Ask(NetworkInterface egress, Ipv4Address nextHop, Ipv4Packet packet)
    {
        if (_cache.Begin(egress, nextHop) is not { } resolution)
        {
            _trace?.Out(Layer.DataLink, PduAction.Drop, packet, DropReason.ArpCacheFull, nextHop, _options.CacheLimit);
            return;
        }

        Wait(resolution, packet, Reason.ArpMiss);
        Request(resolution);
    }

    private void Wait(ArpResolution resolution, Ipv4Packet packet, Reason reason)
    {
        var queue = resolution.Waiting;
        var place = Math.Min(queue.Count + 1, _options.QueueLimit);
        _trace?.Out(Layer.DataLink, PduAction.Queue, packet, reason, resolution.Address, place);
        queue.Enqueue((packet, _trace?.LastSent));
        if (queue.Count <= _options.QueueLimit)
            return;

        var (oldest, cause) = queue.Dequeue();
        _trace?.Because(cause);
        _trace?.Out(Layer.DataLink, PduAction.Drop, oldest, DropReason.ArpQueueFull, resolution.Address, _options.QueueLimit);
    }

    private void Request(ArpResolution resolution)
    {
        // RFC 5227 §1.1: an all-zero sender address makes the request a probe, which a host without an address may send.
        var own = Addresses.SourceFor(resolution.Egress, resolution.Address);
        var request = ArpPacket.Request(resolution.Egress.MacAddress, own, resolution.Address);
        resolution.Requests++;
        if (resolution.Waiting.TryPeek(out var first))
            _trace?.Because(first.Cause);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, request, Reason.ArpRequests, resolution.Address, resolution.Requests, _options.MaxRequests);
        _requests.Start(resolution);
        EthernetProtocol.Send(resolution.Egress, MacAddress.Broadcast, EtherType.Arp, request);
    }

    private void OnOverdue(ArpResolution resolution)
    {
        if (resolution.Requests < _options.MaxRequests)
        {
            Request(resolution);
            return;
        }

        _cache.End(resolution);
        while (resolution.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Drop, waiting.Packet, DropReason.ArpUnresolved, resolution.Address, resolution.Requests);
            Addresses.OnUnresolved(waiting.Packet);
        }
    }

    /// <summary>The address is known now: what waited for it goes.</summary>
    private void Release(ArpResolution? resolution, MacAddress mac)
    {
        if (resolution is null)
            return;
        _requests.Stop(resolution);
        if (resolution.Waiting.Count == 0)
            return;
        _trace?.In(Layer.DataLink, PduAction.Accept, null, Reason.ArpReleases, resolution.Waiting.Count, resolution.Address);
        while (resolution.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Encapsulate, waiting.Packet, Reason.ArpWaited, resolution.Address, mac);
            EthernetProtocol.Send(resolution.Egress, mac, waiting.Packet);
        }
    }
}
