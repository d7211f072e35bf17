using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class SimTimeTests
{
    [Theory]
    [InlineData(0, "0.000000000")]
    [InlineData(6_720, "0.000006720")]
    [InlineData(1_500_000_000, "1.500000000")]
    [InlineData(-1, "-0.000000001")]
    [InlineData(long.MaxValue, "9223372036.854775807")]
    public void The_text_is_in_seconds_with_nine_decimals(long nanoseconds, string text) =>
        new SimTime(nanoseconds).ToString().Should().Be(text);

    [Fact]
    public void Instants_and_lengths_are_added_and_subtracted()
    {
        var time = SimTime.At(2.Seconds);

        (time + 1.Seconds).Should().Be(SimTime.At(3.Seconds));
        (time + new Duration(-5)).Should().Be(new SimTime(1_999_999_995));
        (time - 500.Milliseconds).Should().Be(SimTime.At(1.5.Seconds));
        (time - TimeSpan.FromSeconds(1)).Should().Be(SimTime.At(1.Seconds));
        (time - SimTime.At(5.Seconds)).Should().Be(new Duration(-3_000_000_000));
        time.SinceStart.Should().Be(2.Seconds);
        time.TotalSeconds.Should().Be(2);
        SimTime.Max(time, SimTime.Zero).Should().Be(time);
    }

    [Fact]
    public void A_TimeSpan_is_an_instant_after_the_start()
    {
        SimTime time = TimeSpan.FromSeconds(2);

        time.Should().Be(SimTime.At(2.Seconds));
    }

    [Fact]
    public void The_order_is_that_of_time()
    {
        (SimTime.Zero < SimTime.MaxValue).Should().BeTrue();
        (SimTime.Zero > SimTime.MaxValue).Should().BeFalse();
        (SimTime.Zero <= SimTime.At(Duration.Zero)).Should().BeTrue();
        (SimTime.Zero >= SimTime.At(1.Nanoseconds)).Should().BeFalse();
        SimTime.Zero.CompareTo(SimTime.MaxValue).Should().BeNegative();
    }

    [Fact]
    public void A_wait_beyond_the_last_instant_ends_with_it()
    {
        (SimTime.At(1.Seconds) + Duration.MaxValue).Should().Be(SimTime.MaxValue);
        (SimTime.MaxValue + 1.Nanoseconds).Should().Be(SimTime.MaxValue);
    }

    [Fact]
    public void Before_the_first_instant_it_overflows_and_does_not_wrap_around()
    {
        var first = new SimTime(long.MinValue);

        FluentActions.Invoking(() => first + new Duration(-1)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => first - 1.Nanoseconds).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => SimTime.MaxValue - first).Should().Throw<OverflowException>();
    }
}
