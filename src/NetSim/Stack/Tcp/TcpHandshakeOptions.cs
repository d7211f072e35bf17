using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>What a SYN offers; or what a cookie kept of it (RFC 4987 §3.6).</summary>
internal readonly record struct TcpHandshakeOptions
{
    /// <summary>The MSS option's value, or null.</summary>
    public ushort? MaximumSegmentSize { get; init; }

    /// <summary>The shift of the sender's windows, or null where it does not scale them.</summary>
    public byte? WindowScale { get; init; }

    public bool SackPermitted { get; init; }

    /// <summary>Whether the sender asks for ECN (SYN: ECE and CWR; SYN+ACK: ECE alone; RFC 3168 §6.1.1).</summary>
    public bool Ecn { get; init; }

    /// <summary>TSval, or null.</summary>
    public uint? Timestamp { get; init; }

    /// <summary>Reads a SYN or SYN+ACK.</summary>
    public static TcpHandshakeOptions Read(TcpSegment syn)
    {
        ushort? maximumSegmentSize = null;
        byte? windowScale = null;
        var sackPermitted = false;
        foreach (var option in syn.Options) // the first of a kind counts
        {
            if (option is MaximumSegmentSizeOption size)
                maximumSegmentSize ??= size.MaximumSegmentSize;
            else if (option is WindowScaleOption scale)
                windowScale ??= Math.Min(scale.ShiftCount, MaxWindowScale);
            else if (option is SackPermittedOption)
                sackPermitted = true;
        }

        return new TcpHandshakeOptions
        {
            MaximumSegmentSize = maximumSegmentSize,
            WindowScale = windowScale,
            SackPermitted = sackPermitted,
            Timestamp = syn.HasTimestamps ? syn.TimestampValue : null,
            Ecn = (syn.Flags & (TcpFlags.Ece | TcpFlags.Cwr)) == (syn.Has(TcpFlags.Ack) ? TcpFlags.Ece : TcpFlags.Ece | TcpFlags.Cwr),
        };
    }

    /// <summary>RFC 7323 §2.3: a greater shift counts as 14.</summary>
    public const byte MaxWindowScale = 14;
}
