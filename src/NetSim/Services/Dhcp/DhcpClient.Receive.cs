using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <content>What servers send.</content>
public sealed partial class DhcpClient
{
    private void OnMessage(UdpMessage datagram)
    {
        if (!DhcpMessage.TryDecode(datagram.Payload.ToMemory().Span, out var message, out var error))
        {
            var malformed = new MalformedPdu(datagram.Payload, error);
            Drop(malformed, DropReason.Malformed, malformed);
            return;
        }

        if (message.Operation != DhcpOperation.BootReply || message.TransactionId != _transactionId
            || message.ClientMac != _interface.NetworkInterface.MacAddress)
        {
            Drop(message, DropReason.DhcpNotForThisClient, $"0x{message.TransactionId:x8}", message.ClientMac);
            return;
        }

        if (message.FindOption<ServerIdentifierOption>() is not { Address.IsUnicast: true })
        {
            Drop(message, DropReason.DhcpNoServerIdentifier);
            return;
        }

        OnReply(message);
    }

    private void OnReply(DhcpMessage message)
    {
        switch (message.MessageType)
        {
            case DhcpMessageType.Offer when State is DhcpClientState.Selecting:
                if (IsSound(message, out _))
                    TakeOffer(message);
                break;
            case DhcpMessageType.Offer when State is DhcpClientState.Requesting:
                Drop(message, DropReason.DhcpLaterOffer, message.YourAddress);
                break;
            case DhcpMessageType.Ack when AwaitsAck:
                if (IsGranted(message) && IsSound(message, out var prefixLength))
                    Bind(message, prefixLength);
                break;
            case DhcpMessageType.Nak when AwaitsAck:
                if (IsFromChosenServer(message))
                    OnRefused(message);
                break;
            default:
                Drop(message, DropReason.DhcpNotAwaited, message.MessageType is { } type ? type : "BOOTP reply", State.ToText());
                break;
        }
    }

    private bool AwaitsAck => State is DhcpClientState.Requesting or DhcpClientState.Renewing or DhcpClientState.Rebinding;

    /// <summary>In REQUESTING one server was chosen, and nobody else has a say.</summary>
    private bool IsFromChosenServer(DhcpMessage message)
    {
        var chosen = _offer?.FindOption<ServerIdentifierOption>()?.Address;
        var server = message.FindOption<ServerIdentifierOption>()!.Address;
        if (chosen is null || chosen == server)
            return true;
        Drop(message, DropReason.DhcpOtherServer, server, chosen);
        return false;
    }

    private bool IsGranted(DhcpMessage ack)
    {
        if (!IsFromChosenServer(ack))
            return false;
        var asked = _offer?.YourAddress ?? Lease!.Address.Address;
        if (ack.YourAddress == asked)
            return true;
        Drop(ack, DropReason.DhcpOtherAddress, ack.YourAddress, asked);
        return false;
    }

    /// <summary>A server's word configures the host, so it must make sense.</summary>
    private bool IsSound(DhcpMessage message, out int prefixLength)
    {
        // RFC 2131 §3.3 leaves a client without mask to the address's class; classes are gone (RFC 4632), so a mask must be there.
        var mask = message.FindOption<SubnetMaskOption>()?.Mask ?? Ipv4Address.Any;
        if (!Ipv4Subnet.TryGetPrefixLength(mask, out prefixLength) || prefixLength == 0)
            return Drop(message, DropReason.DhcpBadMask, mask);
        if (!message.YourAddress.IsUnicast || !new Ipv4Subnet(message.YourAddress, prefixLength).IsHost(message.YourAddress))
            return Drop(message, DropReason.DhcpBadAddress, message.YourAddress);
        if (message.FindOption<LeaseTimeOption>() is not { Seconds: > 0 })
            return Drop(message, DropReason.DhcpNoLeaseTime);
        return message.FindOption<RouterOption>()?.Addresses[0] is not { IsUnicast: false } router
            || Drop(message, DropReason.DhcpBadRouter, router);
    }

    private bool Drop(Pdu pdu, DropReason reason, params object?[] arguments)
    {
        _stack.Trace?.In(Layer.Application, PduAction.Drop, pdu, reason, arguments);
        return false;
    }
}
