namespace NetSim.Stack.Tcp.Recovery;

/// <summary>Brings the congestion window down to ssthresh in step with what arrives (RFC 6937 §3), with its slow-start reduction bound.</summary>
internal sealed class ProportionalRateReduction
{
    private long _flightAtStart; // RecoverFS
    private long _delivered;     // prr_delivered
    private long _sent;          // prr_out

    public void Start(int flightSize)
    {
        _flightAtStart = Math.Max(flightSize, 1);
        _delivered = 0;
        _sent = 0;
    }

    /// <summary>The window that lets go what may go after an acknowledgment: pipe + sndcnt.</summary>
    /// <param name="delivered">DeliveredData: what the acknowledgment says has arrived.</param>
    /// <param name="pipe">What is in flight now.</param>
    /// <param name="slowStartThreshold">ssthresh.</param>
    /// <param name="segmentSize">MSS.</param>
    /// <param name="makesProgress">Whether the acknowledgment covers new numbers and tells of no further loss (PRR-SSRB, else the conservative bound).</param>
    public int Window(int delivered, int pipe, int slowStartThreshold, int segmentSize, bool makesProgress)
    {
        _delivered += delivered;
        long count;
        if (pipe > slowStartThreshold)
        {
            // Whole segments, as implementations count them: else the last part of one would wait for a further acknowledgment.
            var due = ((_delivered * slowStartThreshold) + _flightAtStart - 1) / _flightAtStart;
            count = ((due + segmentSize - 1) / segmentSize * segmentSize) - _sent;
        }
        else
        {
            var limit = Math.Max(_delivered - _sent, delivered) + (makesProgress ? segmentSize : 0);
            count = Math.Min((long)slowStartThreshold - pipe, limit);
        }

        if (_sent == 0)
            count = Math.Max(count, segmentSize); // the fast retransmission goes in any case
        return (int)Math.Min(pipe + Math.Max(count, 0), int.MaxValue);
    }

    public void OnSent(int octets) => _sent += octets;
}
