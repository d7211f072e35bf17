using NetSim.Kernel;

namespace NetSim.Stack.Tcp.Congestion;

/// <summary>NewReno: slow start and congestion avoidance (RFC 5681). Recovery itself is the connection's (RFC 6582, RFC 6675, RFC 6937).</summary>
public sealed class NewRenoCongestionControl : CongestionControl
{
    private long _acknowledged; // in congestion avoidance, since the window last grew (RFC 5681 §3.1)

    /// <inheritdoc/>
    public override string Name => "reno";

    /// <inheritdoc/>
    public override void OnCongestion(in CongestionSignal signal)
    {
        base.OnCongestion(signal);
        _acknowledged = 0;
    }

    /// <inheritdoc/>
    public override void OnTimeout(int flightSize, bool isFirst, SimTime now)
    {
        base.OnTimeout(flightSize, isFirst, now);
        _acknowledged = 0;
    }

    /// <inheritdoc/>
    protected override void AvoidCongestion(in AckSample ack, int octets) => GrowByOneSegmentAWindow(octets, ref _acknowledged);
}
