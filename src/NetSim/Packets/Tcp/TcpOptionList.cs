using System.Buffers.Binary;

namespace NetSim.Packets.Tcp;

/// <summary>The codec of the options of a header as a whole, with the padding that fills their last 32-bit word (RFC 9293 §3.1).</summary>
internal static class TcpOptionList
{
    /// <summary>The octets that the options take, padding included: a multiple of 4.</summary>
    public static int WireLength(PduList<TcpOption> options) => (Length(options) + 3) & ~3;

    /// <summary>The octets that the options take without padding.</summary>
    public static int Length(PduList<TcpOption> options)
    {
        var length = 0;
        foreach (var option in options)
            length += option.WireLength;
        return length;
    }

    /// <summary>Fills <paramref name="destination"/>, as long as <see cref="WireLength"/>, with options and padding.</summary>
    public static void Encode(PduList<TcpOption> options, Span<byte> destination)
    {
        foreach (var option in options)
        {
            option.Encode(destination);
            destination = destination[option.WireLength..];
        }

        destination.Clear();
    }

    /// <summary>Reads all options of a header; false when one is shorter than its own header or runs past the end.</summary>
    /// <param name="octets">From the end of the fixed header to the data: a multiple of 4 octets.</param>
    /// <param name="options">The options, without padding that <see cref="Encode"/> puts back.</param>
    /// <param name="errorOffset">Where the option is that cannot be read.</param>
    public static bool TryDecode(ReadOnlySpan<byte> octets, out PduList<TcpOption> options, out int errorOffset)
    {
        options = [];
        errorOffset = 0;
        if (octets.IsEmpty)
            return true;

        var read = new List<TcpOption>();
        var offset = 0;
        while (offset < octets.Length && !IsPadding(octets[offset..]))
        {
            if (Read(octets[offset..]) is not { } option)
            {
                errorOffset = offset;
                return false;
            }

            read.Add(option);
            offset += option.WireLength;
        }

        options = [.. read];
        return true;
    }

    // Zeros within the last word: what Encode would write by itself.
    private static bool IsPadding(ReadOnlySpan<byte> rest) => rest.Length < 4 && !rest.ContainsAnyExcept(EndOfOptionListOption.OptionKind);

    private static TcpOption? Read(ReadOnlySpan<byte> octets)
    {
        var kind = octets[0];
        if (kind == EndOfOptionListOption.OptionKind)
            return new EndOfOptionListOption(Payload.Copy(octets[1..]));
        if (kind == NoOperationOption.OptionKind)
            return new NoOperationOption();
        if (octets.Length < UnknownOption.HeaderLength || octets[1] < UnknownOption.HeaderLength || octets[1] > octets.Length)
            return null;

        var data = octets[UnknownOption.HeaderLength..octets[1]];
        return (kind, octets[1]) switch
        {
            (MaximumSegmentSizeOption.OptionKind, MaximumSegmentSizeOption.Length) =>
                new MaximumSegmentSizeOption(BinaryPrimitives.ReadUInt16BigEndian(data)),
            (WindowScaleOption.OptionKind, WindowScaleOption.Length) => new WindowScaleOption(data[0]),
            (SackPermittedOption.OptionKind, SackPermittedOption.Length) => new SackPermittedOption(),
            (SackOption.OptionKind, var length) when SackOption.IsLength(length) => SackOption.Decode(data),
            (TimestampsOption.OptionKind, TimestampsOption.Length) => TimestampsOption.Decode(data),
            (UserTimeoutOption.OptionKind, UserTimeoutOption.Length) => UserTimeoutOption.Decode(data),
            (FastOpenOption.OptionKind, var length) when FastOpenOption.IsLength(length) => new FastOpenOption(Payload.Copy(data)),
            _ => new UnknownOption(kind, Payload.Copy(data)),
        };
    }
}
