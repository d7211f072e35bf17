using System.Diagnostics.CodeAnalysis;

namespace NetSim.Kernel;

/// <summary>Lengths of time as they are spoken: <c>20.Milliseconds</c>, <c>1.5.Seconds</c>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "The rule takes the two extension blocks for one name.")]
public static class DurationExtensions
{
    extension(int number)
    {
        /// <summary>So many nanoseconds.</summary>
        public Duration Nanoseconds => new(number);

        /// <summary>So many microseconds.</summary>
        public Duration Microseconds => new(number * 1_000L);

        /// <summary>So many milliseconds.</summary>
        public Duration Milliseconds => new(number * 1_000_000L);

        /// <summary>So many seconds.</summary>
        public Duration Seconds => new(number * 1_000_000_000L);

        /// <summary>So many minutes.</summary>
        /// <exception cref="OverflowException">The length is more than 292 years.</exception>
        public Duration Minutes => new(checked(number * 60_000_000_000L));

        /// <summary>So many hours.</summary>
        /// <exception cref="OverflowException">The length is more than 292 years.</exception>
        public Duration Hours => new(checked(number * 3_600_000_000_000L));
    }

    extension(double number)
    {
        /// <summary>So many microseconds, rounded to the nanosecond.</summary>
        public Duration Microseconds => Duration.FromMilliseconds(number / 1000);

        /// <summary>So many milliseconds, rounded to the nanosecond.</summary>
        public Duration Milliseconds => Duration.FromMilliseconds(number);

        /// <summary>So many seconds, rounded to the nanosecond.</summary>
        public Duration Seconds => Duration.FromSeconds(number);
    }
}
