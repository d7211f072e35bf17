using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>What a host knows of a connection (RFC 9293 §3.3.1): all of a <see cref="TcpConnection"/>, and in TIME-WAIT what a <see cref="TimeWaitConnection"/> needs.</summary>
internal abstract class TransmissionControlBlock(Ipv4EndPoint local, Ipv4EndPoint remote)
{
    private readonly SocketPair _sockets = new(local, remote);

    public ref readonly SocketPair Sockets => ref _sockets;

    public Ipv4EndPoint Local => _sockets.Local;

    public Ipv4EndPoint Remote => _sockets.Remote;

    public TcpState State { get; protected set; }

    /// <summary>How the host's TCP behaves.</summary>
    public abstract TcpOptions Options { get; set; }

    /// <summary>The place among the host's connections, in the order in which they came to its table.</summary>
    public long Number { get; set; }

    /// <summary>A segment of this connection did not arrive.</summary>
    public abstract void OnError(IpError error);

    /// <summary>Such as <c>192.168.100.1:49152 → 192.168.100.253:80</c>.</summary>
    public override string ToString() => $"{Local} → {Remote}";

    /// <summary>The four cases of the acceptability test (§3.10.7.4, first).</summary>
    protected static bool IsAcceptable(TcpSegment segment, SequenceNumber rcvNxt, int window)
    {
        if (segment.SequenceLength == 0)
            return window == 0 ? segment.Sequence == rcvNxt : IsInWindow(segment.Sequence, rcvNxt, window);
        return window > 0 && (IsInWindow(segment.Sequence, rcvNxt, window) || IsInWindow(segment.EndSequence - 1, rcvNxt, window));
    }

    private static bool IsInWindow(SequenceNumber number, SequenceNumber rcvNxt, int window) => number >= rcvNxt && number < rcvNxt + window;
}
