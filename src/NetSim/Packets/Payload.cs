namespace NetSim.Packets;

/// <summary>Octets that the layer below does not interpret: immutable, equal by content, sliced without copying.</summary>
/// <remarks>A payload can be virtual, a length of zeros that takes no memory, for bulk flows.</remarks>
public sealed record Payload : Pdu
{
    private readonly ReadOnlyMemory<byte> _octets; // empty when virtual
    private readonly int _length;

    private Payload(ReadOnlyMemory<byte> octets, int length)
    {
        _octets = octets;
        _length = length;
    }

    /// <summary>No octets.</summary>
    public static Payload Empty { get; } = new(default, 0);

    /// <summary>Wraps octets without copying them: the caller gives them up and does not change them afterwards.</summary>
    public static Payload Wrap(ReadOnlyMemory<byte> octets) => octets.IsEmpty ? Empty : new(octets, octets.Length);

    /// <summary>Copies octets.</summary>
    public static Payload Copy(ReadOnlySpan<byte> octets) => octets.IsEmpty ? Empty : Wrap(octets.ToArray());

    /// <summary>The UTF-8 octets of a text.</summary>
    public static Payload FromText(string text) => Wrap(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A virtual payload: so many zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static Payload Zeros(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length == 0 ? Empty : new(default, length);
    }

    /// <inheritdoc/>
    public override string ProtocolName => "Data";

    /// <inheritdoc/>
    public override int WireLength => _length;

    /// <summary>The number of octets.</summary>
    public int Length => _length;

    /// <summary>Whether there are no octets.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Whether this is a length of zeros that takes no memory.</summary>
    public bool IsVirtual => _octets.Length != _length;

    /// <summary>A part of the octets, not copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the payload.</exception>
    public Payload Slice(int start, int length) => start == 0 && length == _length ? this : Part(start, length);

    private Payload Part(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length - start);
        return IsVirtual ? Zeros(length) : Wrap(_octets.Slice(start, length));
    }

    /// <summary>Copies the octets to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        if (IsVirtual)
            destination[.._length].Clear();
        else
            _octets.Span.CopyTo(destination);
    }

    /// <summary>The octets in memory: those that were wrapped, or newly made zeros when virtual.</summary>
    public ReadOnlyMemory<byte> ToMemory() => IsVirtual ? new byte[_length] : _octets;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, _length);
        CopyTo(destination);
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        if (!IsEmpty)
            fields.Add(PduField.Octets("Data", $"{_length} octets", 0, _length));
    }

    /// <inheritdoc/>
    public bool Equals(Payload? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._length != _length) return false;
        if (IsVirtual && other.IsVirtual) return true;
        if (IsVirtual) return !other._octets.Span.ContainsAnyExcept((byte)0);
        if (other.IsVirtual) return !_octets.Span.ContainsAnyExcept((byte)0);
        return _octets.Span.SequenceEqual(other._octets.Span);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (IsVirtual || _length == 0) return HashCode.Combine(_length, 0, 0);
        return HashCode.Combine(_length, (int)_octets.Span[0], (int)_octets.Span[^1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_length} octets";
}
