using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <summary>A host's TCP: which segment belongs to which connection or listener (RFC 9293 §3.10.7.1, §3.10.7.2).</summary>
internal sealed partial class TcpProtocol : IIpProtocolHandler, ITcpEnvironment
{
    private readonly Simulation _simulation;
    private readonly Ipv4Protocol _ipv4;
    private TcpOptions _options;
    private readonly InitialSequenceNumbers _initialSequenceNumbers;
    private readonly SynCookies _synCookies;
    private readonly ChallengeLimit _challenges;
    private readonly TcpConnectionTable _connections = [];
    private readonly Dictionary<TcpConnection, TimeWaitConnection> _replaced = []; // in TIME-WAIT, by the one whose handshake is under way
    private readonly TcpPorts _ports = new();

    public TcpProtocol(Simulation simulation, string device, Ipv4Protocol ipv4, TcpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _ipv4 = ipv4;
        _options = options;
        Trace = trace;
        _initialSequenceNumbers = new InitialSequenceNumbers(simulation.Random($"{device} TCP initial sequence numbers"));
        _synCookies = new SynCookies(simulation.Random($"{device} TCP SYN cookies"));
        TimeWait = new TimeWaitTimer(simulation);
        _challenges = new ChallengeLimit(simulation.Random($"{device} TCP challenges"), options.ChallengeLimit);
        ipv4.Register(IpProtocol.Tcp, this);
    }

    public string Name => "TCP";

