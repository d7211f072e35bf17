using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

/// <summary>
/// A greedy sender with SACK over one bottleneck, each segment acknowledged by itself: as little of TCP as a congestion control needs to be held
/// against its model. Of a loss the sender hears by the third segment after it, and the window falls to ssthresh at once.
/// </summary>
internal sealed class PathModel
{
    public const int Mss = 1000;

    private readonly PriorityQueue<(bool IsAck, Segment Segment), (long Time, long Order)> _events = new();
    private readonly SortedDictionary<long, Segment> _outstanding = [];
    private DeliveryRateEstimator _estimator;
    private readonly ICongestionControl _congestion;
    private long _order;
    private long _nextSequence;      // in segments
    private long _acknowledged;      // in segments
    private long _transmissions;
    private int _flight;             // in segments
    private int _toResend;
    private long _linkFreeAt;
    private long _nextSendAt;
    private long _recoverTill = -1;
    private long _reducedTill = -1;
    private bool _isSendScheduled;

    public PathModel(ICongestionControl congestion) => _congestion = congestion;

    public Duration Rtt { get; init; } = 100.Milliseconds;

    /// <summary>Of the bottleneck; none where the path is not limited.</summary>
    public DataRate? Rate { get; init; }

    /// <summary>How many segments may wait at the bottleneck.</summary>
    public int QueueLimit { get; init; } = int.MaxValue;

    /// <summary>How many segments may wait before arriving ones are marked.</summary>
    public int MarkingThreshold { get; init; } = int.MaxValue;

    /// <summary>Which transmissions are lost, counted from 1.</summary>
    public Func<long, bool> IsLost { get; init; } = _ => false;

    public int InitialWindow { get; init; } = 10;

    public bool UsesHyStart { get; init; }

    public SimTime Now { get; private set; }

    public long Delivered => _estimator.Delivered / Mss;

    public int Flight => _flight;

    public int Losses { get; private set; }

    /// <summary>How many segments wait at the bottleneck.</summary>
    public double Queue => Rate is { } rate ? Math.Max(0, _linkFreeAt - Now.Nanoseconds) / Serialization(rate) : 0;

    public double Window => (double)_congestion.Window / Mss;

    public Action? OnAcknowledgment { get; set; }

    private Duration MinRtt => Rtt + new Duration(Rate is { } rate ? (long)Serialization(rate) : 0);

    /// <summary>Runs for so long; continues where it was.</summary>
    public void RunFor(Duration time)
    {
        var end = Now + time;
        if (_transmissions == 0)
        {
            _congestion.OnEstablished(new CongestionStart
            {
                MaximumSegmentSize = Mss, InitialWindow = InitialWindow * Mss, Now = Now, Rtt = MinRtt, UsesHyStart = UsesHyStart,
            });
            Send();
        }

        while (_events.TryPeek(out var item, out var key) && key.Time <= end.Nanoseconds)
        {
            _events.Dequeue();
            Now = new SimTime(key.Time);
            if (item.IsAck)
                Acknowledge(item.Segment);
            else
                _isSendScheduled = false;
            Send();
        }

        Now = end;
    }

    /// <summary>The average of a value that is read every tenth of a round trip.</summary>
    public double Average(Duration time, Func<double> value)
    {
        var sum = 0.0;
        var step = Rtt / 10;
        var count = time.Nanoseconds / step.Nanoseconds;
        for (var i = 0L; i < count; i++)
        {
            RunFor(step);
            sum += value();
        }

        return sum / count;
    }

    private static double Serialization(DataRate rate) => Mss * 8e9 / rate.BitsPerSecond;

    private void Send()
    {
        while ((_flight + 1L) * Mss <= _congestion.Window)
        {
            if (_congestion.PacingRate is { } pacing)
            {
                if (Now.Nanoseconds < _nextSendAt)
                {
                    if (!_isSendScheduled)
                        _events.Enqueue((false, null!), (_nextSendAt, _order++));
                    _isSendScheduled = true;
                    return;
                }

                _nextSendAt = Now.Nanoseconds + (long)Serialization(pacing);
            }

            var segment = _toResend > 0 ? _outstanding.Values.First(s => s.NeedsResending) : null;
            if (segment is null)
                _outstanding.Add(_nextSequence, segment = new Segment(_nextSequence++));
            Transmit(segment);
        }
    }

