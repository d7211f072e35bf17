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
    /// <summary>Sends a packet to a neighbour: at once, or when it has told its MAC address.</summary>
    public void Send(NetworkInterface egress, Ipv4Address nextHop, Ipv4Packet packet)
    {
        if (_probed > 0 && WaitsForProbe(egress, nextHop, packet))
            return;

        var entry = _cache.Find(egress, nextHop);
        if (entry?.Mac is { } mac)
        {
            _trace?.Out(Layer.DataLink, PduAction.Encapsulate, packet, Reason.ArpHit, nextHop, mac);
            EthernetProtocol.Send(egress, mac, EtherType.Ipv4, packet);
            return;
        }

        if (entry is not null)
            Wait(entry, packet, Reason.ArpStillWaits);
        else
            Ask(egress, nextHop, packet);
    }

    private void Ask(NetworkInterface egress, Ipv4Address nextHop, Ipv4Packet packet)
    {
        if (_cache.Add(egress, nextHop) is not { } entry)
        {
            _trace?.Out(Layer.DataLink, PduAction.Drop, packet, DropReason.ArpCacheFull, nextHop, _options.CacheLimit);
            return;
        }

        Wait(entry, packet, Reason.ArpMiss);
        Request(entry);
    }

    private void Wait(ArpEntry entry, Ipv4Packet packet, Reason reason)
    {
        var queue = entry.Resolution!.Waiting;
        var place = Math.Min(queue.Count + 1, _options.QueueLimit);
        _trace?.Out(Layer.DataLink, PduAction.Queue, packet, reason, entry.Address, place);
        queue.Enqueue((packet, _trace?.LastSent));
        if (queue.Count <= _options.QueueLimit)
            return;

        var (oldest, cause) = queue.Dequeue();
        _trace?.Because(cause);
        _trace?.Out(Layer.DataLink, PduAction.Drop, oldest, DropReason.ArpQueueFull, entry.Address, _options.QueueLimit);
    }

    private void Request(ArpEntry entry)
    {
        // RFC 5227 §1.1: an all-zero sender address makes the request a probe, which a host without an address may send.
        var own = Addresses.SourceFor(entry.Egress, entry.Address);
        var request = ArpPacket.Request(entry.Egress.MacAddress, own, entry.Address);
        var resolution = entry.Resolution!;
        resolution.Requests++;
        if (resolution.Waiting.TryPeek(out var first))
            _trace?.Because(first.Cause);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, request, Reason.ArpRequests, entry.Address, resolution.Requests, _options.MaxRequests);
        _requests.Start(entry);
        EthernetProtocol.Send(entry.Egress, MacAddress.Broadcast, EtherType.Arp, request);
    }

    private void OnOverdue(ArpEntry entry)
    {
        var resolution = entry.Resolution!;
        if (resolution.Requests < _options.MaxRequests)
        {
            Request(entry);
            return;
        }

        _cache.Remove(entry);
        while (resolution.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Drop, waiting.Packet, DropReason.ArpUnresolved, entry.Address, resolution.Requests);
            Addresses.OnUnresolved(waiting.Packet);
        }
    }

    /// <summary>The address is known now: what waited for it goes.</summary>
    private void Release(ArpEntry entry)
    {
        if (entry.Resolution is not { } resolution)
            return;
        _requests.Stop(entry);
        entry.Resolution = null;
        if (resolution.Waiting.Count == 0)
            return;
        _trace?.In(Layer.DataLink, PduAction.Accept, null, Reason.ArpReleases, resolution.Waiting.Count, entry.Address);
        while (resolution.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Encapsulate, waiting.Packet, Reason.ArpWaited, entry.Address, entry.Mac);
            EthernetProtocol.Send(entry.Egress, entry.Mac!.Value, EtherType.Ipv4, waiting.Packet);
        }
    }
}
