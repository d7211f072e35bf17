using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <content>The host's own addresses: probes, announcements and conflicts (RFC 5227 §2).</content>
internal sealed partial class ArpProtocol
{
    // RFC 5227 §1.1
    private const int ProbeNumber = 3;    // PROBE_NUM
    private const int AnnounceNumber = 2; // ANNOUNCE_NUM
    private static readonly Duration ProbeWait = 1.Seconds;        // PROBE_WAIT
    private static readonly Duration ProbeMin = 1.Seconds;         // PROBE_MIN
    private static readonly Duration ProbeMax = 2.Seconds;         // PROBE_MAX
    private static readonly Duration AnnounceWait = 2.Seconds;     // ANNOUNCE_WAIT
    private static readonly Duration AnnounceInterval = 2.Seconds; // ANNOUNCE_INTERVAL
    private static readonly Duration DefendInterval = 10.Seconds;  // DEFEND_INTERVAL

    private ArpOwnAddress[] _own = [];
    private uint _ownValue;             // of one of them
    private uint _ownMask = ~0U;        // the bits in which all of them agree with it
    private readonly RandomStream _random;
    private int _probed; // how many of them are probed

    /// <summary>Whether a host may not speak from the address yet, as others are still asked whether they have it.</summary>
    public bool IsProbed(NetworkInterface networkInterface, Ipv4Address address) =>
        _probed > 0 && FindOwn(networkInterface, address) is { IsProbed: true };

    /// <summary>An interface has got or lost addresses: those that are new are probed and announced.</summary>
    public void OnAddressesChanged(NetworkInterface networkInterface, IReadOnlyList<Ipv4InterfaceAddress> addresses)
    {
        foreach (var own in Array.FindAll(_own, own => own.Interface == networkInterface && addresses.All(address => address.Address != own.Address)))
        {
            SetOwn([.. _own.Where(other => other != own)]);
            Stop(own);
            DropWaiting(own);
        }

        foreach (var address in addresses)
        {
            if (FindOwn(networkInterface, address.Address) is not null)
                continue;
            var own = MakeOwn(networkInterface, address.Address);
            SetOwn([.. _own, own]);
            Begin(own);
        }
    }

    private ArpOwnAddress MakeOwn(NetworkInterface networkInterface, Ipv4Address address)
    {
        ArpOwnAddress own = null!;
        own = new ArpOwnAddress(networkInterface, address)
        {
            ProbeTimer = new SimTimer(_simulation, () => OnProbeTime(own)),
            AnnounceTimer = new SimTimer(_simulation, () => Announce(own)) { IsBackground = true },
        };
        return own;
    }

    /// <summary>RFC 5227 §2.1: a link that has become active may lead to hosts that have the same address.</summary>
    private void OnLinkChanged(NetworkInterface networkInterface)
    {
        var affected = Array.FindAll(_own, own => own.Interface == networkInterface);
        foreach (var own in affected)
        {
            Stop(own);
            Begin(own);
        }

        // What is asked for meanwhile would be asked with an address that is not known to be free.
        if (_options.Probes && networkInterface.Link is not null)
            Forget(networkInterface);
        foreach (var own in affected)
        {
            if (!own.IsProbed)
                SendWaiting(own);
        }
    }

    private void Begin(ArpOwnAddress own)
    {
        if (own.Interface.Link is null)
            return;
        own.Sent = 0;
        own.Cause = _trace?.Current;
        if (_options.Probes)
        {
            own.IsProbed = true;
            _probed++;
            Addresses.ForgetNeighbours(); // packets wait
            own.ProbeTimer.Start(_random.NextDuration(Duration.Zero, ProbeWait));
        }
        else if (_options.Announces)
        {
            own.AnnounceTimer.Start(Duration.Zero);
        }
    }

    private void Stop(ArpOwnAddress own)
    {
        if (own.IsProbed)
            _probed--;
        own.Stop();
    }

    private void OnProbeTime(ArpOwnAddress own)
    {
        if (own.Sent == ProbeNumber)
        {
            Stop(own);
            own.Sent = 0;
            Announce(own); // RFC 5227 §2.3: who has probed an address MUST announce it
            SendWaiting(own);
            return;
        }

        own.Sent++;
        own.ProbeTimer.Start(own.Sent == ProbeNumber ? AnnounceWait : _random.NextDuration(ProbeMin, ProbeMax));
        var probe = ArpPacket.Request(own.Interface.MacAddress, Ipv4Address.Any, own.Address);
        Broadcast(own, probe, Reason.ArpProbes, own.Address, own.Sent, ProbeNumber);
    }

    private void Announce(ArpOwnAddress own)
    {
        own.Sent++;
        if (own.Sent < AnnounceNumber)
            own.AnnounceTimer.Start(AnnounceInterval);
        Broadcast(own, Announcement(own), Reason.ArpAnnounces, own.Address, own.Interface.MacAddress, own.Sent, AnnounceNumber);
    }

    private static ArpPacket Announcement(ArpOwnAddress own) => ArpPacket.Request(own.Interface.MacAddress, own.Address, own.Address);

