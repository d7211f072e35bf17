using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Udp;

/// <summary>A host's UDP: which port belongs to whom (RFC 768, RFC 1122 §4.1).</summary>
internal sealed class UdpProtocol : IIpProtocolHandler
{
    private readonly Ipv4Protocol _ipv4;
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<ushort, IUdpObserver> _ports = [];
    private IUdpObserver? _last; // who held the port of the last datagram, as it holds that of the next one as a rule
    private ushort _lastPort;
    private readonly EphemeralPorts _ephemeralPorts = new();
    private readonly HashSet<ushort> _untold = []; // ephemeral ports whose choice no PDU has told yet; empty without a trace

    public UdpProtocol(Ipv4Protocol ipv4, DeviceTrace? trace)
    {
        _ipv4 = ipv4;
        _trace = trace;
        ipv4.Register(IpProtocol.Udp, this);
    }

    public string Name => "UDP";

    /// <summary>The ports that somebody holds, the lowest first.</summary>
    public IEnumerable<ushort> Ports => _ports.Keys.Order();

    /// <summary>Gives a port to its holder; port 0 asks for any free one. Null when it is taken, or none is free.</summary>
    public ushort? Bind(ushort port, IUdpObserver observer)
    {
        if (port == 0)
        {
            if (_ephemeralPorts.Take(candidate => !_ports.ContainsKey(candidate)) is not { } free)
                return null;
            port = free;
            if (_trace is not null)
                _untold.Add(port);
        }

        return _ports.TryAdd(port, observer) ? port : null;
    }

    public void Release(ushort port)
    {
        _ports.Remove(port);
        _last = null;
        _untold.Remove(port);
    }

    /// <summary>Puts octets into a datagram and sends it.</summary>
    public SendStatus Send(ushort sourcePort, Ipv4Address destination, ushort destinationPort, Payload payload, in Ipv4SendOptions options)
    {
        var datagram = new UdpDatagram(sourcePort, destinationPort, payload);
        if (_trace is not null)
            TraceSending(_trace, datagram);
        return _ipv4.Send(destination, IpProtocol.Udp, datagram, options);
    }

    private void TraceSending(DeviceTrace trace, UdpDatagram datagram)
    {
        if (_untold.Remove(datagram.SourcePort))
            trace.Out(Layer.Transport, PduAction.Encapsulate, datagram, Reason.UdpChoosesPort, datagram.SourcePort);
        trace.Out(
            Layer.Transport, PduAction.Encapsulate, datagram, Reason.UdpSends, datagram.Payload.Length, datagram.SourcePort, datagram.DestinationPort);
    }

    public void OnPacket(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (packet.Payload is not UdpDatagram datagram)
        {
            _trace?.In(Layer.Transport, PduAction.Drop, packet.Payload, DropReason.Malformed, packet.Payload);
            return;
        }

        if (HolderOf(datagram.DestinationPort) is not { } observer)
        {
            _trace?.In(Layer.Transport, PduAction.Drop, datagram, DropReason.NoUdpSocket, datagram.DestinationPort);
            _ipv4.ErrorReporter?.Report(packet, Ipv4Problem.PortUnreachable); // RFC 1122 §4.1.3.1
            return;
        }

        // The socket may resume its application at once, so the sentence comes first.
        _trace?.In(Layer.Transport, PduAction.Decapsulate, datagram, Reason.UdpFindsSocket, datagram.DestinationPort, datagram.Payload.Length);
        if (!observer.OnDatagram(ingress, packet, datagram))
            _trace?.In(Layer.Transport, PduAction.Drop, datagram, DropReason.UdpBufferFull, datagram.DestinationPort);
    }

    public bool OnError(IpError error)
    {
        if (error.Packet.SourcePort is not { } port || HolderOf(port) is not { } observer)
            return false;
        _ipv4.LearnPathMtu(error);
        observer.OnError(error);
        return true;
    }

    private IUdpObserver? HolderOf(ushort port)
    {
        if (port != _lastPort || _last is null)
            (_last, _lastPort) = (_ports.GetValueOrDefault(port), port);
        return _last;
    }
}
