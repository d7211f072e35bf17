namespace NetSim.Packets;

/// <summary>A protocol data unit: an immutable object that knows its exact octets on the wire.</summary>
/// <remarks>
/// PDUs are shared, never copied: a switch floods the same object, a trace keeps references to it. Two PDUs are equal
/// when their contents are. <see cref="object.ToString"/> is a tcpdump-like line, the one notation of traces, logs and tests.
/// </remarks>
public abstract record Pdu
{
    /// <summary>The protocol's short name, as a capture's protocol column shows it, such as <c>ARP</c>.</summary>
    public abstract string ProtocolName { get; }

    /// <summary>The exact number of octets that <see cref="Encode"/> writes.</summary>
    public abstract int WireLength { get; }

    /// <summary>The PDU that this one carries, or null where there is none.</summary>
    public virtual Pdu? Inner => null;

    /// <summary>Writes this PDU and all it carries, as <see cref="WireLength"/> octets.</summary>
    /// <param name="destination">Exactly or at least <see cref="WireLength"/> octets; every one of them is written.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public abstract void Encode(Span<byte> destination);

    /// <summary>Lists this PDU's own header fields, in wire order; <see cref="Inner"/> lists its own.</summary>
    /// <param name="octets">This PDU encoded, checksums filled in; at least <see cref="WireLength"/> octets.</param>
    /// <param name="fields">Where the fields are added.</param>
    public abstract void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields);

    /// <summary>Encodes into a new array of <see cref="WireLength"/> octets.</summary>
    public byte[] ToArray()
    {
        var octets = new byte[WireLength];
        Encode(octets);
        return octets;
    }

    /// <summary>This PDU and all that it carries, from the outermost to the innermost.</summary>
    public IEnumerable<Pdu> Layers()
    {
        for (var pdu = this; pdu is not null; pdu = pdu.Inner)
            yield return pdu;
    }

    /// <summary>The innermost PDU of type <typeparamref name="T"/> in this one or in what it carries, or null.</summary>
    public T? Find<T>()
        where T : Pdu
    {
        T? found = null;
        for (var pdu = this; pdu is not null; pdu = pdu.Inner)
            found = pdu as T ?? found;
        return found;
    }

    private protected static void EnsureRoom(Span<byte> destination, int wireLength)
    {
        if (destination.Length < wireLength)
            throw new ArgumentException($"The PDU takes {wireLength} octets and there is room for {destination.Length}.", nameof(destination));
    }
}
