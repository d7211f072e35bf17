using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>What a SYN offers; or what a cookie kept of it (RFC 4987 §3.6).</summary>
internal readonly record struct TcpHandshakeOptions
{
    /// <summary>The MSS option's value, or null.</summary>
    public int? MaximumSegmentSize { get; init; }

    /// <summary>The shift of the sender's windows, or null where it does not scale them.</summary>
    public int? WindowScale { get; init; }

    public bool SackPermitted { get; init; }

    /// <summary>TSval, or null.</summary>
    public uint? Timestamp { get; init; }

    /// <summary>Whether the sender asks for ECN (SYN: ECE and CWR; SYN+ACK: ECE alone; RFC 3168 §6.1.1).</summary>
    public bool Ecn { get; init; }

    /// <summary>Reads a SYN or SYN+ACK.</summary>
    public static TcpHandshakeOptions Read(TcpSegment syn) => new()
    {
        MaximumSegmentSize = syn.FindOption<MaximumSegmentSizeOption>()?.MaximumSegmentSize,
        WindowScale = syn.FindOption<WindowScaleOption>() is { } scale ? Math.Min((int)scale.ShiftCount, MaxWindowScale) : null,
        SackPermitted = syn.FindOption<SackPermittedOption>() is not null,
        Timestamp = syn.HasTimestamps ? syn.TimestampValue : null,
        Ecn = (syn.Flags & (TcpFlags.Ece | TcpFlags.Cwr)) == (syn.Has(TcpFlags.Ack) ? TcpFlags.Ece : TcpFlags.Ece | TcpFlags.Cwr),
    };

    /// <summary>RFC 7323 §2.3: a greater shift counts as 14.</summary>
    public const int MaxWindowScale = 14;
}