    private void Transmit(Segment segment)
    {
        _toResend -= segment.NeedsResending ? 1 : 0;
        segment.NeedsResending = false;
        segment.Delivery = _estimator.OnSent(Now, _flight * Mss);
        segment.Transmission = ++_transmissions;
        _flight++;
        var waiting = Queue;
        segment.IsMarked = waiting >= MarkingThreshold;
        if (IsLost(_transmissions) || waiting >= QueueLimit)
            return;
        if (Rate is { } rate)
            _linkFreeAt = Math.Max(_linkFreeAt, Now.Nanoseconds) + (long)Serialization(rate);
        _events.Enqueue((true, segment), (Math.Max(_linkFreeAt, Now.Nanoseconds) + Rtt.Nanoseconds, _order++));
    }

    private void Acknowledge(Segment segment)
    {
        var before = _flight;
        _outstanding.Remove(segment.Sequence);
        _flight--;
        SegmentDelivery? newest = null;
        _estimator.OnDelivered(segment.Delivery, Mss, Now, ref newest);
        var una = _outstanding.Count > 0 ? _outstanding.Keys.First() : _nextSequence;
        var acknowledged = una - _acknowledged;
        _acknowledged = una;

        var lost = FindLosses(segment);
        if (_recoverTill >= 0 && una > _recoverTill)
        {
            _recoverTill = -1;
            _congestion.OnRecovered(Now);
        }

        if (lost > 0 && _recoverTill < 0)
        {
            _recoverTill = _nextSequence - 1;
            Reduce(CongestionCause.Loss);
        }
        else if (segment.IsMarked && segment.Sequence > _reducedTill && _recoverTill < 0)
        {
            _reducedTill = _nextSequence - 1;
            Reduce(CongestionCause.EcnEcho);
        }

        Report(segment, before, (int)acknowledged, lost);
        OnAcknowledgment?.Invoke();
    }

    private void Reduce(CongestionCause cause)
    {
        Losses += cause == CongestionCause.Loss ? 1 : 0;
        _congestion.OnCongestion(new CongestionSignal { Cause = cause, FlightSize = _congestion.Window / Mss * Mss, Now = Now });
        if (!_congestion.ControlsRecovery)
            _congestion.Window = _congestion.SlowStartThreshold;
    }

    private int FindLosses(Segment delivered)
    {
        var lost = 0;
        foreach (var segment in _outstanding.Values.TakeWhile(s => s.Sequence < delivered.Sequence || _recoverTill >= 0))
        {
            if (segment.NeedsResending || segment.Transmission > delivered.Transmission - 3)
                continue;
            segment.NeedsResending = true;
            _toResend++;
            _flight--;
            lost++;
        }

        return lost;
    }

    private void Report(Segment segment, int before, int acknowledged, int lost)
    {
        var sample = _estimator.Sample(segment.Delivery, MinRtt);
        _congestion.OnAcknowledged(new AckSample
        {
            Now = Now,
            AcknowledgedOctets = acknowledged * Mss,
            DeliveredOctets = Mss,
            LostOctets = lost * Mss,
            FlightSizeBefore = before * Mss,
            FlightSize = _flight * Mss,
            IsWindowLimited = true,
            MayGrow = _recoverTill < 0 && _acknowledged > _reducedTill + 1,
            IsInRecovery = _recoverTill >= 0,
            Rtt = Now - segment.Delivery.SentAt,
            SmoothedRtt = Now - segment.Delivery.SentAt,
            MinRtt = MinRtt,
            HasEcnEcho = segment.IsMarked,
            TotalSent = _nextSequence * Mss,
            TotalAcknowledged = _acknowledged * Mss,
            TotalDelivered = _estimator.Delivered,
            DeliveredWhenSent = sample.DeliveredWhenSent,
            DeliveryInterval = sample.Interval,
            IsApplicationLimited = sample.IsApplicationLimited,
            IntervalOctets = sample.Octets,
        });
    }

    private sealed class Segment(long sequence)
    {
        public long Sequence { get; } = sequence;

        public long Transmission { get; set; }

        public SegmentDelivery Delivery { get; set; }

        public bool IsMarked { get; set; }

        public bool NeedsResending { get; set; }
    }
}
