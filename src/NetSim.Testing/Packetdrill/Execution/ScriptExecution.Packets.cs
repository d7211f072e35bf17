using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <content>Packets that the script injects.</content>
internal sealed partial class ScriptExecution
{
    private const ushort FirstRemotePort = 32_769;
    private const int QuotedOctets = 28; // a header without options, and 8 octets (RFC 792)

    private int _remotePorts;

    private void Inject(PacketEvent packet)
    {
        var connection = FindConnection(packet);
        Log(packet.ToString());
        Pdu payload = packet switch
        {
            TcpPacketEvent tcp => Segment(tcp.Header, connection),
            UdpPacketEvent udp => Datagram(udp, connection),
            IcmpPacketEvent icmp => Message(icmp, connection),
            _ => throw new ScriptUnsupportedException($"the packet {packet}"),
        };
        var protocol = packet switch
        {
            TcpPacketEvent => IpProtocol.Tcp,
            UdpPacketEvent => IpProtocol.Udp,
            _ => IpProtocol.Icmp,
        };
        var tos = packet.Ip.Tos ?? 0;
        _bed.Inject(new Ipv4Packet(connection.Remote.Address, connection.Local.Address, protocol, payload)
        {
            TimeToLive = packet.Ip.Ttl ?? Ipv4Packet.DefaultTimeToLive,
            Dscp = (byte)(tos >> 2),
            Ecn = packet.Ip.Ecn is { } ecn ? (byte)ecn : (byte)(tos & 3),
        });
    }

    private TcpSegment Segment(TcpHeaderSyntax header, ScriptConnection connection)
    {
        var isSyn = header.Flags.HasFlag(TcpFlags.Syn);
        var hasAck = header.Flags.HasFlag(TcpFlags.Ack);
        if (connection.State == ScriptConnectionState.SynAckSent && hasAck)
        {
            connection.State = ScriptConnectionState.Accepting;
        }
        else if (connection.State == ScriptConnectionState.SynSent && isSyn)
        {
            connection.RemoteIsn = header.Sequence.Start;
            // Without ACK it is a simultaneous open: the stack's SYN comes again with ACK, and is known.
            connection.State = hasAck ? ScriptConnectionState.Connected : ScriptConnectionState.SynAckSent;
        }

        return SegmentTranslator.ToLive(header, connection, _settings.TimestampEchoIsScaled);
    }

    private static UdpDatagram Datagram(UdpPacketEvent packet, ScriptConnection connection) =>
        new(packet.Ports?.Source ?? connection.Remote.Port, packet.Ports?.Destination ?? connection.Local.Port, Payload.Zeros(packet.Length));

    /// <summary>An ICMP message about a packet that the stack has sent.</summary>
    private static IcmpMessage Message(IcmpPacketEvent packet, ScriptConnection connection)
    {
        if (!IcmpNames.TryFind(false, packet.TypeName, packet.CodeName, out var type, out var code))
            throw new ScriptUnsupportedException($"ICMPv6: {packet.TypeName} {packet.CodeName}");
        if (packet.Echoed is { Protocol: EchoedProtocol.Raw } raw || packet.Identifier is not null)
            return new IcmpMessage((IcmpType)type, code, (uint)(packet.Identifier ?? 0) << 16, Payload.Zeros(packet.Echoed?.Sequence.Length ?? 0));

        Pdu quoted = packet.Echoed is { Protocol: EchoedProtocol.Udp } || (packet.Echoed is null && connection.Protocol == IpProtocol.Udp)
            ? new UdpDatagram(connection.Local.Port, connection.Remote.Port, Payload.Zeros(packet.Echoed?.Sequence.Length ?? 0))
            : QuotedSegment(packet.Echoed?.Sequence ?? new SequenceRange(0, 0), connection);
        var protocol = quoted is UdpDatagram ? IpProtocol.Udp : IpProtocol.Tcp;
        var octets = new Ipv4Packet(connection.Local.Address, connection.Remote.Address, protocol, quoted) { DontFragment = true }.ToArray();
        return new IcmpMessage((IcmpType)type, code, packet.Mtu ?? 0, Payload.Copy(octets.AsSpan(0, Math.Min(QuotedOctets, octets.Length))));
    }

    private static TcpSegment QuotedSegment(SequenceRange sequence, ScriptConnection connection) => new()
    {
        SourcePort = connection.Local.Port,
        DestinationPort = connection.Remote.Port,
        Sequence = new SequenceNumber(sequence.IsAbsolute ? sequence.Start : unchecked(sequence.Start + connection.LocalOffset(isSyn: false))),
        Flags = TcpFlags.Ack,
        Payload = Payload.Zeros(sequence.Length),
    };

