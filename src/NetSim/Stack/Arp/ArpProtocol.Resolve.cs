using NetSim.Kernel;
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
        {
            Wait(entry, packet, Reason.ArpStillWaits);
            return;
        }

        // Apart, so that the timer's closure costs nothing where the address is known.
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
        entry.RequestTimer = new SimTimer(_simulation, () => OnRequestTimeout(entry));
        Request(entry);
    }

    private void Wait(ArpEntry entry, Ipv4Packet packet, Reason reason)
    {
        var place = Math.Min(entry.Waiting.Count + 1, _options.QueueLimit);
        _trace?.Out(Layer.DataLink, PduAction.Queue, packet, reason, entry.Address, place);
        entry.Waiting.Enqueue((packet, _trace?.LastSent));
        if (entry.Waiting.Count <= _options.QueueLimit)
            return;

        var (oldest, cause) = entry.Waiting.Dequeue();
        _trace?.Because(cause);
        _trace?.Out(Layer.DataLink, PduAction.Drop, oldest, DropReason.ArpQueueFull, entry.Address, _options.QueueLimit);
    }

    private void Request(ArpEntry entry)
    {
        // RFC 5227 §1.1: an all-zero sender address makes the request a probe, which a host without an address may send.
        var own = Addresses.SourceFor(entry.Egress, entry.Address);
        var request = ArpPacket.Request(entry.Egress.MacAddress, own, entry.Address);
        entry.Requests++;
        if (entry.Waiting.TryPeek(out var first))
            _trace?.Because(first.Cause);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, request, Reason.ArpRequests, entry.Address, entry.Requests, _options.MaxRequests);
        entry.RequestTimer!.Start(_options.RequestTimeout);
        EthernetProtocol.Send(entry.Egress, MacAddress.Broadcast, EtherType.Arp, request);
    }

    private void OnRequestTimeout(ArpEntry entry)
    {
        if (entry.Requests < _options.MaxRequests)
        {
            Request(entry);
            return;
        }

        _cache.Remove(entry);
        while (entry.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Drop, waiting.Packet, DropReason.ArpUnresolved, entry.Address, entry.Requests);
            Addresses.OnUnresolved(waiting.Packet);
        }
    }

    private void Release(ArpEntry entry)
    {
        if (entry.Waiting.Count == 0)
            return;
        _trace?.In(Layer.DataLink, PduAction.Accept, null, Reason.ArpReleases, entry.Waiting.Count, entry.Address);
        while (entry.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Encapsulate, waiting.Packet, Reason.ArpWaited, entry.Address, entry.Mac);
            EthernetProtocol.Send(entry.Egress, entry.Mac!.Value, EtherType.Ipv4, waiting.Packet);
        }
    }
}
