using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Icmp;

/// <summary>Gets the answers to a host's echo requests.</summary>
internal interface IEchoObserver
{
    /// <summary>A reply to this observer's identifier has come.</summary>
    void OnEchoReply(Ipv4Packet packet, IcmpMessage reply);

    /// <summary>A request with this observer's identifier found no way to the next hop.</summary>
    void OnEchoUnreachable(IcmpMessage request);
}

/// <summary>A host's ICMP: answers echo requests, and hands replies to who asked (RFC 792, RFC 1122 §3.2.2.6).</summary>
internal sealed class IcmpProtocol : IIpProtocolHandler
{
    private readonly Ipv4Protocol _ipv4;
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<ushort, IEchoObserver> _observers = [];
    private ushort _lastIdentifier;

    public IcmpProtocol(Ipv4Protocol ipv4, DeviceTrace? trace)
    {
        _ipv4 = ipv4;
        _trace = trace;
        ipv4.Register(IpProtocol.Icmp, this);
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
        else
            Drop(message, DropReason.IcmpUnknownType, (int)message.Type);
    }

    public void OnUnreachable(Ipv4Packet packet)
    {
        if (packet.Payload is IcmpMessage { Type: IcmpType.EchoRequest } request && _observers.TryGetValue(request.Identifier, out var observer))
            observer.OnEchoUnreachable(request);
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
        // RFC 1122 §3.2.2.6: the reply's source is the request's destination.
        _ipv4.Send(packet.Source, IpProtocol.Icmp, reply, new Ipv4SendOptions { Source = packet.Destination });
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

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.Network, PduAction.Drop, pdu, reason, arguments);
}
