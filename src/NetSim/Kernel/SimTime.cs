using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetSim.Kernel;

/// <summary>An instant of virtual time: whole nanoseconds since the start of the simulation.</summary>
/// <param name="Nanoseconds">The distance from the start.</param>
public readonly record struct SimTime(long Nanoseconds) : IComparable<SimTime>
{
    /// <summary>The start of every simulation.</summary>
    public static SimTime Zero => default;

    /// <summary>The last instant, 292 years after the start.</summary>
    public static SimTime MaxValue { get; } = new(long.MaxValue);

    /// <summary>How long after the start this is.</summary>
    public Duration SinceStart => new(Nanoseconds);

    /// <summary>How long after the start this is, in seconds, rounded to a double.</summary>
    public double TotalSeconds => Nanoseconds / 1e9;

    /// <summary>The instant so long after the start.</summary>
    public static SimTime At(Duration sinceStart) => new(sinceStart.Nanoseconds);

    /// <summary>The instant so long after the start.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years.</exception>
    public static SimTime FromTimeSpan(TimeSpan sinceStart) => At(Duration.FromTimeSpan(sinceStart));

    /// <summary>The instant so long after the start.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years.</exception>
    public static implicit operator SimTime(TimeSpan sinceStart) => FromTimeSpan(sinceStart);

    /// <summary>The instant so long later; at most <see cref="MaxValue"/>, so that a wait without an end may be added to any time.</summary>
    /// <exception cref="OverflowException">The length is negative, and the instant more than 292 years before the start.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // every event that is scheduled comes by
    public static SimTime operator +(SimTime time, Duration duration)
    {
        var sum = unchecked(time.Nanoseconds + duration.Nanoseconds);
        return ((sum ^ time.Nanoseconds) & (sum ^ duration.Nanoseconds)) >= 0 ? new SimTime(sum) : Saturate(duration); // the signs tell of an overflow
    }

    /// <summary>The instant so long earlier.</summary>
    /// <exception cref="OverflowException">The instant is more than 292 years from the start.</exception>
    public static SimTime operator -(SimTime time, Duration duration) => new(checked(time.Nanoseconds - duration.Nanoseconds));

    /// <summary>How long after <paramref name="right"/> the time <paramref name="left"/> is.</summary>
    /// <exception cref="OverflowException">The distance is more than 292 years.</exception>
    public static Duration operator -(SimTime left, SimTime right) => new(checked(left.Nanoseconds - right.Nanoseconds));

    /// <summary>The instant so long earlier.</summary>
    public static SimTime operator -(SimTime time, TimeSpan duration) => time - Duration.FromTimeSpan(duration);

    /// <summary>Whether one instant is before another.</summary>
    public static bool operator <(SimTime left, SimTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether one instant is after another.</summary>
    public static bool operator >(SimTime left, SimTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether one instant is before another or the same.</summary>
    public static bool operator <=(SimTime left, SimTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether one instant is after another or the same.</summary>
    public static bool operator >=(SimTime left, SimTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The later of two instants.</summary>
    public static SimTime Max(SimTime left, SimTime right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(SimTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>In seconds with nine decimals, such as <c>0.000006720</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / 1_000_000_000m:0.000000000}");

    private static SimTime Saturate(Duration added) =>
        added >= Duration.Zero ? MaxValue : throw new OverflowException("The instant is more than 292 years before the start.");
}