    /// <summary>How this host's TCP behaves. A change holds for the connections that are there, too, but not for what was agreed or set for one.</summary>
    public TcpOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            foreach (var connection in Connections)
                connection.Options = value;
        }
    }

    public SimTime Now => _simulation.Now;

    public DeviceTrace? Trace { get; }

    public TimeWaitTimer TimeWait { get; }

    /// <summary>The connections that are not closed, in the order in which they were opened.</summary>
    public IEnumerable<TransmissionControlBlock> Connections => _connections;

    /// <summary>The addresses, 0.0.0.0 for all, and ports in LISTEN, by port and address.</summary>
    public IEnumerable<Ipv4EndPoint> ListeningEndPoints => _ports.ListeningEndPoints;

    /// <summary>A new connection, in CLOSED.</summary>
    /// <param name="bound">This side's address and port, where the application has chosen them; for address 0.0.0.0 the route's, for port 0 an ephemeral one (RFC 9293 §3.9.1.1, MUST-43 to MUST-45).</param>
    /// <param name="remote">The peer.</param>
    /// <param name="settings">What the application has set.</param>
    /// <param name="error">Why there is none: no route, or no free port.</param>
    public TcpConnection? Connect(Ipv4EndPoint? bound, Ipv4EndPoint remote, TcpSettings settings, out SocketError error)
    {
        error = SocketError.NetworkUnreachable;
        if (IsGroup(remote.Address) || _ipv4.SelectSource(remote.Address) is not { } source)
            return null;
        error = SocketError.AddressNotAvailable;
        var address = bound is { Address.IsAny: false } chosen ? chosen.Address : source;
        var port = bound is { Port: > 0 } given
            ? IsUnused(new Ipv4EndPoint(address, given.Port), (_connections, remote)) ? given.Port : null
            : _ports.TakeEphemeral(address, (_connections, remote), IsUnused);
        if (port is null)
            return null;
        var local = new Ipv4EndPoint(address, port.Value);
        return Open(local, remote, InitialSequenceNumber(local, remote), settings);

        static bool IsUnused(Ipv4EndPoint local, (TcpConnectionTable Connections, Ipv4EndPoint Remote) to) => to.Connections.Find(new SocketPair(local, to.Remote)) is null;
    }

    /// <summary>A listener on a port, or null where the port has one.</summary>
    /// <param name="port">The port.</param>
    /// <param name="backlog">How many connections may wait to be accepted, and how many handshakes may be under way.</param>
    /// <param name="settings">What its connections start with.</param>
    /// <param name="accepted">Called when a connection waits to be accepted.</param>
    /// <param name="address">The address that connections are taken at, or null for all of the host's.</param>
    public TcpListening? Listen(ushort port, int backlog, TcpSettings settings, Action accepted, Ipv4Address? address = null)
    {
        var listening = new TcpListening(this, new Ipv4EndPoint(address ?? Ipv4Address.Any, port), backlog, settings, accepted);
        return _ports.TryListen(listening) ? listening : null;
    }

    public void Release(TcpListening listening) => _ports.Release(listening);

    /// <summary>Reserves an address, or 0.0.0.0 for all, and a port, or 0 for any free one, for a socket.</summary>
    /// <param name="local">The address and port.</param>
    /// <param name="reuses">
    /// Whether they are shared with sockets that share them too, and taken though connections are there still, in TIME-WAIT or not
    /// (SO_REUSEADDR): whoever opened those has a socket of his own bound there, or had it.
    /// </param>
    /// <returns>What is reserved, or null where it is in use, or no port is free.</returns>
    public Ipv4EndPoint? Bind(Ipv4EndPoint local, bool reuses) => _ports.Bind(local, reuses, Connections);

    /// <summary>Gives back what a socket took. Its listener and its connections stay.</summary>
    public void Unbind(Ipv4EndPoint local) => _ports.Unbind(local);

    public void OnPacket(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (packet.Payload is not TcpSegment segment)
            DropMalformed(packet.Payload);
        else if (_connections.Find(new SocketPair(packet.Destination, segment.DestinationPort, packet.Source, segment.SourcePort)) is { } connection)
            OnSegment(connection, segment, packet.Ecn);
        else
            OnSegmentOfNoConnection(ingress, packet, segment);
    }

    private void DropMalformed(Pdu payload) => Drop(payload, DropReason.Malformed, payload);

    private void OnSegmentOfNoConnection(Ipv4Interface ingress, Ipv4Packet packet, TcpSegment segment)
    {
        var local = new Ipv4EndPoint(packet.Destination, segment.DestinationPort);
        var remote = new Ipv4EndPoint(packet.Source, segment.SourcePort);
        if (ingress.IsBroadcast(packet.Destination) || !packet.Source.IsUnicast && !packet.Source.IsLoopback)
            Drop(segment, DropReason.TcpBroadcast, packet.Destination); // RFC 9293 §3.9.2.3, MUST-57
        else if (_ports.FindListener(local) is { } listening)
            OnSegmentInListen(listening, local, remote, segment, packet.Ecn);
        else
            OnSegmentInClosed(local, remote, segment);
    }

    public bool OnError(IpError error)
    {
        if (error.Packet is not { SourcePort: { } sourcePort, DestinationPort: { } destinationPort })
            return false;
        var local = new Ipv4EndPoint(error.Packet.Source, sourcePort);
        var remote = new Ipv4EndPoint(error.Packet.Destination, destinationPort);
        if (_connections.Find(new SocketPair(local, remote)) is not { } connection)
            return false;
        connection.OnError(error);
        return true;
    }

    void ITcpEnvironment.LearnPathMtu(IpError error) => _ipv4.LearnPathMtu(error);

    Duration ITcpEnvironment.EgressBacklog(TcpConnection connection) => _ipv4.EgressBacklog(connection.Sockets.RemoteAddress);

    int ITcpEnvironment.PathMtu(TcpConnection connection) => _ipv4.PathMtu(connection.Sockets.RemoteAddress);

    SimTimer ITcpEnvironment.CreateTimer(TcpConnection connection, TcpTimeout timeout) => new(_simulation, timeout, connection);

    uint ITcpEnvironment.TimestampOffset(TcpConnection connection) => TimestampOffset(connection.Local, connection.Remote);

    void ITcpEnvironment.Transmit(TcpConnection connection, TcpSegment segment, byte ecn) =>
        Transmit(connection.Sockets.LocalAddress, connection.Sockets.RemoteAddress, segment, connection.Settings.Dscp, connection.Settings.TimeToLive, ecn);

    bool ITcpEnvironment.MayChallenge() => _challenges.TryTake(Now);

    void ITcpEnvironment.Transmit(TimeWaitConnection connection, TcpSegment segment)
    {
        var (dscp, timeToLive, ecn) = connection.Delivery;
        Transmit(connection.Sockets.LocalAddress, connection.Sockets.RemoteAddress, segment, dscp, timeToLive, ecn);
    }

    void ITcpEnvironment.OnStateChanged(TransmissionControlBlock connection)
    {
        if (connection.State == TcpState.Closed)
            _connections.Remove(connection);
        if (_replaced.Count > 0 && connection is TcpConnection newer)
            SettleTakeOver(newer);
    }

    void ITcpEnvironment.OnTimeWait(TcpConnection connection, TimeWaitConnection rest) => _connections.Replace(connection, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnSegment(TransmissionControlBlock block, TcpSegment segment, byte ecn)
    {
        if (block is not TcpConnection connection)
            OnSegmentInTimeWait((TimeWaitConnection)block, segment);
        else if (connection.State != TcpState.SynReceived || MayCompleteHandshake(connection, segment))
            connection.OnSegment(segment, ecn);
    }

    /// <summary>SEGMENT ARRIVES in CLOSED (§3.10.7.1).</summary>
    private void OnSegmentInClosed(Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst))
            Drop(segment, DropReason.TcpResetOfNothing);
        else
            Reset(local, remote, segment);
    }

    private void Reset(Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment)
    {
        Drop(segment, DropReason.TcpNoConnection, local.Port, remote);
        var hasAck = segment.Has(TcpFlags.Ack);
        var reset = new TcpSegment
        {
            SourcePort = local.Port,
            DestinationPort = remote.Port,
            Sequence = hasAck ? segment.Acknowledgment : default,
            Acknowledgment = hasAck ? default : segment.EndSequence,
            Flags = hasAck ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack,
        };
        Trace?.Out(Layer.Transport, PduAction.Encapsulate, reset, Reason.TcpResetsNoConnection, local.Port, remote.Port);
        Transmit(local.Address, remote.Address, reset, dscp: 0, _options.TimeToLive, ecn: 0);
    }

    private SequenceNumber InitialSequenceNumber(Ipv4EndPoint local, Ipv4EndPoint remote) => _initialSequenceNumbers.Next(local, remote, Now);

    private TcpConnection Open(Ipv4EndPoint local, Ipv4EndPoint remote, SequenceNumber iss, TcpSettings settings)
    {
        var connection = new TcpConnection(this, local, remote, iss, _options, settings);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Whether the address is not one host's: a connection cannot be opened to it (§3.9.1.1, MUST-46).</summary>
    private bool IsGroup(Ipv4Address address) =>
        (!address.IsUnicast && !address.IsLoopback) || _ipv4.Routes.Find(address)?.Egress?.IsBroadcast(address) == true;

    private uint TimestampOffset(Ipv4EndPoint local, Ipv4EndPoint remote) =>
        _options.RandomTimestampOffset ? _initialSequenceNumbers.TimestampOffset(local, remote) : 0;

    // RFC 1191 §6.1: segments fit the path and are never to be fragmented on it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // for each segment, with more arguments than there are registers
    private void Transmit(Ipv4Address local, Ipv4Address remote, TcpSegment segment, byte dscp, byte? timeToLive, byte ecn) =>
        _ipv4.Send(remote, IpProtocol.Tcp, segment, new Ipv4SendOptions
        {
            Source = local,
            DontFragment = true,
            Dscp = dscp,
            TimeToLive = timeToLive,
            Ecn = ecn,
        });

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        Trace?.In(Layer.Transport, PduAction.Drop, pdu, reason, arguments);
}
