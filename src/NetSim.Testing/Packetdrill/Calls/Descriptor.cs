using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>An open file of the program: a socket, or a set of them that are watched.</summary>
/// <param name="number">The script's number for it.</param>
internal abstract class Descriptor(int number)
{
    public int Number { get; } = number;

    /// <summary>Whether calls return EAGAIN in place of blocking (O_NONBLOCK).</summary>
    public bool IsNonBlocking { get; set; }

    /// <summary>What the socket is ready for.</summary>
    public abstract TcpReadiness Readiness { get; }

    /// <summary>Completes when the readiness may have changed.</summary>
    public abstract Task WaitAsync(TcpReadiness interest, CancellationToken cancellation);
}

/// <summary>A TCP socket.</summary>
internal sealed class TcpDescriptor(int number, TcpSocket socket, ScriptConnection connection) : Descriptor(number)
{
    public TcpSocket Socket { get; } = socket;

    public ScriptConnection Connection { get; } = connection;

    /// <summary>Values of options that only the program sees again, by name.</summary>
    public Dictionary<string, long> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>SO_RCVLOWAT.</summary>
    public int ReceiveLowWatermark { get; set; } = 1;

    /// <summary>SO_RCVTIMEO, or <see langword="null"/> for as long as it takes.</summary>
    public Duration? ReceiveTimeout { get; set; }

    /// <summary>SO_SNDTIMEO, or <see langword="null"/> for as long as it takes.</summary>
    public Duration? SendTimeout { get; set; }

    /// <summary>Whether a further connect has told that the connection is there.</summary>
    public bool HasToldConnected { get; set; }

    /// <summary>Whether connect has been called.</summary>
    public bool WasConnecting { get; set; }

    /// <summary>Whether something could not be written, so that room for it is news.</summary>
    public bool LackedRoom { get; set; }

    /// <summary>Whether the last send announced more (MSG_MORE), so that what was sent waits.</summary>
    public bool HoldsForMore { get; set; }

    public override TcpReadiness Readiness
    {
        get
        {
            var ready = Socket.Readiness;
            var isBelow = !Socket.IsListening && Socket.Available < ReceiveLowWatermark && (ready & TcpReadiness.PeerClosed) == 0;
            return isBelow && Socket.Available > 0 ? ready & ~TcpReadiness.Readable : ready;
        }
    }

    public override Task WaitAsync(TcpReadiness interest, CancellationToken cancellation) => Socket.WaitAsync(interest, cancellation);
}

/// <summary>A UDP socket.</summary>
internal sealed class UdpDescriptor(int number, CallContext context, ScriptConnection connection) : Descriptor(number)
{
    private readonly Queue<UdpMessage> _received = new();
    private readonly Queue<System.Net.Sockets.SocketException> _errors = new();
    private TaskCompletionSource _changed = new();

    public ScriptConnection Connection { get; } = connection;

    /// <summary>The port, once there is one.</summary>
    public UdpSocket? Socket { get; private set; }

    /// <summary>Where datagrams without a destination go.</summary>
    public Ipv4EndPoint? Destination { get; set; }

    public override TcpReadiness Readiness =>
        TcpReadiness.Writable | (_received.Count > 0 ? TcpReadiness.Readable : 0) | (_errors.Count > 0 ? TcpReadiness.Error | TcpReadiness.Readable : 0);

    public override Task WaitAsync(TcpReadiness interest, CancellationToken cancellation) =>
        (Readiness & interest) != 0 ? Task.CompletedTask : _changed.Task.WaitAsync(cancellation);

    /// <summary>Takes a port, if there is none, and starts to receive.</summary>
    public UdpSocket Open(ushort port)
    {
        if (Socket is not null)
            return Socket;
        Socket = context.Bed.Sockets.BindUdp(port);
        Connection.Local = new Ipv4EndPoint(context.Addresses.Local, Socket.LocalPort);
        context.Bed.Simulation.Start(() => ReceiveAll(Socket));
        return Socket;
    }

    /// <summary>The next datagram that came, or <see langword="null"/>.</summary>
    public UdpMessage? Take(bool peeks) => _received.Count == 0 ? null : peeks ? _received.Peek() : _received.Dequeue();

    /// <summary>The next error that came, or <see langword="null"/>.</summary>
    public System.Net.Sockets.SocketException? TakeError() => _errors.TryDequeue(out var error) ? error : null;

    public int Available => _received.TryPeek(out var message) ? message.Payload.Length : 0;

    private async Task ReceiveAll(UdpSocket socket)
    {
        while (true)
        {
            try
            {
                var message = await socket.ReceiveAsync();
                if (Destination is null || Destination == message.Source)
                    _received.Enqueue(message);
            }
            catch (System.Net.Sockets.SocketException error)
            {
                // Only a socket with one peer is told (RFC 1122 §4.1.3.3, as Linux and FreeBSD do it).
                if (Destination is not null)
                    _errors.Enqueue(error);
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            var changed = _changed;
            _changed = new TaskCompletionSource();
            changed.SetResult();
        }
    }
}
