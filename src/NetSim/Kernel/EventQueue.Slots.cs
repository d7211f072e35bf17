using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <content>The table of slots: what runs, and which event it is. It is of pages, so that it grows without being copied.</content>
internal sealed partial class EventQueue
{
    private const int SlotPageBits = 10;
    private const int SlotPageLength = 1 << SlotPageBits;

    private Slot[][] _slotPages = [new Slot[SlotPageLength]];
    private int _usedSlots;        // slots that were ever used
    private int _freeSlot = None;  // head of the list of free slots
    private int _takenSlot = None; // of the event that was taken last, until another event takes it

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot At(int slot) => ref _slotPages[slot >> SlotPageBits][slot & (SlotPageLength - 1)];

    /// <summary>Takes the slot of the event that was taken last, whose handler is mostly who schedules the next one, or else a free slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeSlot(IEventHandler handler, object? state, long sequence, EventKind kind)
    {
        var index = _takenSlot;
        if (index != None)
            _takenSlot = None;
        else
            index = TakeFreeSlot();
        ref var slot = ref At(index);
        if (slot.Handler != handler)
            slot.Handler = handler;
        if (state is not null)
            slot.State = state; // such a slot has none
        slot.Identify(sequence, kind);
        return index;
    }

    private int TakeFreeSlot()
    {
        if (_freeSlot == None)
            MakeSlot();
        var index = _freeSlot;
        _freeSlot = At(index).NextFree;
        return index;
    }

    private void MakeSlot()
    {
        var page = _usedSlots >> SlotPageBits;
        if (page == _slotPages.Length)
            Array.Resize(ref _slotPages, page * 2);
        _slotPages[page] ??= new Slot[SlotPageLength];
        FreeSlot(_usedSlots++);
    }

    /// <summary>What a slot held, which may be taken again from now on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot TakeOut(int index)
    {
        FreeTakenSlot();
        _takenSlot = index;
        ref var slot = ref At(index);
        var held = slot;
        slot.State = null;
        slot.Free(None);
        return held;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FreeTakenSlot()
    {
        if (_takenSlot != None)
            FreeSlot(_takenSlot);
        _takenSlot = None;
    }

    private void FreeSlot(int index)
    {
        ref var slot = ref At(index);
        slot.Handler = null; // its state it has let go of before
        slot.Free(_freeSlot);
        _freeSlot = index;
    }

    /// <summary>An event: what runs, and which it is. A slot without a handler is free, or its event was cancelled.</summary>
    internal struct Slot
    {
        private const int KindBits = 2;

        public IEventHandler? Handler;
        public object? State;
        private long _identity; // the scheduling number and the kind; of a free slot ~ the next one, which equals no identity

        public readonly long Sequence => _identity >> KindBits;

        public readonly EventKind Kind => (EventKind)(_identity & ((1 << KindBits) - 1));

        public readonly int NextFree => (int)~_identity;

        public void Identify(long sequence, EventKind kind) => _identity = (sequence << KindBits) | (long)kind;

        public void Free(int next) => _identity = ~(long)next;
    }
}
