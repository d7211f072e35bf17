using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <content>The run: the next events, in order.</content>
internal sealed partial class EventQueue
{
    private const int LongRun = 64;

    // What belongs so far from the end of a long run that room for it would cost too much: it is rare, and so is what it costs.
    private readonly PriorityQueue<Entry, (long Time, long Sequence)> _aside = new();
    private Entry[] _run = new Entry[2 * LongRun];
    private int _runStart;
    private int _runEnd;
    private int _asideCount;
    private bool _isAside;         // the least entry is aside, not in the run
    private int _opened;           // the bucket that the run came from
    private long _reached;         // what is due until then is in the run, what is due later in the buckets

    private bool HasRun => _runStart < _runEnd || _asideCount > 0;

    private bool IsAfter(in Entry entry, in Entry other) =>
        entry.Time > other.Time || (entry.Time == other.Time && IsNumberedAfter(entry, other));

    [MethodImpl(MethodImplOptions.NoInlining)] // seldom needed
    private bool IsNumberedAfter(Entry entry, Entry other) => At(entry.Slot).Sequence > At(other.Slot).Sequence;

    /// <summary>Puts a new entry that is not due later than the instant reached.</summary>
    private void PutAtHand(long time, int slot)
    {
        if (_entries == 1 && time < _reached)
        {
            _reached = 0; // nothing else is pending, so any instant will do that is not later than what is to come
            if (time > 0)
            {
                Put(time, slot);
                return;
            }
        }

        Insert(new Entry(time, slot));
    }

    /// <summary>Adds an entry to the run at its place, which is near the end as a rule: later than most, or numbered last in its instant.</summary>
    private void Insert(Entry entry)
    {
        if (_runEnd > _runStart && _runEnd < _run.Length && IsAfter(entry, _run[_runEnd - 1]))
            _run[_runEnd++] = entry; // the last one, as each frame of a flood: that costs nothing in a long run either
        else
            InsertAtItsPlace(entry);
    }

    private void InsertAtItsPlace(Entry entry)
    {
        if (_runEnd - _runStart >= LongRun && !FitsIntoLongRun(entry))
            return;
        if (_runEnd == _run.Length)
            MakeRoom();
        _run[_runEnd++] = entry;
        SortIn(_run.AsSpan(_runStart.._runEnd), _runEnd - _runStart - 1);
    }

    /// <summary>Has an entry at its place among those before it, which are in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SortIn(Span<Entry> entries, int at)
    {
        var entry = entries[at];
        for (; at > 0 && entries[at - 1].Time > entry.Time; at--)
            entries[at] = entries[at - 1];
        for (; at > 0 && entries[at - 1].Time == entry.Time && IsNumberedAfter(entries[at - 1], entry); at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }

    /// <summary>Whether an entry belongs to the run, which is long, and near its end. If not, it is put elsewhere.</summary>
    private bool FitsIntoLongRun(Entry entry)
    {
        var first = _run[_runStart].Time;
        if (first < _reached && LevelOf(first) < _opened / Digits && _asideCount == 0)
            Spill();
        if (entry.Time > _reached)
            Put(entry.Time, entry.Slot);
        else if (_runEnd - _runStart >= LongRun && IsAfter(_run[_runEnd - LongRun], entry))
            SetAside(entry);
        else
            return true;
        return false;
    }

    private void SetAside(Entry entry)
    {
        _asideCount++;
        _aside.Enqueue(entry, (entry.Time, At(entry.Slot).Sequence));
    }

    /// <summary>Leaves but the first instant in a run that has grown long, and puts the rest back into buckets.</summary>
    /// <remarks>
    /// What was put into lower levels than that of the stretch goes up to it, as it no longer shares the digits above with the instant
    /// reached. That level is lower than that of the bucket which the run came from, so no entry goes up more often than there are levels.
    /// </remarks>
    private void Spill()
    {
        Moves += _runEnd - _runStart;
        var level = LevelOf(_run[_runStart].Time);
        _reached = _run[_runStart].Time;
        while (_occupiedWords != 0 && FirstBucket() is var index && index < level * Digits)
            Empty(ref Release(index), isLookedAt: false);

        var end = _runStart + 1;
        while (end < _runEnd && _run[end].Time == _reached)
            end++;
        for (var i = end; i < _runEnd; i++)
            Put(_run[i].Time, _run[i].Slot);
        _runEnd = end;
    }

    private void MakeRoom()
    {
        var rest = _run.AsSpan(_runStart.._runEnd);
        if (_runStart < _run.Length / 2)
            _run = new Entry[_run.Length * 2];
        rest.CopyTo(_run);
        _runEnd = rest.Length;
        _runStart = 0;
    }

    private Entry Least() => _asideCount == 0 ? _run[_runStart] : LeastOfBoth();

    private Entry LeastOfBoth()
    {
        var aside = _aside.Peek();
        _isAside = _runStart == _runEnd || IsAfter(_run[_runStart], aside);
        return _isAside ? aside : _run[_runStart];
    }

    private void TakeLeast()
    {
        if (!_isAside)
        {
            _runStart++;
            return;
        }

        _isAside = false;
        _asideCount--;
        _aside.Dequeue();
    }

    private void CompactRun()
    {
        var kept = _runStart;
        foreach (var entry in _run.AsSpan(_runStart.._runEnd))
        {
            if (!TryDrop(entry.Slot))
                _run[kept++] = entry;
        }

        _runEnd = kept;
        var aside = _aside.UnorderedItems.ToArray();
        _aside.Clear();
        _asideCount = 0;
        foreach (var (entry, _) in aside)
        {
            if (!TryDrop(entry.Slot))
                SetAside(entry);
        }
    }
}
