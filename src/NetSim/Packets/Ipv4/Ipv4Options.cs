namespace NetSim.Packets.Ipv4;

/// <summary>Reads the options of an IPv4 header, which <see cref="Ipv4Packet.Options"/> keeps as octets (RFC 791 §3.1).</summary>
public static class Ipv4Options
{
    /// <summary>Reads the options up to the end of the list, or up to and without the first that is malformed.</summary>
    /// <param name="octets">The options and their padding.</param>
    /// <param name="malformedAt">
    /// Which octet is wrong, counted from the start of the options, or null where none is. The pointer of a Parameter Problem counts
    /// from the start of the header: <see cref="Ipv4Packet.MinHeaderLength"/> more.
    /// </param>
    public static PduList<Ipv4Option> Read(Payload octets, out int? malformedAt)
    {
        ArgumentNullException.ThrowIfNull(octets);
        var options = new List<Ipv4Option>();
        var remaining = octets.ToMemory().Span;
        malformedAt = null;
        for (var offset = 0; offset < remaining.Length;)
        {
            malformedAt = FaultOf(remaining[offset..]) + offset;
            if (malformedAt is not null || remaining[offset] == Ipv4Option.EndOfOptionList)
                break;
            options.Add(ReadOption(remaining[offset..], offset));
            offset += options[^1].WireLength;
        }

        return [.. options];
    }

    /// <summary>The options that every fragment has, not only the first: those with the copied flag (RFC 791 §3.1, §3.2).</summary>
    /// <param name="octets">The options and their padding; behind one whose length is wrong, nothing is copied.</param>
    /// <returns>The options, padded with zeros to a multiple of 4 octets; none where none is copied.</returns>
    public static Payload CopiedOnly(Payload octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        var all = octets.ToMemory().Span;
        var copied = new byte[(all.Length + 3) & ~3];
        var length = 0;
        for (var offset = 0; offset < all.Length && LengthFaultOf(all[offset..]) is null && all[offset] != Ipv4Option.EndOfOptionList;)
        {
            var option = ReadOption(all[offset..], offset);
            if (option.IsCopied)
            {
                all.Slice(offset, option.WireLength).CopyTo(copied.AsSpan(length));
                length += option.WireLength;
            }

            offset += option.WireLength;
        }

        return Payload.Wrap(copied.AsMemory(0, (length + 3) & ~3));
    }

    // The length must have been checked.
    private static Ipv4Option ReadOption(ReadOnlySpan<byte> octets, int offset)
    {
        var hasLength = Ipv4Option.HasLength(octets[0]);
        return new(octets[0], hasLength ? Payload.Copy(octets[Ipv4Option.HeaderLength..octets[1]]) : Payload.Empty, offset);
    }

    /// <summary>Which octet of the option is wrong, or null.</summary>
    private static int? FaultOf(ReadOnlySpan<byte> octets)
    {
        if (LengthFaultOf(octets) is { } fault)
            return fault;

        // The pointer counts from the option's first octet, as 1, and cannot point before what it points at (RFC 791 §3.1).
        var (leastLength, leastPointer) = octets[0] switch
        {
            Ipv4Option.RecordRoute or Ipv4Option.LooseSourceRoute or Ipv4Option.StrictSourceRoute => (3, 4),
            Ipv4Option.Timestamp => (4, 5),
            Ipv4Option.RouterAlert => (4, 0),   // RFC 2113 §2.1
            _ => (0, 0),
        };
        if (leastLength > 0 && octets[1] < leastLength)
            return 1;
        return leastPointer > 0 && octets[2] < leastPointer ? 2 : null;
    }

    // A length counts the type and itself, and cannot run past the header.
    private static int? LengthFaultOf(ReadOnlySpan<byte> octets)
    {
        if (!Ipv4Option.HasLength(octets[0]))
            return null;
        if (octets.Length < Ipv4Option.HeaderLength)
            return 0;
        return octets[1] < Ipv4Option.HeaderLength || octets[1] > octets.Length ? 1 : null;
    }
}
