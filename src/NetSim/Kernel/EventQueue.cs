using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <summary>The pending events in (time, scheduling number) order: a short sorted run of the next ones before buckets of the others.</summary>
/// <remarks>
/// <para>A radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, "Faster Algorithms for the Shortest Path Problem", JACM 37(2), 1990) with the
/// sorted bottom of a ladder queue (Tang, Goh, Thng, "Ladder Queue", ACM TOMACS 15(3), 2005): the times are in order only as far as it
/// matters now. A bucket that is few events goes to the run, one that is many is split among finer ones; so an event moves less than
/// eight times, whatever the times are, and nothing has to be guessed or resized.</para>
/// <para>The queue holds no references but those in the table of slots, so moving its entries costs no write barriers. A cancelled
/// event lets go of its handler at once; its entry leaves when it is due, or when cancelled entries are the majority.</para>
/// </remarks>
internal sealed partial class EventQueue
{
    private const int LeastToCompact = 256;

    private int _entries;          // of the run, the heap and the buckets, cancelled ones included
    private int _cancelled;
    private long _nextSequence = 1;

    /// <summary>How often entries were moved on from where they had been put: what bounds the work.</summary>
    public long Moves { get; private set; }

    /// <summary>When the event was due that <see cref="TryTake"/> took, or is that <see cref="TryPeek"/> found.</summary>
    public SimTime DueTime { get; private set; }

    /// <summary>A scheduling number: the order among events of the same time.</summary>
    public long NextSequence() => _nextSequence++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EventHandle Add(SimTime time, long sequence, IEventHandler handler, object? state, EventKind kind)
    {
        var slot = TakeSlot(handler, state, sequence, kind);
        _entries++;
        if (time.Nanoseconds > _reached)
            Put(time.Nanoseconds, slot);
        else
            PutAtHand(time.Nanoseconds, slot);
        return new EventHandle(slot, sequence);
    }

    /// <summary>Cancels an event that is still pending.</summary>
    public bool Cancel(EventHandle handle, out EventKind kind)
    {
        kind = default;
        if (handle.Sequence == 0 || handle.Slot >= _usedSlots)
            return false;
        ref var slot = ref At(handle.Slot);
        if (slot.Sequence != handle.Sequence || slot.Handler is null)
            return false;

        kind = slot.Kind;
        slot.Handler = null;
        slot.State = null;
        _cancelled++;
        if (_cancelled >= LeastToCompact && _cancelled > _entries / 2)
            Compact();
        return true;
    }

    /// <summary>Takes the earliest event that was not cancelled, if it is due until <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(SimTime end, out Slot due)
    {
        while (HasRun || Advance(end.Nanoseconds))
        {
            var entry = Least();
            if (entry.Time > end.Nanoseconds)
                break;
            TakeLeast();
            _entries--;
            if (_runStart + 1 < _runEnd && At(_run[_runStart + 1].Slot).Handler is AnticipatingHandler near)
                near.Anticipate();
            due = TakeOut(entry.Slot);
            if (due.Handler is not null)
            {
                DueTime = new SimTime(entry.Time);
                return true;
            }

            _cancelled--;
        }

        FreeTakenSlot();
        due = default;
        return false;
    }

    /// <summary>Looks at the event that <see cref="TryTake"/> would take.</summary>
    public bool TryPeek(SimTime end, out Slot due)
    {
        if (!TryTake(end, out due))
            return false;
        Add(DueTime, due.Sequence, due.Handler!, due.State, due.Kind); // in the slot that has just become free: its handle stays good
        return true;
    }

    /// <summary>Drops the entries of cancelled events.</summary>
    private void Compact()
    {
        CompactRun();
        CompactBuckets();
    }

    /// <summary>Frees the slot of a cancelled event, whose entry the caller drops.</summary>
    private bool TryDrop(int slot)
    {
        if (At(slot).Handler is not null)
            return false;
        _cancelled--;
        _entries--;
        FreeSlot(slot);
        return true;
    }

    /// <summary>Where an event stands in the order, but for its scheduling number, which its slot knows.</summary>
    private readonly struct Entry(long time, int slot)
    {
        public readonly long Time = time;
        public readonly int Slot = slot;
    }
}
