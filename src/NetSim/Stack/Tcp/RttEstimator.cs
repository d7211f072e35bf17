using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>The retransmission timeout from measured round trips (RFC 6298). The clock granularity G is 1 ns.</summary>
internal sealed class RttEstimator(TcpOptions options)
{
    private bool _hasSample;

    /// <summary>SRTT, the smoothed round-trip time; zero before the first measurement.</summary>
    public Duration SmoothedRtt { get; private set; }

    /// <summary>RTTVAR, how much it varies.</summary>
    public Duration RttVariation { get; private set; }

    /// <summary>RTO, backed off as it is now.</summary>
    public Duration Rto { get; private set; } = options.InitialRto;

    public void AddSample(Duration rtt)
    {
        if (!_hasSample)
        {
            _hasSample = true;
            SmoothedRtt = rtt;                                                // §2.2
            RttVariation = rtt / 2;
        }
        else
        {
            var deviation = new Duration(Math.Abs((SmoothedRtt - rtt).Nanoseconds));
            RttVariation = ((RttVariation * 3) + deviation) / 4;              // §2.3, beta = 1/4
            SmoothedRtt = ((SmoothedRtt * 7) + rtt) / 8;                      // §2.3, alpha = 1/8
        }

        Rto = Clamp(SmoothedRtt + (RttVariation * 4));                        // §2.3, §2.4
    }

    /// <summary>The timer expired: the next timeout is twice as long (§5.5).</summary>
    public void BackOff() => Rto = Clamp(Rto * 2);

    /// <summary>The SYN had to be sent again: data starts with a longer timeout (§5.7).</summary>
    public void StartAfterSynLoss()
    {
        if (!_hasSample)
            Rto = options.RtoAfterSynLoss;
    }

    private Duration Clamp(Duration rto) => Duration.Min(Duration.Max(rto, options.MinRto), options.MaxRto);
}
