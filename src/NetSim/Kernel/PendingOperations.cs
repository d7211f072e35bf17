namespace NetSim.Kernel;

/// <summary>The operations that somebody waits for.</summary>
/// <remarks>
/// Each has a place of its own, so that one that begins or ends touches no other; they are put in order only where somebody reads them.
/// </remarks>
internal sealed class PendingOperations
{
    private PendingOperation?[] _places = [];
    private int[] _free = []; // places, a stack
    private int _freeCount;
    private long _begun;

    /// <summary>In the order in which they began to wait.</summary>
    public IEnumerable<PendingOperation> InOrder => _places.OfType<PendingOperation>().OrderBy(operation => operation.Number);

    public void Add(PendingOperation operation)
    {
        if (_freeCount == 0)
            Grow();
        var place = _free[--_freeCount];
        _places[place] = operation;
        operation.Place = place;
        operation.Number = _begun++;
    }

    public void Remove(PendingOperation operation)
    {
        _places[operation.Place] = null;
        _free[_freeCount++] = operation.Place;
    }

    private void Grow()
    {
        var former = _places.Length;
        Array.Resize(ref _places, Math.Max(16, 2 * former));
        Array.Resize(ref _free, _places.Length);
        while (_freeCount < _places.Length - former)
            _free[_freeCount] = former + _freeCount++;
    }
}
