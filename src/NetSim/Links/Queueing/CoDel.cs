using NetSim.Kernel;

namespace NetSim.Links.Queueing;

/// <summary>CoDel's algorithm for one queue, a decision for each frame that leaves it (RFC 8289 §5).</summary>
internal sealed class CoDel(ControlledDelay options)
{
    private const int RecentIntervals = 16; // RFC 8289 §5.5: "recently" in the dropping state

    private int _largestFrame;              // maxpacket_
    private SimTime? _firstAboveTime;       // first_above_time_; null: zero
    private SimTime _dropNext;              // drop_next_
    private int _count;                     // count_
    private int _lastCount;                 // lastcount_
    private bool _isDropping;               // dropping_
    private bool _isNextDue;                // a frame was dropped, and the next one decides whether the dropping goes on

    public ControlledDelay Options => options;

    /// <summary>Decides on a frame that leaves the queue.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long it was in the queue (sojourn time).</param>
    /// <param name="octets">Its length.</param>
    /// <param name="octetsBehind">What is left in the queue.</param>
    /// <param name="canBeMarked">Whether it can be marked.</param>
    /// <returns><see cref="QueueVerdict.Pass"/>, <see cref="QueueVerdict.Drop"/>, or for a mark <see cref="QueueVerdict.MarkOrPass"/>.</returns>
    public QueueVerdict Decide(SimTime now, Duration wait, int octets, long octetsBehind, bool canBeMarked)
    {
        _largestFrame = Math.Max(_largestFrame, octets);
        if (!IsTooLong(now, wait, octetsBehind))
        {
            _isDropping = false;
            _isNextDue = false;
            return QueueVerdict.Pass;
        }

        if (!_isDropping)
        {
            BeginDropping(now);
            return Signal(canBeMarked, isFirst: true);
        }

        if (_isNextDue)
            _dropNext += Spacing();
        _isNextDue = false;
        if (now < _dropNext)
            return QueueVerdict.Pass;
        _count++;
        return Signal(canBeMarked, isFirst: false);
    }

    /// <summary>The queue is empty after a drop.</summary>
    public void OnEmpty()
    {
        _firstAboveTime = null;
        _isDropping = false;
        _isNextDue = false;
    }

    /// <summary>Whether frames have waited too long for an interval, and more than one frame is left (RFC 8289 §4.2, §5.6).</summary>
    private bool IsTooLong(SimTime now, Duration wait, long octetsBehind)
    {
        if (wait < options.Target || octetsBehind <= _largestFrame)
        {
            _firstAboveTime = null;
            return false;
        }

        _firstAboveTime ??= now + options.Interval;
        return now >= _firstAboveTime;
    }

    // If the last time was not long ago, about as many drops as then were needed: it begins there (RFC 8289 §5.5).
    private void BeginDropping(SimTime now)
    {
        _isDropping = true;
        var delta = _count - _lastCount;
        _count = delta > 1 && now - _dropNext < options.Interval * RecentIntervals ? delta : 1;
        _lastCount = _count;
        _dropNext = now + Spacing();
    }

    private QueueVerdict Signal(bool canBeMarked, bool isFirst)
    {
        if (!canBeMarked || !options.Marks)
        {
            _isNextDue = !isFirst;
            return QueueVerdict.Drop;
        }

        if (!isFirst)
            _dropNext += Spacing();
        return QueueVerdict.MarkOrPass;
    }

    /// <summary>The control law: the interval divided by the square root of the number of drops (RFC 8289 §3.3, §5.6).</summary>
    private Duration Spacing() => new((long)(options.Interval.Nanoseconds / Math.Sqrt(_count)));
}
