using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>The retransmission timeout from measured round trips (RFC 6298). The clock granularity G is 1 ns.</summary>
internal struct RttEstimator(TcpOptions options)
{
    private const int MaxDoublings = 16; // beyond any MaxRto

    private bool _hasSample;
    private Duration _latest;
    private Duration _base = options.InitialRto;
    private int _backOff;

    /// <summary>SRTT, the smoothed round-trip time; zero before the first measurement.</summary>
    public Duration SmoothedRtt { get; private set; }

    /// <summary>RTTVAR, how much it varies.</summary>
    public Duration RttVariation { get; private set; }

    /// <summary>The least round-trip time so far; zero before the first measurement.</summary>
    public Duration MinRtt { get; private set; }

    /// <summary>The last measurement, or null.</summary>
    public Duration? LatestRtt => _hasSample ? _latest : null;

    /// <summary>RTO, backed off as it is now.</summary>
    public Duration Rto { get; private set; } = options.InitialRto;

    /// <summary>How often the timeout was doubled since the last measurement.</summary>
    public int BackOffs => _backOff;

    /// <summary>A round trip was measured.</summary>
    /// <param name="rtt">How long it took.</param>
    /// <param name="expectedSamples">
    /// How many measurements a round trip gives: the estimate is to remember as many round trips as with one (RFC 7323 appendix G).
    /// </param>
    public void AddSample(Duration rtt, int expectedSamples = 1)
    {
        _latest = rtt;
        if (!_hasSample)
        {
            _hasSample = true;
            SmoothedRtt = MinRtt = rtt;                                       // §2.2
            RttVariation = rtt / 2;
        }
        else
        {
            MinRtt = Duration.Min(MinRtt, rtt);
            var deviation = new Duration(Math.Abs((SmoothedRtt - rtt).Nanoseconds));
            RttVariation += (deviation - RttVariation) / (4L * expectedSamples);  // §2.3, beta = 1/4
            SmoothedRtt += (rtt - SmoothedRtt) / (8L * expectedSamples);          // §2.3, alpha = 1/8
        }

        _base = Duration.Max(SmoothedRtt + Variation, options.MinRto);        // §2.3, §2.4
        _backOff = 0;
        Rto = BackedOff();
    }

    /// <summary>The timer expired: the next timeout is twice as long (§5.5).</summary>
    public void BackOff()
    {
        _backOff++;
        Rto = BackedOff();
    }

    /// <summary>What was sent again has been acknowledged. Without a new measurement the timeout stays as it is (§5.7, Karn's algorithm).</summary>
    public void ResetBackOff()
    {
        if (_backOff == 0 || !_hasSample || !options.ForgetsBackOff)
            return;
        _backOff = 0;
        Rto = BackedOff();
    }

    /// <summary>The SYN had to be sent again: data starts with a longer timeout (§5.7).</summary>
    public void StartAfterSynLoss()
    {
        if (_hasSample)
            return;
        _backOff = 0;
        Rto = _base = options.RtoAfterSynLoss;
    }

    private Duration Variation => options.MinRtoBoundsVariation ? Duration.Max(RttVariation * 4, options.MinRto) : RttVariation * 4;

    private Duration BackedOff() => Duration.Min((_base * (1L << Math.Min(_backOff, MaxDoublings))) + options.RtoSlop, options.MaxRto);
}
