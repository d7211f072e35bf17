using System.Diagnostics.CodeAnalysis;

namespace NetSim.Kernel;

/// <summary>The pending events in (time, scheduling number) order: a 4-ary heap of values over a table of slots.</summary>
/// <remarks>
/// The heap holds no references, so moving its entries costs no write barriers. Taking the earliest event leaves a hole at the
/// top that the next scheduled event fills: the common event that schedules its successor costs one walk down the heap, not two.
/// A cancelled event lets go of its handler at once; its entry leaves when it is due, or when cancelled entries are the majority.
/// </remarks>
internal sealed class EventQueue
{
    private const int Arity = 4;
    private const int LeastToCompact = 64;

    private Entry[] _heap = new Entry[64];
    private Slot[] _slots = new Slot[64];
    private int _count;            // entries in the heap, the hole included
    private int _freeSlot = -1;    // head of the list of free slots
    private int _usedSlots;        // slots that were ever used
    private int _cancelled;
    private bool _hole;            // the entry at the top has been taken
    private long _nextSequence = 1;

    /// <summary>A scheduling number: the order among events of the same time.</summary>
    public long NextSequence() => _nextSequence++;

    public EventHandle Add(SimTime time, long sequence, IEventHandler handler, object? state, bool isBackground)
    {
        var slot = TakeSlot();
        _slots[slot] = new Slot { Handler = handler, State = state, Sequence = sequence, IsBackground = isBackground };
        var entry = new Entry { Time = time.Nanoseconds, Sequence = sequence, Slot = slot };
        if (_hole)
        {
            _hole = false;
            SiftDown(0, entry);
        }
        else
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, _count * 2);
            SiftUp(_count++, entry);
        }

        return new EventHandle(slot, sequence);
    }

    /// <summary>Cancels an event that is still pending.</summary>
    public bool Cancel(EventHandle handle, out bool wasBackground)
    {
        wasBackground = false;
        if (handle.Sequence == 0 || handle.Slot >= _usedSlots)
            return false;
        ref var slot = ref _slots[handle.Slot];
        if (slot.Sequence != handle.Sequence || slot.Handler is null)
            return false;

        wasBackground = slot.IsBackground;
        slot.Handler = null;
        slot.State = null;
        _cancelled++;
        if (_cancelled >= LeastToCompact && _cancelled > _count / 2)
            Compact();
        return true;
    }

    /// <summary>The earliest event that was not cancelled.</summary>
    public bool TryPeek(out Due due)
    {
        CloseHole();
        while (_count > 0 && _slots[_heap[0].Slot].Handler is null)
        {
            _cancelled--;
            FreeSlot(_heap[0].Slot);
            RemoveTop();
        }

        if (_count == 0)
        {
            due = default;
            return false;
        }

        ref readonly var top = ref _heap[0];
        ref readonly var slot = ref _slots[top.Slot];
        due = new Due(new SimTime(top.Time), top.Sequence, slot.Handler!, slot.State, slot.IsBackground);
        return true;
    }

    /// <summary>Takes the event that <see cref="TryPeek"/> has just found.</summary>
    public void Take()
    {
        FreeSlot(_heap[0].Slot);
        _hole = true;
    }

    private void CloseHole()
    {
        if (!_hole)
            return;
        _hole = false;
        RemoveTop();
    }

    private void RemoveTop()
    {
        var last = _heap[--_count];
        if (_count > 0)
            SiftDown(0, last);
    }

    private void SiftUp(int index, Entry entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) / Arity;
            if (!entry.IsBefore(_heap[parent]))
                break;
            _heap[index] = _heap[parent];
            index = parent;
        }

        _heap[index] = entry;
    }

    private void SiftDown(int index, Entry entry)
    {
        var heap = _heap.AsSpan(0, _count);
        while (true)
        {
            var first = (index * Arity) + 1;
            if (first >= heap.Length)
                break;
            var least = first;
            var end = Math.Min(first + Arity, heap.Length);
            for (var child = first + 1; child < end; child++)
            {
                if (heap[child].IsBefore(heap[least]))
                    least = child;
            }

            if (!heap[least].IsBefore(entry))
                break;
            heap[index] = heap[least];
            index = least;
        }

        heap[index] = entry;
    }

    private void Compact()
    {
        CloseHole();
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_slots[_heap[i].Slot].Handler is null)
                FreeSlot(_heap[i].Slot);
            else
                _heap[kept++] = _heap[i];
        }

        _count = kept;
        _cancelled = 0;
        for (var i = (_count - 2) / Arity; i >= 0 && _count > 1; i--)
            SiftDown(i, _heap[i]);
    }

    private int TakeSlot()
    {
        if (_freeSlot >= 0)
        {
            var slot = _freeSlot;
            _freeSlot = _slots[slot].NextFree;
            return slot;
        }

        if (_usedSlots == _slots.Length)
            Array.Resize(ref _slots, _usedSlots * 2);
        return _usedSlots++;
    }

    private void FreeSlot(int slot)
    {
        _slots[slot] = new Slot { NextFree = _freeSlot };
        _freeSlot = slot;
    }

    /// <summary>An event that is due now.</summary>
    public readonly record struct Due(SimTime Time, long Sequence, IEventHandler Handler, object? State, bool IsBackground);

    [SuppressMessage("Performance", "CA1815", Justification = "Private; never compared as a whole.")]
    private struct Entry
    {
        public long Time;
        public long Sequence;
        public int Slot;

        public readonly bool IsBefore(in Entry other) => Time < other.Time || (Time == other.Time && Sequence < other.Sequence);
    }

    private struct Slot
    {
        public IEventHandler? Handler;
        public object? State;
        public long Sequence;
        public int NextFree;
        public bool IsBackground;
    }
}
