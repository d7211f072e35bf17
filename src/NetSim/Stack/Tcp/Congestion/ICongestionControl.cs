using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// How much a connection may have in flight, and how fast it sends it, so that the network is not overloaded. An algorithm of one's own is a
/// class with this interface and a <see cref="TcpCongestionControl"/> that creates it.
/// </summary>
/// <remarks>
/// An instance serves one connection. All amounts are octets. The connection finds losses and reduces the window in recovery (RFC 6937),
/// validates it (RFC 7661) and undoes what was spurious; the algorithm says how the window grows, and to what it shrinks. For one
/// acknowledgment, <see cref="OnCongestion"/>, <see cref="OnRecovered"/> or <see cref="OnUndo"/> come before <see cref="OnAcknowledged"/>.
/// </remarks>
public interface ICongestionControl
{
    /// <summary>What Linux's TCP_CONGESTION calls the algorithm: <c>reno</c>, <c>cubic</c>, <c>vegas</c>, <c>dctcp</c>, <c>bbr</c>.</summary>
    string Name { get; }

    /// <summary>cwnd: how many octets may be in flight. The connection sets it too: in recovery, to undo a reduction, and after idleness.</summary>
    int Window { get; set; }

    /// <summary>ssthresh: up to where the window grows exponentially; <see cref="int.MaxValue"/> at first. The connection sets it to undo a reduction.</summary>
    int SlowStartThreshold { get; set; }

    /// <summary>How fast to send, segments with their headers counted as their payload; <see langword="null"/> leaves it to the connection, which may pace by cwnd/SRTT.</summary>
    DataRate? PacingRate { get; }

    /// <summary>Whether the algorithm sets <see cref="Window"/> in recovery too, so that the connection does without RFC 6937 (BBR).</summary>
    bool ControlsRecovery { get; }

    /// <summary>Whether every segment is sent as ECN-capable and the receiver echoes each mark precisely (RFC 8257 §3.2: DCTCP).</summary>
    bool EchoesEachMark { get; }

    /// <summary>The handshake is done, and with it the segment size is known: sets <see cref="Window"/> to the initial window.</summary>
    void OnEstablished(in CongestionStart start);

    /// <summary>The path takes segments of another size (path MTU discovery): that is no sign of congestion (RFC 1191 §6.4).</summary>
    /// <param name="maximumSegmentSize">SMSS, octets.</param>
    void OnSegmentSizeChanged(int maximumSegmentSize);

    /// <summary>An acknowledgment told that octets have arrived, in whatever phase; the window grows only where <see cref="AckSample.MayGrow"/>.</summary>
    void OnAcknowledged(in AckSample ack);

    /// <summary>
    /// Once in a window of data: recovery begins, or the window is reduced because of ECN (RFC 3168 §6.1.2). The algorithm sets
    /// <see cref="SlowStartThreshold"/>; the connection then brings <see cref="Window"/> down to it, at the pace of acknowledgments,
    /// unless the algorithm <see cref="ControlsRecovery"/>. An ECE is news where it acknowledges more than was sent when the window was last reduced.
    /// </summary>
    void OnCongestion(in CongestionSignal signal);

    /// <summary>What was lost is repaired: recovery, or the repair after a timeout, is over. The connection has set <see cref="Window"/>, unless the algorithm <see cref="ControlsRecovery"/>.</summary>
    void OnRecovered(SimTime now);

    /// <summary>The retransmission timer expired: sets <see cref="SlowStartThreshold"/> and makes <see cref="Window"/> the loss window, one segment (RFC 5681 §3.1).</summary>
    /// <param name="flightSize">FlightSize: what is sent and not acknowledged, octets.</param>
    /// <param name="isFirst">Whether this is the first time for that data; else <see cref="SlowStartThreshold"/> stays (RFC 5681 §3.1).</param>
    /// <param name="now">When.</param>
    void OnTimeout(int flightSize, bool isFirst, SimTime now);

    /// <summary>
    /// The last <see cref="OnCongestion"/> or <see cref="OnTimeout"/> was spurious. The connection has restored <see cref="Window"/> and
    /// <see cref="SlowStartThreshold"/>; the algorithm restores its own variables.
    /// </summary>
    void OnUndo(SimTime now);

    /// <summary>The first transmission after nothing was in flight; the connection has already reduced <see cref="Window"/> where RFC 5681 §4.1 or RFC 7661 ask for it.</summary>
    /// <param name="idle">Since the last transmission.</param>
    /// <param name="now">When.</param>
    void OnRestart(Duration idle, SimTime now);
}
