namespace NetSim.Stack.Tcp.Congestion;

/// <summary>How much a connection may have in flight, so that the network is not overloaded.</summary>
internal interface ICongestionControl
{
    /// <summary>cwnd: how many octets may be in flight.</summary>
    int Window { get; }

    /// <summary>ssthresh: up to where the window grows exponentially.</summary>
    int SlowStartThreshold { get; }

    /// <summary>The handshake is done, and with it the segment size is known.</summary>
    /// <param name="maximumSegmentSize">SMSS.</param>
    /// <param name="synWasLost">Whether the SYN or SYN+ACK had to be sent again.</param>
    void OnEstablished(int maximumSegmentSize, bool synWasLost);

    /// <summary>An acknowledgment covered new octets, outside recovery.</summary>
    void OnAcknowledged(int octets);

    /// <summary>Duplicate acknowledgments tell of a loss: recovery begins.</summary>
    void OnRecoveryStarted(int flightSize);

    /// <summary>A further duplicate in recovery: another segment has left the network.</summary>
    void OnDuplicateInRecovery();

    /// <summary>An acknowledgment in recovery covered some of what was in flight at its start.</summary>
    void OnPartialAcknowledgment(int octets);

    /// <summary>All that was in flight at the start of recovery is acknowledged.</summary>
    void OnRecovered(int flightSize);

    /// <summary>The retransmission timer expired.</summary>
    /// <param name="flightSize">What was in flight.</param>
    /// <param name="isFirst">Whether this is the first time for that data.</param>
    void OnTimeout(int flightSize, bool isFirst);
}
