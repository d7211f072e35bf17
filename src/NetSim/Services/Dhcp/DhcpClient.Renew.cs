using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <content>The life of a lease: BOUND, RENEWING, REBINDING, and its end (RFC 2131 §4.4.5, §4.4.6).</content>
public sealed partial class DhcpClient
{
    private static readonly Duration MinLeaseRetransmission = 60.Seconds; // RFC 2131 §4.4.5
    private static readonly Duration ReleaseTime = 1.Seconds; // one ARP request and its answer

    private void Bind(DhcpMessage ack, int prefixLength)
    {
        var former = Lease;
        var lease = DhcpLease.FromAck(ack, prefixLength, _requestedAt);
        _stack.Trace?.In(
            Layer.Application, PduAction.Accept, ack, former is null ? Reason.DhcpIsBound : Reason.DhcpIsExtended,
            lease.Address, lease.ServerIdentifier, Text(lease.LeaseTime), Text(lease.RenewalTime), Text(lease.RebindingTime));
        Lease = lease;
        _refusals = 0;
        if (former is not null)
            _declines = 0;
        _offer = null;
        _granted = _stack.Trace?.Current;
        TransitionTo(DhcpClientState.Bound);
        if (former is null || former.Address != lease.Address || former.Router != lease.Router)
            _stack.Ipv4.Configure(_interface, lease.Address, lease.Router);
        LeaseChanged?.Invoke(this, EventArgs.Empty);
        CompleteWaiters(lease);
    }

    private static string Text(Duration time) => time == Duration.MaxValue ? "ever" : $"{time}";

    private void StartLeaseTimers(DhcpLease lease)
    {
        if (lease.IsInfinite)
            return;
        var elapsed = _stack.Simulation.Now - lease.ObtainedAt;
        _renewal.Start(Duration.Max(lease.RenewalTime - elapsed, Duration.Zero));
        _rebinding.Start(Duration.Max(lease.RebindingTime - elapsed, Duration.Zero));
        _expiry.Start(Duration.Max(lease.LeaseTime - elapsed, Duration.Zero));
    }

    private void OnRenewalTime()
    {
        _stack.Trace?.Because(_granted);
        TransitionTo(DhcpClientState.Renewing);
        BeginToExtend();
        SendRenewal(Reason.DhcpRenews);
    }

    private void OnRebindingTime()
    {
        _stack.Trace?.Because(_lastSent);
        TransitionTo(DhcpClientState.Rebinding);
        BeginToExtend();
        SendRebinding(Reason.DhcpRebinds);
    }

    private void OnLeaseRetransmission()
    {
        _stack.Trace?.Because(_lastSent);
        if (State == DhcpClientState.Renewing)
            SendRenewal(Reason.DhcpRenewsAgain);
        else
            SendRebinding(Reason.DhcpRebindsAgain);
    }

    private void OnLeaseExpired()
    {
        _stack.Trace?.Because(_lastSent);
        _stack.Trace?.Out(Layer.Application, PduAction.Accept, null, Reason.DhcpLeaseExpires, Lease!.Address.Address);
        TransitionTo(DhcpClientState.Init);
        LoseAddress();
        Begin();
    }

    private void BeginToExtend()
    {
        _begunAt = _stack.Simulation.Now;
        _transactionId = _random.NextUInt32();
    }

    /// <summary>To the server that granted the lease, from the address that it granted.</summary>
    private void SendRenewal(Reason reason)
    {
        var server = Lease!.ServerIdentifier;
        SendToExtend(reason, new Ipv4EndPoint(server, DhcpMessage.ServerPort), new Ipv4SendOptions(), _rebinding.Deadline);
    }

    private void SendRebinding(Reason reason) =>
        SendToExtend(reason, EveryServer, new Ipv4SendOptions { Egress = _interface }, _expiry.Deadline);

    /// <summary>In RENEWING and REBINDING the address stands in ciaddr, and neither option 50 nor 54 is there (RFC 2131 §4.3.6).</summary>
    private void SendToExtend(Reason reason, Ipv4EndPoint destination, Ipv4SendOptions options, SimTime end)
    {
        var lease = Lease!;
        var request = Message(DhcpMessageType.Request, Parameters) with { ClientAddress = lease.Address.Address };
        _requestedAt = _stack.Simulation.Now;
        _stack.Trace?.Out(
            Layer.Application, PduAction.Encapsulate, request, reason,
            lease.Address.Address, lease.ServerIdentifier, lease.RenewalTime, lease.RebindingTime);

        // RFC 2131 §4.4.5: after half of what is left until T2 or until the lease ends, but not before a minute has passed.
        var remaining = end - _stack.Simulation.Now;
        _leaseRetransmission.Start(Duration.Max(remaining / 2, MinLeaseRetransmission));
        Send(request, destination, options);
    }

    private void SendRelease(DhcpLease lease)
    {
        BeginToExtend();
        var release = Message(DhcpMessageType.Release, new ServerIdentifierOption(lease.ServerIdentifier)) with { ClientAddress = lease.Address.Address };
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, release, Reason.DhcpReleases, lease.Address.Address, lease.ServerIdentifier);
        Send(release, new Ipv4EndPoint(lease.ServerIdentifier, DhcpMessage.ServerPort), new Ipv4SendOptions());

        Lease = null;
        LeaseChanged?.Invoke(this, EventArgs.Empty);
        // ARP's answer reaches only the address that asked for it.
        var isOnItsWay = _stack.Arp.Answers.Any(answer => answer.Address == lease.ServerIdentifier);
        if (isOnItsWay)
            RemoveAddress();
        else
            _stack.Simulation.Schedule(ReleaseTime, RemoveAddress);

        void RemoveAddress()
        {
            if (Lease is null && _interface.Address == lease.Address)
                _stack.Ipv4.Deconfigure(_interface);
        }
    }
}
