using System.Globalization;
using NetSim.Kernel;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>How an event's time is meant.</summary>
internal enum EventTimeKind
{
    /// <summary><c>0.1</c>: since the start of the script.</summary>
    Absolute,

    /// <summary><c>+0.1</c>: since the event before. Also what an event without a time has, with a zero.</summary>
    Relative,

    /// <summary><c>*</c>: whenever it comes. For outbound packets only.</summary>
    Any,

    /// <summary><c>0.1~0.2</c>: within a range since the start of the script. For outbound packets only.</summary>
    AbsoluteRange,

    /// <summary><c>+0.1~+0.2</c>: within a range since the event before. For outbound packets only.</summary>
    RelativeRange,
}

/// <summary>When an event happens or is expected.</summary>
/// <param name="Kind">What the lengths are counted from, and whether there is a range.</param>
/// <param name="Start">The time, or the start of the range; zero for <see cref="EventTimeKind.Any"/>.</param>
/// <param name="End">The end of the range; otherwise equal to the start.</param>
internal readonly record struct EventTime(EventTimeKind Kind, Duration Start, Duration End)
{
    /// <summary>Whenever it comes.</summary>
    public static EventTime Any => new(EventTimeKind.Any, default, default);

    /// <summary>So long since the start of the script.</summary>
    public static EventTime At(Duration time) => new(EventTimeKind.Absolute, time, time);

    /// <summary>So long since the event before.</summary>
    public static EventTime After(Duration time) => new(EventTimeKind.Relative, time, time);

    /// <summary>Whether the lengths count from the event before and not from the start of the script.</summary>
    public bool IsRelative => Kind is EventTimeKind.Relative or EventTimeKind.RelativeRange;

    /// <summary>Whether there is a range and not a point.</summary>
    public bool IsRange => Kind is EventTimeKind.AbsoluteRange or EventTimeKind.RelativeRange;

    public override string ToString() => Kind switch
    {
        EventTimeKind.Absolute => Seconds(Start),
        EventTimeKind.Relative => "+" + Seconds(Start),
        EventTimeKind.AbsoluteRange => $"{Seconds(Start)}~{Seconds(End)}",
        EventTimeKind.RelativeRange => $"+{Seconds(Start)}~+{Seconds(End)}",
        _ => "*",
    };

    internal static string Seconds(Duration time) =>
        (time.Nanoseconds / 1_000_000_000m).ToString("0.0########", CultureInfo.InvariantCulture);
}
