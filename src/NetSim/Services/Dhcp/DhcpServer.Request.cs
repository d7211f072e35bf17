using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <content>A Request is one of four things, by which fields it fills (RFC 2131 §4.3.2, table 4).</content>
public sealed partial class DhcpServer
{
    private void OnRequestMessage(DhcpMessage message, bool isBroadcast)
    {
        if (message.FindOption<ServerIdentifierOption>() is { } server)
            OnRequestInSelecting(message, server.Address);
        else if (!message.ClientAddress.IsAny)
            OnRequestToExtend(message, isBroadcast);
        else if (message.FindOption<RequestedAddressOption>() is { } requested)
            OnRequestAfterRestart(message, requested.Address);
        else
            Drop(message, DropReason.DhcpNoAddressAsked, message.ClientMac);
    }

    /// <summary>The client takes an offer: this server's or another's.</summary>
    private void OnRequestInSelecting(DhcpMessage message, Ipv4Address server)
    {
        var client = ClientOf(message);
        if (server != _own.Address)
        {
            Accept(message, Reason.DhcpLosesToOther, message.ClientMac, server);
            if (_bindings.Find(client) is { State: DhcpBindingState.Offered } offered)
                _bindings.Free(offered);
            return;
        }

        var address = message.FindOption<RequestedAddressOption>()?.Address ?? Ipv4Address.Any;
        if (FindBinding(message, address) is { State: not DhcpBindingState.Declined } binding)
            Grant(message, binding, Reason.DhcpGrants);
        else
            Refuse(message, Reason.DhcpRefusesUnknown, "address not offered", address);
    }

    /// <summary>INIT-REBOOT: the client remembers an address.</summary>
    private void OnRequestAfterRestart(DhcpMessage message, Ipv4Address address)
    {
        if (!_own.Subnet.Contains(address))
            Refuse(message, Reason.DhcpRefusesSubnet, "wrong network", address, _own.Subnet);
        else if (_bindings.Find(ClientOf(message)) is not { } known)
            Drop(message, DropReason.DhcpUnknownClient, message.ClientMac, address); // "MUST remain silent"
        else if (known.Address == address && CanHave(message, address))
            Grant(message, known, Reason.DhcpConfirms);
        else
            Refuse(message, Reason.DhcpRefusesTaken, "address in use", address);
    }

    /// <summary>RENEWING by unicast, REBINDING by broadcast: the client uses the address.</summary>
    private void OnRequestToExtend(DhcpMessage message, bool isBroadcast)
    {
        var address = message.ClientAddress;
        if (!_own.Subnet.Contains(address))
            Refuse(message, Reason.DhcpRefusesSubnet, "wrong network", address, _own.Subnet);
        else if (isBroadcast && _bindings.Find(address)?.Client is null)
            Drop(message, DropReason.DhcpUnknownClient, message.ClientMac, address); // another server's lease
        else if (CanHave(message, address))
            Grant(message, _bindings.Get(address), Reason.DhcpExtends);
        else
            Refuse(message, Reason.DhcpRefusesTaken, "lease not known", address);
    }

    private bool CanHave(DhcpMessage message, Ipv4Address address) =>
        _bindings.IsGiven(address, message.ClientMac) && _bindings.IsFor(address, ClientOf(message));

    private void Grant(DhcpMessage message, DhcpBinding binding, Reason reason)
    {
        Accept(message, reason, message.ClientMac, binding.Address);
        _bindings.Lease(binding, ClientOf(message), message.ClientMac);
        Reply(message, Answer(message, DhcpMessageType.Ack, binding.Address), Reason.DhcpAcknowledges, binding.Address, LeaseText);
    }

    private void Refuse(DhcpMessage message, Reason reason, string text, Ipv4Address address, object? subnet = null)
    {
        Accept(message, reason, message.ClientMac, address, subnet);
        SendNak(message, text);
    }
}
