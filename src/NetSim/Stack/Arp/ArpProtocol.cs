using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ethernet;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>Finds the MAC addresses of neighbours, and tells neighbours the host's own (RFC 826, RFC 1122 §2.3.2, RFC 5227).</summary>
internal sealed partial class ArpProtocol : EtherTypeHandler
{
    private readonly Simulation _simulation;
    private readonly ArpOptions _options;
    private readonly DeviceTrace? _trace;
    private readonly ArpRequestTimer _requests;
    private readonly ArpCache _cache;
    private readonly bool _onlyRefreshes; // what is known, by packets for others

    public ArpProtocol(Simulation simulation, string device, EthernetProtocol ethernet, ArpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _cache = new ArpCache(simulation, options, trace) { Changed = () => Addresses.ForgetNeighbours() };
        _requests = new ArpRequestTimer(simulation, options.RequestTimeout, OnOverdue);
        _onlyRefreshes = trace is null && !options.ProxyArp;
        _random = simulation.Random($"{device} arp");
        ethernet.Register(EtherType.Arp, this);
        ethernet.LinkChanged += OnLinkChanged;
    }

    public override string Name => "ARP";

    /// <summary>Who knows the addresses that ARP asks and answers for; set once, by IPv4.</summary>
    public IArpAddresses Addresses { private get; set; } = null!;

    /// <summary>The resolved addresses, in the order in which they were first asked for.</summary>
    public IEnumerable<ArpAnswer> Answers => _cache.Answers;

    /// <summary>Writes down a neighbour that was told and is believed for ever.</summary>
    public void AddStatic(NetworkInterface egress, Ipv4Address address, MacAddress mac)
    {
        _cache.TryResolve(egress, address, mac, isStatic: true, out var resolution);
        Release(resolution, mac);
    }

    public override void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        // Most frames are requests to all that other hosts ask each other: nothing of them is to be told without a trace.
        if (_onlyRefreshes && frame.Payload is ArpPacket packet && !MayBeOwn(packet.SenderIp) && !MayBeOwn(packet.TargetIp))
            _cache.TryRefresh(ingress, packet.SenderIp, packet.SenderMac);
        else
            OnPdu(ingress, frame.Payload);
    }

    private void OnPdu(NetworkInterface ingress, Pdu pdu)
    {
        if (pdu is not ArpPacket packet)
            Drop(pdu, DropReason.Malformed, pdu);
        else if (IsConflict(ingress, packet))
            return;
        else if (FindOwn(ingress, packet.TargetIp) is { IsProbed: false })
            OnPacketForMe(ingress, packet);
        else
            OnPacketForAnother(ingress, packet);
    }

    private void OnPacketForMe(NetworkInterface ingress, ArpPacket packet)
    {
        switch (packet.Operation)
        {
            case ArpOperation.Request:
                _trace?.In(Layer.DataLink, PduAction.Accept, packet, Reason.ArpIsAskedForMe, packet.TargetIp);
                if (_options.LearnsFromRequests)
                    Learn(ingress, packet, Reason.ArpLearnsAsker);
                Reply(ingress, packet, Reason.ArpReplies);
                break;
            case ArpOperation.Reply when _cache.FindPending(ingress, packet.SenderIp) is not null:
                Learn(ingress, packet, Reason.ArpLearnsAnswer);
                break;
            case ArpOperation.Reply:
                if (!TryRefresh(ingress, packet))
                    Drop(packet, DropReason.ArpNotAsked, packet.SenderIp);
                break;
            default:
                Drop(packet, DropReason.ArpUnknownOperation, (int)packet.Operation);
                break;
        }
    }

    private void OnPacketForAnother(NetworkInterface ingress, ArpPacket packet)
    {
        TryRefresh(ingress, packet);
        if (_options.ProxyArp && IsForProxy(ingress, packet))
        {
            _trace?.In(Layer.DataLink, PduAction.Accept, packet, Reason.ArpIsProxyFor, packet.TargetIp);
            Reply(ingress, packet, Reason.ArpRepliesAsProxy);
            return;
        }

        if (IsProbed(ingress, packet.TargetIp))
        {
            Drop(packet, DropReason.ArpProbesItself, packet.TargetIp);
            return;
        }

        _trace?.In(Layer.DataLink, PduAction.Drop, packet, DropReason.ArpNotForMe, packet.TargetIp);
    }

    /// <summary>RFC 1027 §2.1: for what is reached by another interface. A probe gets no answer, which would look as if the address were taken.</summary>
    private bool IsForProxy(NetworkInterface ingress, ArpPacket packet) =>
        packet.Operation == ArpOperation.Request && !packet.SenderIp.IsAny && packet.TargetIp != packet.SenderIp
        && packet.TargetIp.IsUnicast && Addresses.Reaches(ingress, packet.TargetIp);

    private bool TryRefresh(NetworkInterface ingress, ArpPacket packet)
    {
        if (packet.SenderIp.IsAny || !_cache.TryRefresh(ingress, packet.SenderIp, packet.SenderMac))
            return false;
        _trace?.In(Layer.DataLink, PduAction.Accept, packet, Reason.ArpRefreshesSender, packet.SenderIp, packet.SenderMac);
        return true;
    }

    private void Learn(NetworkInterface ingress, ArpPacket packet, Reason reason)
    {
        if (packet.SenderIp.IsAny || !_cache.TryResolve(ingress, packet.SenderIp, packet.SenderMac, isStatic: false, out var resolution))
            return;
        _trace?.In(Layer.DataLink, PduAction.Accept, packet, reason, packet.SenderIp, packet.SenderMac, _options.CacheTimeout);
        Release(resolution, packet.SenderMac);
    }

    private void Reply(NetworkInterface ingress, ArpPacket request, Reason reason)
    {
        var reply = request.Reply(ingress.MacAddress);
        _trace?.Out(Layer.DataLink, PduAction.Encapsulate, reply, reason, request.TargetIp, ingress.MacAddress, request.SenderMac);
        EthernetProtocol.Send(ingress, request.SenderMac, EtherType.Arp, reply);
    }

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.DataLink, PduAction.Drop, pdu, reason, arguments);
}