    private void Broadcast(ArpOwnAddress own, ArpPacket packet, Reason reason, params object?[] arguments)
    {
        _trace?.Because(own.Cause);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, packet, reason, arguments);
        EthernetProtocol.Send(own.Interface, MacAddress.Broadcast, EtherType.Arp, packet);
        own.Cause = _trace?.LastSent;
    }

    /// <summary>Whether another host shows that it has, or is about to take, an address of this host; then nothing else is to be done with the packet.</summary>
    private bool IsConflict(NetworkInterface ingress, ArpPacket packet)
    {
        if (FindOwn(ingress, packet.SenderIp) is { } used && !Addresses.IsOwn(packet.SenderMac))
        {
            if (used.IsProbed)
                GiveUp(used, packet);
            else
                Defend(used, packet);
            return true;
        }

        // RFC 5227 §2.1.1: two hosts that probe the same address at the same time both give it up.
        if (packet is { Operation: ArpOperation.Request, SenderIp.IsAny: true } && IsProbed(ingress, packet.TargetIp) && !Addresses.IsOwn(packet.SenderMac))
        {
            GiveUp(FindOwn(ingress, packet.TargetIp)!, packet);
            return true;
        }

        return false;
    }

    private void GiveUp(ArpOwnAddress own, ArpPacket packet)
    {
        var reason = packet.SenderIp.IsAny ? Reason.ArpFindsProber : Reason.ArpFindsOwner;
        _trace?.In(Layer.DataLink, PduAction.Accept, packet, reason, packet.SenderMac, own.Address);
        Addresses.OnConflict(own.Interface, own.Address); // takes the address away, which comes back as OnAddressesChanged
    }

    /// <summary>RFC 5227 §2.4 (c): the address is kept, as routers and servers need theirs, but not defended in an endless dispute.</summary>
    private void Defend(ArpOwnAddress own, ArpPacket packet)
    {
        if (own.DefendedAt is { } defended && _simulation.Now - defended < DefendInterval)
        {
            Drop(packet, DropReason.ArpConflictAgain, packet.SenderMac, own.Address, DefendInterval);
            return;
        }

        own.DefendedAt = _simulation.Now;
        _trace?.In(Layer.DataLink, PduAction.Accept, packet, Reason.ArpFindsConflict, packet.SenderMac, own.Address);
        var announcement = Announcement(own);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, announcement, Reason.ArpDefends, own.Address, own.Interface.MacAddress);
        EthernetProtocol.Send(own.Interface, MacAddress.Broadcast, EtherType.Arp, announcement);
    }

    /// <summary>Keeps a packet back while its source, or the address to ask for its next hop with, is probed.</summary>
    private bool WaitsForProbe(NetworkInterface egress, Ipv4Address nextHop, Ipv4Packet packet)
    {
        var address = IsProbed(egress, packet.Source) ? packet.Source : Addresses.SourceFor(egress, nextHop);
        if (!IsProbed(egress, address))
            return false;

        var own = FindOwn(egress, address)!;
        var place = Math.Min(own.Waiting.Count + 1, _options.QueueLimit);
        _trace?.Out(Layer.DataLink, PduAction.Queue, packet, Reason.ArpStillProbes, address, place);
        own.Waiting.Enqueue((nextHop, packet, _trace?.LastSent));
        if (own.Waiting.Count > _options.QueueLimit)
        {
            var (_, oldest, cause) = own.Waiting.Dequeue();
            _trace?.Because(cause);
            _trace?.Out(Layer.DataLink, PduAction.Drop, oldest, DropReason.ArpProbeQueueFull, address, _options.QueueLimit);
        }

        return true;
    }

    /// <summary>As many as wait now: what waits for another probe comes back to a queue.</summary>
    private void SendWaiting(ArpOwnAddress own)
    {
        for (var left = own.Waiting.Count; left > 0 && own.Waiting.TryDequeue(out var waiting); left--)
        {
            _trace?.Because(waiting.Cause);
            Send(own.Interface, waiting.NextHop, waiting.Packet);
        }
    }

    private void DropWaiting(ArpOwnAddress own)
    {
        while (own.Waiting.TryDequeue(out var waiting))
        {
            _trace?.Because(waiting.Cause);
            _trace?.Out(Layer.DataLink, PduAction.Drop, waiting.Packet, DropReason.ArpAddressLost, own.Address);
            Addresses.OnUnresolved(waiting.Packet, former: own.Address);
        }
    }

    private void Forget(NetworkInterface networkInterface)
    {
        foreach (var resolution in _cache.Clear(networkInterface))
        {
            _requests.Stop(resolution);
            while (resolution.Waiting.TryDequeue(out var waiting))
            {
                _trace?.Because(waiting.Cause);
                Send(networkInterface, resolution.Address, waiting.Packet);
            }
        }
    }

    private void SetOwn(ArpOwnAddress[] own)
    {
        _own = own;
        _ownValue = own.Length == 0 ? 0 : own[0].Address.Value;
        _ownMask = own.Aggregate(~0U, (mask, candidate) => mask & ~(candidate.Address.Value ^ _ownValue));
    }

    /// <summary>Whether an address can be one of the host's, as told without a look at them: that of a host with one is told for sure.</summary>
    private bool MayBeOwn(Ipv4Address address) => ((address.Value ^ _ownValue) & _ownMask) == 0;

    private ArpOwnAddress? FindOwn(NetworkInterface networkInterface, Ipv4Address address)
    {
        foreach (var own in _own.AsSpan())
        {
            if (own.Address == address && own.Interface == networkInterface)
                return own;
        }

        return null;
    }
}
