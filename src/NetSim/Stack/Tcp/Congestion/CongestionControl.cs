using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>
/// What algorithms with a window share: slow start up to ssthresh (RFC 5681 §3.1, with HyStart++ where it is asked for), halving, and the loss
/// window. A class derived from it says how the window grows in congestion avoidance.
/// </summary>
public abstract class CongestionControl : ICongestionControl
{
    private int _slowStartLimit = 1; // L (RFC 3465 §2.3)
    private HyStart? _hyStart;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public int Window { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    public int SlowStartThreshold { get; set; } = int.MaxValue;

    /// <summary>None: the connection may pace by cwnd/SRTT.</summary>
    public virtual DataRate? PacingRate => null;

    /// <inheritdoc/>
    public bool ControlsRecovery => false;

    /// <inheritdoc/>
    public virtual bool EchoesEachMark => false;

    /// <summary>SMSS, octets.</summary>
    protected int MaximumSegmentSize { get; private set; } = 1;

    /// <summary>Whether the window is below ssthresh.</summary>
    protected bool IsInSlowStart => Window < SlowStartThreshold;

    /// <inheritdoc/>
    public virtual void OnEstablished(in CongestionStart start)
    {
        MaximumSegmentSize = start.MaximumSegmentSize;
        Window = start.InitialWindow;
        _slowStartLimit = start.SlowStartLimit;
        _hyStart = start.UsesHyStart ? new HyStart(start.IsPaced) : null;
    }

    /// <inheritdoc/>
    public virtual void OnSegmentSizeChanged(int maximumSegmentSize)
    {
        MaximumSegmentSize = maximumSegmentSize;
        Window = Math.Max(Window, maximumSegmentSize);
    }

    /// <inheritdoc/>
    public void OnAcknowledged(in AckSample ack)
    {
        Observe(ack);

        var grows = ack.MayGrow && ack.IsWindowLimited && ack.AcknowledgedOctets > 0;
        if (_hyStart is { } hyStart && SlowStartThreshold == int.MaxValue) // RFC 9406 §4.3: the first slow start, which has no threshold
            SlowStart(ack, hyStart, grows);
        else if (grows && (IsInSlowStart ? SlowStart(ack) : ack.AcknowledgedOctets) is > 0 and var octets)
            AvoidCongestion(ack, octets);
    }

    /// <inheritdoc/>
    public virtual void OnCongestion(in CongestionSignal signal) => SlowStartThreshold = Half(signal.FlightSize);

    /// <inheritdoc/>
    public virtual void OnRecovered(SimTime now)
    {
    }

    /// <inheritdoc/>
    public virtual void OnTimeout(int flightSize, bool isFirst, SimTime now)
    {
        if (isFirst)
            SlowStartThreshold = Half(flightSize); // RFC 5681 §3.1 (4)
        Window = MaximumSegmentSize;               // LW
    }

    /// <inheritdoc/>
    public virtual void OnUndo(SimTime now)
    {
    }

    /// <inheritdoc/>
    public virtual void OnRestart(Duration idle, SimTime now)
    {
    }

    /// <summary>Sees every acknowledgment, before the window grows and where it may not.</summary>
    protected virtual void Observe(in AckSample ack)
    {
    }

    /// <summary>Grows the window in congestion avoidance.</summary>
    /// <param name="ack">The acknowledgment.</param>
    /// <param name="octets">What it acknowledged, less what slow start has used.</param>
    protected abstract void AvoidCongestion(in AckSample ack, int octets);

    /// <summary>Grows the window in slow start (RFC 5681 §3.1 (2)), not beyond ssthresh; returns what congestion avoidance may count.</summary>
    protected virtual int SlowStart(in AckSample ack)
    {
        // RFC 3465 §2.3: after a timeout one acknowledgment may cover what the receiver had kept long before.
        var limit = ack.IsInRecovery && _slowStartLimit != int.MaxValue ? 1 : _slowStartLimit;
        var octets = (int)Math.Min(ack.AcknowledgedOctets, (long)limit * MaximumSegmentSize);
        var room = SlowStartThreshold - Window;
        Grow(Math.Min(octets, room));
        return Math.Max(0, octets - room);
    }

    /// <summary>Widens the window, to <see cref="int.MaxValue"/> at most.</summary>
    protected void Grow(long octets) => Window = (int)Math.Min(Window + octets, int.MaxValue);

    /// <summary>Congestion avoidance: one segment for each window of octets acknowledged (RFC 5681 §3.1, the recommended way).</summary>
    /// <param name="octets">What is acknowledged now.</param>
    /// <param name="acknowledged">What was acknowledged since the window last grew.</param>
    protected void GrowByOneSegmentAWindow(int octets, ref long acknowledged)
    {
        acknowledged += octets;
        if (acknowledged < Window)
            return;
        acknowledged -= Window;
        Grow(MaximumSegmentSize);
    }

    /// <summary>max(FlightSize / 2, 2 SMSS) (RFC 5681 §3.1 (4)).</summary>
    protected int Half(int flightSize) => AtLeastTwoSegments(flightSize / 2);

    /// <summary>The amount, or two segments where that is more: the least ssthresh.</summary>
    protected int AtLeastTwoSegments(long octets) => (int)Math.Clamp(octets, 2L * MaximumSegmentSize, int.MaxValue);

    private void SlowStart(in AckSample ack, HyStart hyStart, bool grows)
    {
        if (grows)
            Grow(hyStart.Growth(ack.AcknowledgedOctets, MaximumSegmentSize));
        if (hyStart.IsOverAfter(ack))
            SlowStartThreshold = Window;
    }
}
