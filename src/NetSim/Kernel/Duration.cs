using System.Globalization;

namespace NetSim.Kernel;

/// <summary>A length of virtual time, in whole nanoseconds: up to 292 years, positive or negative.</summary>
/// <remarks>A <see cref="TimeSpan"/> converts implicitly, but with its 100 ns is too coarse: 64 octets at 10 Gb/s last 51.2 ns.</remarks>
/// <param name="Nanoseconds">The length.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>No time.</summary>
    public static Duration Zero => default;

    /// <summary>The longest length, 292 years.</summary>
    public static Duration MaxValue { get; } = new(long.MaxValue);

    /// <summary>The length in seconds, rounded to a double.</summary>
    public double TotalSeconds => Nanoseconds / 1e9;

    /// <summary>The length in milliseconds, rounded to a double.</summary>
    public double TotalMilliseconds => Nanoseconds / 1e6;

    /// <summary>So many seconds, rounded to the nanosecond.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years, or not a number.</exception>
    public static Duration FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * 1e9)));

    /// <summary>So many milliseconds, rounded to the nanosecond.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years, or not a number.</exception>
    public static Duration FromMilliseconds(double milliseconds) => new(checked((long)Math.Round(milliseconds * 1e6)));

    /// <summary>The same length, exactly.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years.</exception>
    public static Duration FromTimeSpan(TimeSpan value) => new(checked(value.Ticks * 100));

    /// <summary>The same length, rounded up to whole 100 ns: who waits for a TimeSpan never wakes early.</summary>
    public TimeSpan ToTimeSpan() => new((Nanoseconds / 100) + (Nanoseconds % 100 > 0 ? 1 : 0));

    /// <summary>The same length, exactly.</summary>
    /// <exception cref="OverflowException">The length is more than 292 years.</exception>
    public static implicit operator Duration(TimeSpan value) => FromTimeSpan(value);

    /// <summary>The sum of two lengths.</summary>
    /// <exception cref="OverflowException">The sum is more than 292 years.</exception>
    public static Duration operator +(Duration left, Duration right) => new(checked(left.Nanoseconds + right.Nanoseconds));

    /// <summary>The difference of two lengths.</summary>
    /// <exception cref="OverflowException">The difference is more than 292 years.</exception>
    public static Duration operator -(Duration left, Duration right) => new(checked(left.Nanoseconds - right.Nanoseconds));

    /// <summary>So many times the length.</summary>
    /// <exception cref="OverflowException">The product is more than 292 years.</exception>
    public static Duration operator *(Duration duration, long factor) => new(checked(duration.Nanoseconds * factor));

    /// <summary>A part of the length, cut to whole nanoseconds.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Duration operator /(Duration duration, long divisor) => new(checked(duration.Nanoseconds / divisor));

    /// <summary>Whether one length is less than another.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether one length is greater than another.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether one length is at most another.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether one length is at least another.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The lesser of two lengths.</summary>
    public static Duration Min(Duration left, Duration right) => left < right ? left : right;

    /// <summary>The greater of two lengths.</summary>
    public static Duration Max(Duration left, Duration right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>In the largest unit that leaves a whole part: <c>1.5 s</c>, <c>20 ms</c>, <c>6.72 us</c>, <c>51 ns</c>.</summary>
    public override string ToString()
    {
        // As decimals: the magnitude of the least long is no long.
        var (unit, name) = Math.Abs((decimal)Nanoseconds) switch
        {
            0 or >= 1_000_000_000 => (1_000_000_000m, "s"),
            >= 1_000_000 => (1_000_000m, "ms"),
            >= 1_000 => (1_000m, "us"),
            _ => (1m, "ns"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / unit:0.#########} {name}");
    }
}
