namespace NetSim.Kernel;

/// <summary>Names a scheduled event, so that it can be cancelled. The default value names none.</summary>
public readonly record struct EventHandle
{
    internal EventHandle(int slot, long sequence)
    {
        Slot = slot;
        Sequence = sequence;
    }

    internal int Slot { get; }

    internal long Sequence { get; }
}
