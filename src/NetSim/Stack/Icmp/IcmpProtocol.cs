using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Icmp;

/// <summary>ICMP of a host or router: answers echo requests, hands answers and errors to who asked, and tells sources of errors (RFC 792, RFC 1122 §3.2.2).</summary>
internal sealed partial class IcmpProtocol : IIpProtocolHandler, IIpErrorReporter
{
    private readonly Ipv4Protocol _ipv4;
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<ushort, IEchoObserver> _observers = [];
    private readonly IcmpRateLimit _rateLimit;
    private ushort _lastIdentifier;

    public IcmpProtocol(Simulation simulation, Ipv4Protocol ipv4, IcmpOptions options, DeviceTrace? trace)
    {
        _ipv4 = ipv4;
        _trace = trace;
        _rateLimit = new IcmpRateLimit(simulation, options);
        ipv4.Register(IpProtocol.Icmp, this);
        ipv4.ErrorReporter = this;
    }

    public string Name => "ICMP";

    /// <summary>Gives an observer an identifier of its own.</summary>
    /// <exception cref="InvalidOperationException">All 65,536 identifiers are in use.</exception>
    public ushort Open(IEchoObserver observer)
    {
        for (var tries = 0; tries <= ushort.MaxValue; tries++)
        {
            if (_observers.TryAdd(++_lastIdentifier, observer))
                return _lastIdentifier;
        }

        throw new InvalidOperationException("All ICMP echo identifiers are in use. Await some of the pings before starting more.");
    }

    public void Close(ushort identifier) => _observers.Remove(identifier);

    /// <summary>Sends an echo request.</summary>
    public SendStatus SendEcho(Ipv4Address destination, IcmpMessage request, in Ipv4SendOptions options)
    {
        _trace?.Out(Layer.Network, PduAction.Encapsulate, request, Reason.IcmpAsks, destination, request.Identifier, request.SequenceNumber);
        return _ipv4.Send(destination, IpProtocol.Icmp, request, options);
    }

    public void OnPacket(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (packet.Payload is not IcmpMessage message)
            Drop(packet.Payload, DropReason.Malformed, packet.Payload);
        else if (message.Type == IcmpType.EchoRequest)
            Answer(ingress, packet, message);
        else if (message.Type == IcmpType.EchoReply)
            Deliver(packet, message);
        else if (message.IsError)
            Deliver(ingress, packet, message);
        else
            Drop(message, DropReason.IcmpUnknownType, (int)message.Type);
    }

    /// <summary>An echo request of this host did not arrive.</summary>
    public bool OnError(IpError error)
    {
        if (error.Packet.EchoIdentifier is not { } identifier || !_observers.TryGetValue(identifier, out var observer))
            return false;
        _ipv4.LearnPathMtu(error);
        observer.OnEchoError(error);
        return true;
    }

    private void Answer(Ipv4Interface ingress, Ipv4Packet packet, IcmpMessage request)
    {
        if (ingress.IsBroadcast(packet.Destination))
        {
            // RFC 1122 §3.2.2.6 leaves the answer to a broadcast open; hosts today stay silent.
            Drop(request, DropReason.EchoToBroadcast, packet.Destination);
            return;
        }

        var reply = request.EchoReply();
        _trace?.In(Layer.Network, PduAction.Accept, request, Reason.IcmpIsAsked, request.Identifier, request.SequenceNumber);
        _trace?.Out(Layer.Network, PduAction.Encapsulate, reply, Reason.IcmpAnswers, packet.Source, request.Data.Length);
        // RFC 1122 §3.2.2.6: the reply's source is the request's destination. Its marks come back, too (§3.2.2.6, RFC 3168 §6.1.4 aside).
        _ipv4.Send(packet.Source, IpProtocol.Icmp, reply, new Ipv4SendOptions { Source = packet.Destination, Dscp = packet.Dscp });
    }

    private void Deliver(Ipv4Packet packet, IcmpMessage reply)
    {
        if (!_observers.TryGetValue(reply.Identifier, out var observer))
        {
            Drop(reply, DropReason.EchoNotAsked, reply.Identifier);
            return;
        }

        _trace?.In(Layer.Network, PduAction.Accept, reply, Reason.IcmpIsAnswered, reply.Identifier, reply.SequenceNumber);
        observer.OnEchoReply(packet, reply);
    }

    /// <summary>An error goes to the protocol whose packet it quotes (RFC 1122 §3.2.2).</summary>
    private void Deliver(Ipv4Interface ingress, Ipv4Packet packet, IcmpMessage message)
    {
        if (!message.TryReadQuoted(out var quoted) || !_ipv4.IsOwn(quoted.Source))
        {
            Drop(message, DropReason.IcmpErrorNotOurs);
            return;
        }

        var error = new IpError(message, quoted, packet.Source);
        _trace?.In(Layer.Network, PduAction.Accept, message, Reason.IcmpIsToldError, packet.Source, quoted.Destination, message);
        if (message.Type == IcmpType.Redirect)
        {
            _ipv4.OnRedirect(ingress, error);
            return;
        }

        if (_ipv4.HandlerOf(quoted.Protocol)?.OnError(error) != true)
            Drop(message, DropReason.IcmpErrorNotOurs);
    }

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.Network, PduAction.Drop, pdu, reason, arguments);
}
