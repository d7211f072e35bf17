using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <summary>A host's TCP: which segment belongs to which connection or listener (RFC 9293 §3.10.7.1, §3.10.7.2).</summary>
internal sealed class TcpProtocol : IIpProtocolHandler, ITcpEnvironment
{
    private readonly Simulation _simulation;
    private readonly Ipv4Protocol _ipv4;
    private readonly TcpOptions _options;
    private readonly InitialSequenceNumbers _initialSequenceNumbers;
    private readonly OrderedDictionary<(Ipv4EndPoint Local, Ipv4EndPoint Remote), TcpConnection> _connections = [];
    private readonly Dictionary<ushort, TcpListening> _listeners = [];
    private readonly EphemeralPorts _ephemeralPorts = new();
    private readonly TcpBindings _bindings = new();

    public TcpProtocol(Simulation simulation, string device, Ipv4Protocol ipv4, TcpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _ipv4 = ipv4;
        _options = options;
        Trace = trace;
        _initialSequenceNumbers = new InitialSequenceNumbers(simulation.Random($"{device} TCP initial sequence numbers"));
        ipv4.Register(IpProtocol.Tcp, this);
    }

    public string Name => "TCP";

    /// <summary>How this host's TCP behaves.</summary>
    public TcpOptions Options => _options;

    public SimTime Now => _simulation.Now;

    public DeviceTrace? Trace { get; }

    /// <summary>The connections that are not closed, in the order in which they were opened.</summary>
    public IEnumerable<TcpConnection> Connections => _connections.Values;

    /// <summary>The ports in LISTEN, the lowest first.</summary>
    public IEnumerable<ushort> ListeningPorts => _listeners.Keys.Order();

    /// <summary>A new connection, in CLOSED.</summary>
    /// <param name="bound">This side's address and port, where the application has chosen them; else the route's address, and an ephemeral port.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="settings">What the application has set.</param>
    /// <param name="error">Why there is none: no route, or no free port.</param>
    public TcpConnection? Connect(Ipv4EndPoint? bound, Ipv4EndPoint remote, TcpSettings settings, out SocketError error)
    {
        error = SocketError.NetworkUnreachable;
        if (IsGroup(remote.Address) || _ipv4.SelectSource(remote.Address) is not { } source)
            return null;
        error = SocketError.AddressNotAvailable;
        if (bound is { } local)
            return _connections.ContainsKey((local, remote)) ? null : Open(local, remote, settings);
        if (_ephemeralPorts.Take(port => IsFree(new Ipv4EndPoint(source, port), remote)) is not { } port)
            return null;
        return Open(new Ipv4EndPoint(source, port), remote, settings);
    }

    /// <summary>Reserves an address and port for a socket; port 0 stands for any free one.</summary>
    /// <returns>What is reserved, or null where it is in use, or no port is free.</returns>
    public Ipv4EndPoint? Bind(Ipv4EndPoint local, bool reuses)
    {
        if (local.Port == 0)
        {
            if (_ephemeralPorts.Take(port => IsBindable(local with { Port = port }, reuses: false)) is not { } port)
                return null;
            local = local with { Port = port };
        }
        else if (!IsBindable(local, reuses))
        {
            return null;
        }

        _bindings.Add(local, reuses);
        return local;
    }

    /// <summary>Gives back what was reserved.</summary>
    public void Unbind(Ipv4EndPoint local) => _bindings.Remove(local);

    /// <summary>A listener on a port, or null where the port has one.</summary>
    public TcpListening? Listen(ushort port, int backlog, TcpSettings settings, Action accepted)
    {
        var listening = new TcpListening(this, port, backlog, settings, accepted);
        return _listeners.TryAdd(port, listening) ? listening : null;
    }

    public void Release(TcpListening listening) => _listeners.Remove(listening.Port);

