using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Icmp;

/// <content>Telling the sources of packets what became of them, and when not to (RFC 1122 §3.2.2, RFC 1812 §4.3.2).</content>
internal sealed partial class IcmpProtocol
{
    public void Report(Ipv4Packet packet, Ipv4Problem problem, int value = 0)
    {
        if (WhyNot(packet) is { } rule)
        {
            Say(rule, packet.Source);
            return;
        }

        Send(packet, problem switch
        {
            Ipv4Problem.TimeToLiveExceeded => IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, packet),
            Ipv4Problem.ReassemblyTimeExceeded => IcmpMessage.TimeExceeded(TimeExceededCode.FragmentReassembly, packet),
            Ipv4Problem.HeaderWrong => IcmpMessage.ParameterProblem((byte)value, packet),
            _ => IcmpMessage.DestinationUnreachable(CodeOf(problem), packet, (ushort)value),
        });
    }

    public void Redirect(Ipv4Packet packet, Ipv4Address gateway)
    {
        if (WhyNot(packet) is not null)
            return;
        _trace?.Because(_trace.Current); // an event of its own: the packet goes out in this one
        Send(packet, IcmpMessage.Redirect(RedirectCode.Host, gateway, packet)); // for the host alone (RFC 1812 §4.3.3.2)
    }

    private void Say(Reason rule, Ipv4Address source)
    {
        if (_trace is { IsReceiving: false })
        {
            _trace.Because(_trace.LastSent);
            _trace.Out(Layer.Network, PduAction.Drop, null, rule, source);
        }
        else
        {
            _trace?.In(Layer.Network, PduAction.Accept, null, rule, source);
        }
    }

    private void Send(Ipv4Packet packet, IcmpMessage message)
    {
        // Where a packet waited in vain, nothing comes in now: its own event is the cause.
        if (_trace is { IsReceiving: false })
            _trace.Because(_trace.LastSent);
        _trace?.Out(Layer.Network, PduAction.Encapsulate, message, Reason.IcmpTellsError, packet.Source, message, message.Data.Length);
        // A destination tells under the address that was meant; a router under that of the interface that it tells by (RFC 1812 §4.3.2.4).
        Ipv4Address? source = _ipv4.IsOwn(packet.Destination) ? packet.Destination : null;
        _ipv4.Send(packet.Source, IpProtocol.Icmp, message, new Ipv4SendOptions { Source = source, Dscp = InternetworkControl });
    }

    /// <summary>The rule that forbids to tell, or null (RFC 1122 §3.2.2). It comes before the rate limit, which it must not use up.</summary>
    private Reason? WhyNot(Ipv4Packet packet)
    {
        if (packet.Payload is IcmpMessage { IsError: true } || IsErrorInOctets(packet))
            return Reason.IcmpNotAboutErrors;
        if (packet.FragmentOffset > 0)
            return Reason.IcmpNotAboutLaterFragments;
        if (packet.Destination.IsMulticast || _ipv4.Interfaces.Any(candidate => candidate.IsBroadcast(packet.Destination)))
            return Reason.IcmpNotAboutBroadcasts;
        // A host tells itself at a loopback address, too; from a link none comes in.
        if (!(packet.Source.IsUnicast || packet.Source.IsLoopback) || _ipv4.Interfaces.Any(candidate => candidate.IsBroadcast(packet.Source)))
            return Reason.IcmpNotToNobody;
        return _rateLimit.TryTake() ? null : Reason.IcmpRateLimited;
    }

    /// <summary>A first fragment of an error, or a damaged one, is an error, too, though it carries octets.</summary>
    private static bool IsErrorInOctets(Ipv4Packet packet)
    {
        var octets = packet.Payload as Packets.Payload ?? (packet.Payload as Packets.MalformedPdu)?.Octets;
        return packet.Protocol == IpProtocol.Icmp && octets is { Length: > 0 }
            && (IcmpType)octets.ToMemory().Span[0] is not (IcmpType.EchoRequest or IcmpType.EchoReply);
    }

    // RFC 1812 §4.3.2.5: errors of routers have the precedence of internetwork control.
    private const byte InternetworkControl = 48;

    private static DestinationUnreachableCode CodeOf(Ipv4Problem problem) => problem switch
    {
        Ipv4Problem.NetUnreachable => DestinationUnreachableCode.NetUnreachable,
        Ipv4Problem.HostUnreachable => DestinationUnreachableCode.HostUnreachable,
        Ipv4Problem.ProtocolUnreachable => DestinationUnreachableCode.ProtocolUnreachable,
        Ipv4Problem.PortUnreachable => DestinationUnreachableCode.PortUnreachable,
        Ipv4Problem.FragmentationNeeded => DestinationUnreachableCode.FragmentationNeeded,
        Ipv4Problem.SourceRouteFailed => DestinationUnreachableCode.SourceRouteFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
