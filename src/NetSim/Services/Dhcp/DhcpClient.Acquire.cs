using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <content>From INIT to BOUND (RFC 2131 §4.4.1).</content>
public sealed partial class DhcpClient
{
    private static readonly Duration FirstRetransmission = 4.Seconds; // RFC 2131 §4.1
    private static readonly Duration RetransmissionJitter = 1.Seconds; // RFC 2131 §4.1: uniform from -1 to +1

    private static readonly Duration DeclineTime = 10.Seconds; // RFC 2131 §3.1 (5)

    private static readonly Ipv4EndPoint EveryServer = new(Ipv4Address.Broadcast, DhcpMessage.ServerPort);

    private static readonly ParameterRequestListOption Parameters =
        new([DhcpOptionCode.SubnetMask, DhcpOptionCode.Router, DhcpOptionCode.DomainNameServer]);

    private Duration SinceBegun => _stack.Simulation.Now - _begunAt;

    /// <summary>Deviates: RFC 2131 §4.4.1 asks for a random delay of 1 to 10 s first, against crowds; a learner would only wait.</summary>
    private void Begin()
    {
        TransitionTo(DhcpClientState.Init);
        _begunAt = _stack.Simulation.Now;
        _transactionId = _random.NextUInt32();
        _tries = 0;
        _offer = null;
        TransitionTo(DhcpClientState.Selecting);
        SendDiscover();
    }

    private void SendDiscover()
    {
        _tries++;
        var discover = Message(DhcpMessageType.Discover, Parameters) with { IsBroadcast = true };
        _discoverSeconds = discover.Seconds;
        _stack.Trace?.Out(
            Layer.Application, PduAction.Encapsulate, discover, _tries == 1 ? Reason.DhcpDiscovers : Reason.DhcpDiscoversAgain, _tries, MaxTries);
        SendWithoutAddress(discover);
        StartRetransmission();
    }

    private void TakeOffer(DhcpMessage offer)
    {
        var server = offer.FindOption<ServerIdentifierOption>()!.Address;
        _stack.Trace?.In(Layer.Application, PduAction.Accept, offer, Reason.DhcpTakesOffer, server, offer.YourAddress);
        _offer = offer;
        _tries = 0;
        TransitionTo(DhcpClientState.Requesting);
        SendRequest(offer);
    }

    /// <summary>The Request that takes an offer is broadcast with the server in it: the other servers see that theirs is not taken (RFC 2131 §3.1).</summary>
    private void SendRequest(DhcpMessage offer)
    {
        _tries++;
        var server = offer.FindOption<ServerIdentifierOption>()!;
        var request = Message(DhcpMessageType.Request, new RequestedAddressOption(offer.YourAddress), server, Parameters) with
        {
            IsBroadcast = true,
            Seconds = _discoverSeconds,
        };
        _requestedAt = _stack.Simulation.Now;
        _stack.Trace?.Out(
            Layer.Application, PduAction.Encapsulate, request, _tries == 1 ? Reason.DhcpRequests : Reason.DhcpRequestsAgain,
            offer.YourAddress, server.Address, _tries, MaxTries);
        SendWithoutAddress(request);
        StartRetransmission();
    }

    /// <summary>4, 8, 16, 32 s, each up to a second more or less (RFC 2131 §4.1).</summary>
    private void StartRetransmission() =>
        _retransmission.Start((FirstRetransmission * (1L << (_tries - 1))) + _random.NextDuration(RetransmissionJitter * -1, RetransmissionJitter));

    private void OnRetransmission()
    {
        _stack.Trace?.Because(_lastSent);
        if (_tries == MaxTries)
            GiveUpUnanswered();
        else if (_offer is { } offer)
            SendRequest(offer);
        else
            SendDiscover();
    }

    private void GiveUpUnanswered()
    {
        var type = _offer is null ? DhcpMessageType.Discover : DhcpMessageType.Request;
        _stack.Trace?.Out(Layer.Application, PduAction.Drop, Message(type), DropReason.DhcpNobodyAnswers, MaxTries, type, PauseTime);
        GiveUp($"{_stack.Name}: no DHCP server answered {MaxTries} {type} messages on {_interface.NetworkInterface.Name}. " +
            "Connect the host to a DHCP server, or give it an address by hand.");
    }

    private void GiveUp(string problem)
    {
        TransitionTo(DhcpClientState.Init);
        _refusals = 0;
        _declines = 0;
        _pause.Start(PauseTime);
        FailWaiters(SocketErrors.Create(SocketError.TimedOut, problem));
    }

    /// <summary>A server that refuses every time must not keep the client, and the run, going for ever.</summary>
    private void OnRefused(DhcpMessage nak)
    {
        var server = nak.FindOption<ServerIdentifierOption>()!.Address;
        _stack.Trace?.In(
            Layer.Application, PduAction.Accept, nak, Reason.DhcpIsRefused, server,
            nak.FindOption<MessageTextOption>()?.Text ?? "it does not say why");
        if (Lease is not null)
            LoseAddress();
        if (++_refusals < MaxTries)
            Begin();
        else
            GiveUp($"{_stack.Name}: the DHCP server {server} refused {MaxTries} times in a row. Look at its pool and at the servers beside it.");
    }

    /// <summary>RFC 2131 §3.1 (5): the server is told, and nothing asked for during 10 s; nor for ever, where everything it has is taken.</summary>
    private void OnAddressConflicted(Ipv4Interface conflicted, Ipv4Address address)
    {
        if (conflicted != _interface || Lease is not { } lease || lease.Address.Address != address)
            return;
        BeginToExtend();
        var decline = Message(DhcpMessageType.Decline, new RequestedAddressOption(address), new ServerIdentifierOption(lease.ServerIdentifier));
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, decline, Reason.DhcpDeclines, address, lease.ServerIdentifier, DeclineTime);
        SendWithoutAddress(decline);
        TransitionTo(DhcpClientState.Init);
        LoseAddress();
        if (++_declines < MaxTries)
            _declined.Start(DeclineTime);
        else
            GiveUp($"{_stack.Name}: other hosts had {MaxTries} addresses in a row that {lease.ServerIdentifier} granted. Look for fixed addresses in its pool.");
    }

    private DhcpMessage Message(DhcpMessageType type, params ReadOnlySpan<DhcpOption> options) => new()
    {
        Operation = DhcpOperation.BootRequest,
        TransactionId = _transactionId,
        Seconds = (ushort)Math.Min(SinceBegun.Nanoseconds / 1_000_000_000, ushort.MaxValue),
        ClientMac = _interface.NetworkInterface.MacAddress,
        Options = [new MessageTypeOption(type), ClientIdentifierOption.ForMac(_interface.NetworkInterface.MacAddress), .. options],
    };

    /// <summary>From 0.0.0.0 to everybody on the interface's link (RFC 2131 §4.1).</summary>
    private void SendWithoutAddress(DhcpMessage message) =>
        Send(message, EveryServer, new Ipv4SendOptions { Egress = _interface, Source = Ipv4Address.Any });

    private void Send(DhcpMessage message, Ipv4EndPoint destination, in Ipv4SendOptions options)
    {
        try
        {
            _socket!.Send(Payload.Wrap(message.ToArray()), destination, options);
        }
        catch (SocketException)
        {
            // The stack has said why it could not be sent; the retransmission timer tries again.
        }

        _lastSent = _stack.Trace?.LastSent;
    }
}
