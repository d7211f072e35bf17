using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class DurationTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(51, "51 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1_000, "1 us")]
    [InlineData(6_720, "6.72 us")]
    [InlineData(20_000_000, "20 ms")]
    [InlineData(1_500_000_000, "1.5 s")]
    [InlineData(3_600_000_000_001, "3600.000000001 s")]
    [InlineData(-6_720, "-6.72 us")]
    [InlineData(long.MaxValue, "9223372036.854775807 s")]
    [InlineData(long.MinValue, "-9223372036.854775808 s")]
    public void The_text_is_in_the_largest_unit_that_leaves_a_whole_part(long nanoseconds, string text) =>
        new Duration(nanoseconds).ToString().Should().Be(text);

    [Fact]
    public void Lengths_are_written_as_they_are_spoken()
    {
        3.Nanoseconds.Should().Be(new Duration(3));
        3.Microseconds.Should().Be(new Duration(3_000));
        3.Milliseconds.Should().Be(new Duration(3_000_000));
        3.Seconds.Should().Be(new Duration(3_000_000_000));
        3.Minutes.Should().Be(new Duration(180_000_000_000));
        3.Hours.Should().Be(new Duration(10_800_000_000_000));
        0.0512.Microseconds.Should().Be(new Duration(51)); // 64 octets at 10 Gb/s, rounded
        1.5.Milliseconds.Should().Be(new Duration(1_500_000));
        0.1.Seconds.Should().Be(new Duration(100_000_000));
    }

    [Fact]
    public void The_arithmetic_is_exact()
    {
        (1.Seconds + 1.Nanoseconds).Should().Be(new Duration(1_000_000_001));
        (1.Seconds - 2.Seconds).Should().Be(new Duration(-1_000_000_000));
        (20.Milliseconds * 3).Should().Be(60.Milliseconds);
        (new Duration(7) / 2).Should().Be(new Duration(3));
        Duration.Min(1.Seconds, 2.Seconds).Should().Be(1.Seconds);
        Duration.Max(1.Seconds, 2.Seconds).Should().Be(2.Seconds);
        1.5.Seconds.TotalSeconds.Should().Be(1.5);
        1.5.Seconds.TotalMilliseconds.Should().Be(1500);
    }

    [Fact]
    public void The_order_is_that_of_length()
    {
        (1.Seconds < 2.Seconds).Should().BeTrue();
        (1.Seconds > 2.Seconds).Should().BeFalse();
        (1.Seconds <= 1000.Milliseconds).Should().BeTrue();
        (1.Seconds >= 1001.Milliseconds).Should().BeFalse();
        1.Seconds.CompareTo(999.Milliseconds).Should().BePositive();
    }

    [Fact]
    public void Too_long_a_length_overflows_and_does_not_wrap_around()
    {
        Overflows(() => Duration.MaxValue + 1.Nanoseconds);
        Overflows(() => new Duration(long.MinValue) - 1.Nanoseconds);
        Overflows(() => Duration.MaxValue * 2);
        Overflows(() => new Duration(long.MinValue) / -1);
        Overflows(() => Duration.FromSeconds(1e10));
        Overflows(() => Duration.FromSeconds(double.NaN));
        Overflows(() => Duration.FromMilliseconds(double.PositiveInfinity));
        Overflows(() => Duration.FromTimeSpan(TimeSpan.MaxValue));
        Overflows(() => int.MaxValue.Minutes);
        Overflows(() => int.MaxValue.Hours);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(-1, 0)]
    [InlineData(-150, -1)]
    public void As_a_TimeSpan_it_is_rounded_up_to_whole_ticks(long nanoseconds, long ticks) =>
        new Duration(nanoseconds).ToTimeSpan().Ticks.Should().Be(ticks);

    [Fact]
    public void A_TimeSpan_converts_exactly()
    {
        Duration duration = TimeSpan.FromMilliseconds(1.5);

        duration.Should().Be(new Duration(1_500_000));
        duration.ToTimeSpan().Should().Be(TimeSpan.FromMilliseconds(1.5));
    }

    private static void Overflows(Func<Duration> compute) => compute.Should().Throw<OverflowException>();
}
