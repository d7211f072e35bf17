using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <summary>Leases the addresses of a pool to the clients of one subnet (RFC 2131 §4.3).</summary>
public sealed partial class DhcpServer : IDisposable
{
    private readonly HostStack _stack;
    private readonly Ipv4Interface _interface;
    private readonly Ipv4InterfaceAddress _own;
    private readonly UdpSocket _socket;
    private readonly DhcpBindings _bindings;

    /// <summary>A server that listens from now on.</summary>
    /// <exception cref="ArgumentException">The pool does not fit the interface's subnet, or an option makes no sense.</exception>
    /// <exception cref="InvalidOperationException">The interface has no address.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">UDP port 67 of the host is in use.</exception>
    internal DhcpServer(HostSockets sockets, Ipv4Interface ipv4Interface, DhcpServerOptions options)
    {
        _stack = sockets.Stack;
        _interface = ipv4Interface;
        Options = options;
        _own = ipv4Interface.Address ?? throw new InvalidOperationException(
            $"{ipv4Interface.NetworkInterface} has no address. Give it one before a DHCP server serves its subnet.");
        options.Validate(_own);
        _bindings = new DhcpBindings(_stack.Simulation, options, _own, _stack.Trace);
        _socket = sockets.BindUdp(DhcpMessage.ServerPort);
        UdpService.Start(_stack.Simulation, _socket, OnMessage);
    }

    /// <summary>What the server gives.</summary>
    public DhcpServerOptions Options { get; }

    /// <summary>The leases that have not ended, in the order in which their addresses were first given.</summary>
    public IEnumerable<DhcpServerLease> Leases => _bindings.Leases;

    /// <summary>Stops the server: it answers nobody any more.</summary>
    public void Dispose() => _socket.Dispose();

    private void OnMessage(UdpMessage datagram)
    {
        if (!DhcpMessage.TryDecode(datagram.Payload.ToMemory().Span, out var message, out var error))
        {
            var malformed = new MalformedPdu(datagram.Payload, error);
            Drop(malformed, DropReason.Malformed, malformed);
        }
        else if (message.Operation != DhcpOperation.BootRequest)
        {
            Drop(message, DropReason.DhcpNotForServer, message.Operation);
        }
        else if (!message.RelayAddress.IsAny)
        {
            Drop(message, DropReason.DhcpRelayed, message.RelayAddress);
        }
        else
        {
            OnRequest(message, datagram.Destination.Address.IsLimitedBroadcast);
        }
    }

    private void OnRequest(DhcpMessage message, bool isBroadcast)
    {
        switch (message.MessageType)
        {
            case DhcpMessageType.Discover:
                OnDiscover(message);
                break;
            case DhcpMessageType.Request:
                OnRequestMessage(message, isBroadcast);
                break;
            case DhcpMessageType.Decline:
                OnDecline(message);
                break;
            case DhcpMessageType.Release:
                OnRelease(message);
                break;
            case DhcpMessageType.Inform:
                Accept(message, Reason.DhcpInforms, message.ClientMac);
                Reply(message, Answer(message, DhcpMessageType.Ack, Ipv4Address.Any), null);
                break;
            default:
                Drop(message, DropReason.DhcpNotForServer, message.MessageType is { } type ? type : "BOOTP request");
                break;
        }
    }

    /// <summary>RFC 2131 §4.3.1.</summary>
    private void OnDiscover(DhcpMessage message)
    {
        var client = ClientOf(message);
        var wish = message.FindOption<RequestedAddressOption>()?.Address;
        if (_bindings.Choose(client, message.ClientMac, wish) is not var (binding, reason))
        {
            Drop(message, DropReason.DhcpPoolEmpty, message.ClientMac, Options.PoolStart, Options.PoolEnd);
            return;
        }

        Accept(message, reason, message.ClientMac, binding.Address);
        _bindings.Offer(binding, client, message.ClientMac);
        Reply(message, Answer(message, DhcpMessageType.Offer, binding.Address), Reason.DhcpOffers, binding.Address, LeaseText, Options.OfferTimeout);
    }

    /// <summary>RFC 2131 §4.3.3.</summary>
    private void OnDecline(DhcpMessage message)
    {
        var address = message.FindOption<RequestedAddressOption>()?.Address ?? Ipv4Address.Any;
        if (!IsForThisServer(message) || FindBinding(message, address) is not { } binding)
        {
            Drop(message, DropReason.DhcpNotItsAddress, message.ClientMac, address);
            return;
        }

        Accept(message, Reason.DhcpIsDeclined, message.ClientMac, address, LeaseText);
        _bindings.Decline(binding);
    }

    /// <summary>RFC 2131 §4.3.4.</summary>
    private void OnRelease(DhcpMessage message)
    {
        if (!IsForThisServer(message) || FindBinding(message, message.ClientAddress) is not { State: DhcpBindingState.Leased } binding)
        {
            Drop(message, DropReason.DhcpNotItsAddress, message.ClientMac, message.ClientAddress);
            return;
        }

        Accept(message, Reason.DhcpIsGivenBack, message.ClientMac, binding.Address);
        _bindings.Free(binding);
    }

    private bool IsForThisServer(DhcpMessage message) => message.FindOption<ServerIdentifierOption>()?.Address == _own.Address;

    /// <summary>The address's entry where it is this client's.</summary>
    private DhcpBinding? FindBinding(DhcpMessage message, Ipv4Address address) =>
        _bindings.Find(address) is { IsFree: false } binding && ClientOf(message).Equals(binding.Client) ? binding : null;

    /// <summary>The client identifier, and where there is none the MAC address (RFC 2131 §4.2).</summary>
    private static ClientIdentifierOption ClientOf(DhcpMessage message) =>
        message.FindOption<ClientIdentifierOption>() ?? ClientIdentifierOption.ForMac(message.ClientMac);

    private void Accept(DhcpMessage message, Reason reason, params object?[] arguments) =>
        _stack.Trace?.In(Layer.Application, PduAction.Accept, message, reason, arguments);

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _stack.Trace?.In(Layer.Application, PduAction.Drop, pdu, reason, arguments);
}
