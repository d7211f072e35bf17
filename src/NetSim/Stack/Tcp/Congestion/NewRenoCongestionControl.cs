namespace NetSim.Stack.Tcp.Congestion;

/// <summary>Slow start, congestion avoidance and NewReno's fast recovery (RFC 5681, RFC 6582).</summary>
internal sealed class NewRenoCongestionControl : ICongestionControl
{
    private int _segmentSize = 1;
    private int _acknowledged; // in congestion avoidance, since the window last grew (RFC 5681 §3.1)

    public int Window { get; private set; } = int.MaxValue;

    public int SlowStartThreshold { get; private set; } = int.MaxValue;

    public void OnEstablished(int maximumSegmentSize, bool synWasLost)
    {
        _segmentSize = maximumSegmentSize;
        // RFC 5681 §3.1: IW.
        Window = maximumSegmentSize switch
        {
            _ when synWasLost => maximumSegmentSize,
            > 2190 => 2 * maximumSegmentSize,
            > 1095 => 3 * maximumSegmentSize,
            _ => 4 * maximumSegmentSize,
        };
    }

    public void OnAcknowledged(int octets)
    {
        if (Window < SlowStartThreshold)
        {
            Grow(Math.Min(octets, _segmentSize)); // RFC 5681 §3.1 (2)
            return;
        }

        _acknowledged += octets; // RFC 5681 §3.1: one segment for each window of octets (RFC 3465's counting)
        if (_acknowledged < Window)
            return;
        _acknowledged -= Window;
        Grow(_segmentSize);
    }

    public void OnRecoveryStarted(int flightSize)
    {
        SlowStartThreshold = Half(flightSize);           // RFC 6582 §3.2 (2)
        Window = SlowStartThreshold + (3 * _segmentSize);
    }

    public void OnDuplicateInRecovery() => Grow(_segmentSize); // RFC 6582 §3.2 (3)

    public void OnPartialAcknowledgment(int octets)
    {
        // RFC 6582 §3.2 (5): deflate by what was acknowledged, and add back one segment if that was at least one.
        Window = Math.Max(Window - octets, _segmentSize);
        if (octets >= _segmentSize)
            Grow(_segmentSize);
    }

    public void OnRecovered(int flightSize) =>
        Window = Math.Min(SlowStartThreshold, Math.Max(flightSize, _segmentSize) + _segmentSize); // RFC 6582 §3.2 (5), option 1

    public void OnTimeout(int flightSize, bool isFirst)
    {
        if (isFirst)
            SlowStartThreshold = Half(flightSize);       // RFC 5681 §3.1 (4); held when the same data is sent again
        Window = _segmentSize;                           // LW
        _acknowledged = 0;
    }

    private int Half(int flightSize) => Math.Max(flightSize / 2, 2 * _segmentSize);

    private void Grow(int octets) => Window = (int)Math.Min((long)Window + octets, int.MaxValue);
}
