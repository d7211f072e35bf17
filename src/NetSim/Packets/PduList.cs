using System.Collections;
using System.Runtime.CompilerServices;

namespace NetSim.Packets;

/// <summary>An immutable list that is equal to another by content, for the lists inside PDUs.</summary>
[CollectionBuilder(typeof(PduList), nameof(PduList.Create))]
public readonly struct PduList<T> : IReadOnlyList<T>, IEquatable<PduList<T>>
{
    private readonly T[]? _items;

    internal PduList(T[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items?.Length ?? 0;

    /// <inheritdoc/>
    public T this[int index] => (_items ?? [])[index];

    /// <summary>The items, without a copy.</summary>
    public ReadOnlySpan<T> AsSpan() => _items;

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PduList<T> other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PduList<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in AsSpan())
            hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Whether two lists have equal items in the same order.</summary>
    public static bool operator ==(PduList<T> left, PduList<T> right) => left.Equals(right);

    /// <summary>Whether two lists differ.</summary>
    public static bool operator !=(PduList<T> left, PduList<T> right) => !left.Equals(right);

    /// <summary>The items, separated by commas.</summary>
    public override string ToString() => string.Join(", ", _items ?? []);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();
}

/// <summary>Makes <see cref="PduList{T}"/>s, also from collection expressions.</summary>
public static class PduList
{
    /// <summary>A list of copies of <paramref name="items"/>.</summary>
    public static PduList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new(items.ToArray());
}