    public void OnPacket(Ipv4Interface ingress, Ipv4Packet packet)
    {
        if (packet.Payload is not TcpSegment segment)
        {
            Drop(packet.Payload, DropReason.Malformed, packet.Payload);
            return;
        }

        var local = new Ipv4EndPoint(packet.Destination, segment.DestinationPort);
        var remote = new Ipv4EndPoint(packet.Source, segment.SourcePort);
        if (ingress.IsBroadcast(packet.Destination) || !packet.Source.IsUnicast && !packet.Source.IsLoopback)
            Drop(segment, DropReason.TcpBroadcast, packet.Destination); // RFC 9293 §3.9.2.3, MUST-57
        else if (_connections.TryGetValue((local, remote), out var connection))
            connection.OnSegment(segment);
        else if (_listeners.TryGetValue(local.Port, out var listening))
            OnSegmentInListen(listening, local, remote, segment);
        else
            OnSegmentInClosed(local, remote, segment);
    }

    public bool OnError(IpError error)
    {
        if (error.Packet is not { SourcePort: { } sourcePort, DestinationPort: { } destinationPort })
            return false;
        var local = new Ipv4EndPoint(error.Packet.Source, sourcePort);
        var remote = new Ipv4EndPoint(error.Packet.Destination, destinationPort);
        if (!_connections.TryGetValue((local, remote), out var connection))
            return false;
        connection.OnError(error);
        return true;
    }

    void ITcpEnvironment.LearnPathMtu(IpError error) => _ipv4.LearnPathMtu(error);

    int ITcpEnvironment.PathMtu(TcpConnection connection) => _ipv4.PathMtu(connection.Remote.Address);

    SimTimer ITcpEnvironment.CreateTimer(Action expired, bool isBackground) => new(_simulation, expired) { IsBackground = isBackground };

    void ITcpEnvironment.Transmit(TcpConnection connection, TcpSegment segment) => Transmit(connection.Local, connection.Remote, segment);

    void ITcpEnvironment.OnStateChanged(TcpConnection connection)
    {
        if (connection.State == TcpState.Closed)
            _connections.Remove((connection.Local, connection.Remote));
    }

    /// <summary>SEGMENT ARRIVES in LISTEN (§3.10.7.2).</summary>
    private void OnSegmentInListen(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst))
            Drop(segment, DropReason.TcpResetOfNothing);
        else if (segment.Has(TcpFlags.Ack))
            Reset(local, remote, segment);
        else if (!segment.Has(TcpFlags.Syn))
            Drop(segment, DropReason.TcpNeitherSynNorReset);
        else if (listening.IsFull)
            Drop(segment, DropReason.TcpBacklogFull, listening.Port, listening.Backlog);
        else
        {
            Trace?.In(Layer.Transport, PduAction.Decapsulate, segment, Reason.TcpFindsListener, listening.Port);
            var connection = Open(local, remote, listening.Settings.Copy());
            listening.Add(connection);
            connection.Accept(segment);
        }
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
        Transmit(local, remote, reset);
    }

    private TcpConnection Open(Ipv4EndPoint local, Ipv4EndPoint remote, TcpSettings settings)
    {
        var connection = new TcpConnection(this, local, remote, _initialSequenceNumbers.Next(local, remote, Now), _options, settings);
        _connections.Add((local, remote), connection);
        return connection;
    }

    /// <summary>Whether the address is not one host's: a connection cannot be opened to it (§3.9.2.3, MUST-46).</summary>
    private bool IsGroup(Ipv4Address address) =>
        (!address.IsUnicast && !address.IsLoopback) || _ipv4.Routes.Find(address)?.Egress?.IsBroadcast(address) == true;

    private bool IsFree(Ipv4EndPoint local, Ipv4EndPoint remote) =>
        !_connections.ContainsKey((local, remote)) && !_listeners.ContainsKey(local.Port) && !_bindings.Conflicts(local, reuses: false);

    /// <summary>Whether nobody is bound there or listens, and, unless the port is reused, no connection has it any more, TIME-WAIT included.</summary>
    private bool IsBindable(Ipv4EndPoint local, bool reuses) =>
        !_listeners.ContainsKey(local.Port) && !_bindings.Conflicts(local, reuses)
        && (reuses || !_connections.Keys.Any(key => key.Local.Port == local.Port && (local.Address.IsAny || key.Local.Address == local.Address)));

    // RFC 1191 §6.1: segments fit the path and are never to be fragmented on it.
    private void Transmit(Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment) =>
        _ipv4.Send(remote.Address, IpProtocol.Tcp, segment, new Ipv4SendOptions { Source = local.Address, DontFragment = true });

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        Trace?.In(Layer.Transport, PduAction.Drop, pdu, reason, arguments);
}
