using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Udp;

namespace NetSim.Sockets;

/// <summary>A UDP port of a host, as an application holds it.</summary>
public sealed class UdpSocket : IUdpObserver, IDisposable
{
    /// <summary>How many octets, UDP headers included, wait to be received before further datagrams are dropped: Linux's default, 212,992.</summary>
    public const int ReceiveBufferSize = 212_992;

    private readonly HostStack _stack;
    private readonly Queue<UdpMessage> _received = new();
    private int _receivedOctets;
    private PendingOperation<UdpMessage>? _receive;
    private SocketException? _error;
    private bool _disposed;

    internal UdpSocket(HostStack stack, ushort port)
    {
        _stack = stack;
        LocalPort = stack.Udp.Bind(port, this) ?? throw SocketErrors.Create(
            SocketError.AddressAlreadyInUse,
            port == 0 ? $"{stack.Name}: no UDP port is free." : $"{stack.Name}: UDP port {port} is in use. Dispose of the socket that has it, or take another port.");
    }

    /// <summary>The port.</summary>
    public ushort LocalPort { get; }

    /// <summary>Sends a datagram; the octets are copied.</summary>
    /// <exception cref="SocketException">No route leads there (<see cref="SocketError.NetworkUnreachable"/>), or it is too large (<see cref="SocketError.MessageSize"/>).</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public void Send(ReadOnlySpan<byte> octets, Ipv4EndPoint destination) => Send(Payload.Copy(octets), destination);

    /// <summary>Sends a datagram.</summary>
    /// <inheritdoc cref="Send(ReadOnlySpan{byte}, Ipv4EndPoint)"/>
    public void Send(Payload payload, Ipv4EndPoint destination) => Send(payload, destination, new Ipv4SendOptions());

    /// <summary>Completes with the next datagram.</summary>
    /// <exception cref="SocketException">
    /// A datagram sent earlier did not arrive: nobody holds the port (<see cref="SocketError.ConnectionRefused"/>), or the destination or its
    /// network is out of reach (<see cref="SocketError.HostUnreachable"/>, <see cref="SocketError.NetworkUnreachable"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">Another receive waits already.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed, or is closed while this waits.</exception>
    public ValueTask<UdpMessage> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stack.Simulation.EnsureOnThread();
        if (_receive is { IsCompleted: false })
            throw AnotherReceiveWaits();
        if (cancellationToken.IsCancellationRequested || _error is not null || _received.Count > 0)
            return ReceiveNow(cancellationToken);
        if (_receive?.TryBeginAgain() != true)
            _receive = new PendingOperation<UdpMessage>(_stack.Simulation, this, nameof(ReceiveAsync));
        _receive.CancelWith(cancellationToken);
        return _receive.ValueTask;
    }

    /// <summary>Gives the port back; a receive that waits fails.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _stack.Simulation.EnsureOnThread();
        _disposed = true;
        _stack.Udp.Release(LocalPort);
        _receive?.TryFail(new ObjectDisposedException(ToString()));
    }

    /// <summary>Such as <c>Client UDP port 68</c>.</summary>
    public override string ToString() => $"{_stack.Name} UDP port {LocalPort}";

    internal void Send(Payload payload, Ipv4EndPoint destination, in Ipv4SendOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stack.Simulation.EnsureOnThread();
        var status = _stack.Udp.Send(LocalPort, destination.Address, destination.Port, payload, options);
        if (status != SendStatus.Sent)
            throw SocketErrors.NotSent(status, this, destination);
    }

    bool IUdpObserver.OnDatagram(Ipv4Interface ingress, Ipv4Packet packet, UdpDatagram datagram)
    {
        var message = new UdpMessage(
            datagram.Payload,
            new Ipv4EndPoint(packet.Source, datagram.SourcePort),
            new Ipv4EndPoint(packet.Destination, datagram.DestinationPort));
        if (_receive?.TryEnd(message) == true)
            return true;
        // With the header, so that datagrams without octets cannot pile up without end.
        if (_receivedOctets + datagram.WireLength > ReceiveBufferSize)
            return false;
        _receivedOctets += datagram.WireLength;
        _received.Enqueue(message);
        return true;
    }

    /// <summary>Receives where nothing is to be waited for.</summary>
    private ValueTask<UdpMessage> ReceiveNow(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<UdpMessage>(cancellationToken);
        if (_error is { } error)
        {
            _error = null;
            return ValueTask.FromException<UdpMessage>(error);
        }

        var message = _received.Dequeue();
        _receivedOctets -= UdpDatagram.HeaderLength + message.Payload.Length;
        return new ValueTask<UdpMessage>(message);
    }

    private InvalidOperationException AnotherReceiveWaits() => new($"{this}: another receive waits already. Await it first.");

    void IUdpObserver.OnError(IpError error)
    {
        var exception = SocketErrors.NotDelivered(error, this);
        if (_receive?.TryFail(exception) != true)
            _error = exception;
    }
}
