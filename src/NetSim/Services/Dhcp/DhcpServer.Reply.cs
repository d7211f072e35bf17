using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <content>What the server sends, and to where (RFC 2131 §4.1, §4.3.1 table 3).</content>
public sealed partial class DhcpServer
{
    private string LeaseText => Options.LeaseDuration == Duration.MaxValue ? "ever" : $"{Options.LeaseDuration}";

    /// <summary>An Offer or an Ack. One without an address answers an Inform, and has no times (RFC 2131 §4.3.5).</summary>
    private DhcpMessage Answer(DhcpMessage request, DhcpMessageType type, Ipv4Address address)
    {
        List<DhcpOption> options = [new MessageTypeOption(type), new ServerIdentifierOption(_own.Address)];
        if (!address.IsAny)
            AddTimes(options);
        options.Add(new SubnetMaskOption(_own.Subnet.Mask));
        if (Options.Router is { } router && IsWanted(request, DhcpOptionCode.Router))
            options.Add(new RouterOption([router]));
        if (Options.DnsServers.Count > 0 && IsWanted(request, DhcpOptionCode.DomainNameServer))
            options.Add(new DomainNameServerOption(Options.DnsServers));
        return ReplyTo(request, [.. options]) with { ClientAddress = type == DhcpMessageType.Ack ? request.ClientAddress : default, YourAddress = address };
    }

    private void AddTimes(List<DhcpOption> options)
    {
        var seconds = Options.LeaseDuration == Duration.MaxValue
            ? DhcpTimeOption.Infinity
            : (uint)Math.Min(Options.LeaseDuration.Nanoseconds / 1_000_000_000, DhcpTimeOption.Infinity - 1);
        options.Add(new LeaseTimeOption(seconds));
        if (seconds == DhcpTimeOption.Infinity)
            return;
        options.Add(new RenewalTimeOption(seconds / 2)); // RFC 2131 §4.4.5: half, and seven eighths
        options.Add(new RebindingTimeOption((uint)(seconds * 7L / 8)));
    }

    private static bool IsWanted(DhcpMessage request, DhcpOptionCode code) =>
        request.FindOption<ParameterRequestListOption>() is not { } list || list.Codes.AsSpan().Contains(code);

    private static DhcpMessage ReplyTo(DhcpMessage request, PduList<DhcpOption> options) => new()
    {
        Operation = DhcpOperation.BootReply,
        TransactionId = request.TransactionId,
        IsBroadcast = request.IsBroadcast,
        ClientMac = request.ClientMac,
        // RFC 6842 §3: who sent a client identifier gets it back.
        Options = request.FindOption<ClientIdentifierOption>() is { } client ? [.. options, client] : options,
    };

    private void SendNak(DhcpMessage request, string text)
    {
        var nak = ReplyTo(
            request, [new MessageTypeOption(DhcpMessageType.Nak), new ServerIdentifierOption(_own.Address), new MessageTextOption(text)]);
        Say(nak, Reason.DhcpSendsNak, text);
        Send(nak, Ipv4Address.Broadcast, new Ipv4SendOptions { Egress = _interface });
    }

    /// <summary>RFC 2131 §4.1: to ciaddr where the client has it, by broadcast where it asks so, else to its MAC address.</summary>
    private void Reply(DhcpMessage request, DhcpMessage reply, Reason? reason, params object?[] arguments)
    {
        if (reason is not null)
            Say(reply, reason, arguments);
        if (!request.ClientAddress.IsAny)
        {
            Say(reply, Reason.DhcpRepliesToAddress, request.ClientAddress);
            Send(reply, request.ClientAddress, new Ipv4SendOptions { Egress = _interface });
        }
        else if (request.IsBroadcast || reply.YourAddress.IsAny)
        {
            Say(reply, Reason.DhcpRepliesByBroadcast);
            Send(reply, Ipv4Address.Broadcast, new Ipv4SendOptions { Egress = _interface });
        }
        else
        {
            Say(reply, Reason.DhcpRepliesToMac, reply.YourAddress, request.ClientMac);
            Send(reply, reply.YourAddress, new Ipv4SendOptions { Egress = _interface, NextHopMac = request.ClientMac });
        }
    }

    private void Say(DhcpMessage reply, Reason reason, params object?[] arguments) =>
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, reply, reason, arguments);

    private void Send(DhcpMessage reply, Ipv4Address destination, in Ipv4SendOptions options)
    {
        try
        {
            _socket.Send(Payload.Wrap(reply.ToArray()), new Ipv4EndPoint(destination, DhcpMessage.ClientPort), options);
        }
        catch (SocketException)
        {
            // The stack has said why it could not be sent; the client asks again.
        }
    }
}