    /// <summary>The connection of a packet: that of its ports where it names them, else the one under test, or the one that it opens.</summary>
    private ScriptConnection FindConnection(PacketEvent packet)
    {
        var (protocol, ports) = packet switch
        {
            TcpPacketEvent tcp => (IpProtocol.Tcp, tcp.Header.Ports),
            UdpPacketEvent udp => (IpProtocol.Udp, udp.Ports),
            _ => (IpProtocol.Icmp, null),
        };
        if (packet is TcpPacketEvent { Direction: PacketDirection.Inbound } segment && FindListener(segment) is { } opened)
            return opened;
        if (ports is not null)
            return FindByPorts(protocol, ports, packet.Direction);
        if (UnderTest is { } connection && (connection.Protocol == protocol || protocol == IpProtocol.Icmp))
        {
            if (packet is TcpPacketEvent { Direction: PacketDirection.Inbound } again)
                Reopen(again.Header, connection);
            return connection;
        }

        throw new ScriptFailedException("No socket is there that the packet could belong to.");
    }

    /// <summary>A connection in the making, where the one under test listens; or where no socket is there, for what nobody listens to.</summary>
    private ScriptConnection? FindListener(TcpPacketEvent packet)
    {
        var ports = packet.Header.Ports;
        var opens = ports is null
            ? UnderTest is null or { Protocol: IpProtocol.Tcp, State: ScriptConnectionState.Listening }
            : packet.Header.Flags.HasFlag(TcpFlags.Syn) && !_connections.Exists(other => other.Has(ports, PacketDirection.Inbound));
        if (!opens)
            return null;

        var connection = new ScriptConnection(IpProtocol.Tcp)
        {
            State = ScriptConnectionState.SynReceived,
            ScriptPorts = ports is null ? null : (ports.Source, ports.Destination),
            Local = new Ipv4EndPoint(_addresses.Local, ports?.Destination ?? UnderTest?.Local.Port ?? _addresses.BindPort),
            Remote = new Ipv4EndPoint(_addresses.Remote, ports?.Source ?? (ushort)(FirstRemotePort + _remotePorts++)),
            RemoteIsn = packet.Header.Sequence.Start,
        };
        _connections.Add(connection);
        UnderTest = connection;
        return connection;
    }

    // A SYN with another number than the first one's opens the connection a second time, if the stack takes it.
    private static void Reopen(TcpHeaderSyntax header, ScriptConnection connection)
    {
        var isOpen = connection.State is ScriptConnectionState.SynAckSent or ScriptConnectionState.Accepting;
        connection.NextRemoteIsn = header.Flags.HasFlag(TcpFlags.Syn) && isOpen && header.Sequence.Start != connection.RemoteIsn
            ? header.Sequence.Start
            : connection.NextRemoteIsn;
    }

    private ScriptConnection FindByPorts(IpProtocol protocol, PortPair ports, PacketDirection direction)
    {
        if (_connections.Find(other => other.Protocol == protocol && other.Has(ports, direction)) is { } known)
            return known;
        var (remote, local) = direction == PacketDirection.Inbound ? (ports.Source, ports.Destination) : (ports.Destination, ports.Source);
        var same = _connections.Find(other => other.Protocol == protocol && other.Remote.Port == remote && other.Local.Port == local);
        if (same is not null)
            return same;
        var connection = new ScriptConnection(protocol)
        {
            ScriptPorts = (remote, local),
            Local = new Ipv4EndPoint(_addresses.Local, local),
            Remote = new Ipv4EndPoint(_addresses.Remote, remote),
        };
        _connections.Add(connection);
        return connection;
    }

    /// <summary>A socket that the program made.</summary>
    internal ScriptConnection AddSocket(IpProtocol protocol)
    {
        var connection = new ScriptConnection(protocol) { Remote = new Ipv4EndPoint(_addresses.Remote, _addresses.ConnectPort) };
        _connections.Add(connection);
        UnderTest = connection;
        return connection;
    }

    /// <summary>The connection that a listener's socket was accepted for.</summary>
    internal ScriptConnection? FindAccepted(Ipv4EndPoint local, Ipv4EndPoint remote) =>
        _connections.FindLast(other => other.Protocol == IpProtocol.Tcp && other.Remote == remote && other.Local == local);
}
