namespace NetSim.Kernel;

/// <summary>The operations that somebody waits for.</summary>
/// <remarks>
/// Each has a place of its own, so that one that begins or ends touches no other; they are put in order only where somebody reads them.
/// </remarks>
internal sealed class PendingOperations
{
    private Place[] _places = [];
    private int _free; // the head of the list of free places, which ends behind the last place
    private long _begun;

    /// <summary>In the order in which they began to wait.</summary>
    public IEnumerable<PendingOperation> InOrder => _places.Select(place => place.Operation).OfType<PendingOperation>().OrderBy(operation => operation.Number);

    public void Add(PendingOperation operation)
    {
        if (_free == _places.Length)
            Grow();
        ref var place = ref _places[_free];
        place.Operation = operation;
        operation.Place = _free;
        operation.Number = _begun++;
        _free = place.NextFree;
    }

    public void Remove(PendingOperation operation)
    {
        ref var place = ref _places[operation.Place];
        place.Operation = null;
        place.NextFree = _free;
        _free = operation.Place;
    }

    private void Grow()
    {
        var former = _places.Length;
        Array.Resize(ref _places, Math.Max(16, 2 * former));
        for (var place = former; place < _places.Length; place++)
            _places[place].NextFree = place + 1;
    }

    // A structure, so that to store an operation is not to ask whether the array may hold one of its type.
    private struct Place
    {
        public PendingOperation? Operation;
        public int NextFree;
    }
}
