using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_generator_is_xoshiro256_starstar()
    {
        var random = new RandomStream(1, 2, 3, 4);

        // The first is rotl(2 · 5, 7) · 9 = 10 · 128 · 9; all are the published vector of this state.
        Draw(random, 4).Should().Equal(11520, 0, 1509978240, 1215971899390074240);
    }

    [Theory] // Computed by a program of its own from FNV-1a, splitmix64 and xoshiro256** as published.
    [InlineData(1, "", 0x20163e00ad8302a6, 0x77090eb991eeaebf)]
    [InlineData(1, "loss", 0xbec8105742994091, 0x08d308f825632679)]
    [InlineData(42, "link sw–web loss", 0xcc58f718f19a67b5, 0x249aadc6c0c59e5a)]
    public void The_seed_and_the_name_alone_decide_the_numbers(ulong seed, string name, ulong first, ulong second)
    {
        var simulation = new Simulation(new SimulationOptions { Seed = seed });

        Draw(simulation.Random(name), 2).Should().Equal(first, second);
    }

    [Fact]
    public void A_stream_goes_on_where_it_was()
    {
        var one = new Simulation().Random("a");
        var simulation = new Simulation();

        Draw(one, 4).Should().Equal([.. Draw(simulation.Random("a"), 2), .. Draw(simulation.Random("a"), 2)]);
    }

    [Fact]
    public void Another_stream_shifts_no_draw()
    {
        var alone = Draw(new Simulation().Random("a"), 3);
        var simulation = new Simulation();
        var shared = new List<ulong>();
        for (var i = 0; i < 3; i++)
        {
            simulation.Random("b").NextUInt64();
            shared.Add(simulation.Random("a").NextUInt64());
        }

        shared.Should().Equal(alone);
        simulation.Random("b").NextUInt64().Should().NotBe(shared[2]);
    }

    [Fact]
    public void Narrow_numbers_are_the_high_bits()
    {
        var wide = Draw(new Simulation().Random("loss"), 1)[0];

        new Simulation().Random("loss").NextUInt32().Should().Be((uint)(wide >> 32));
        new Simulation().Random("loss").NextUInt16().Should().Be((ushort)(wide >> 48));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void A_bounded_number_stays_below_its_bound(int bound)
    {
        var random = new Simulation().Random("bound");

        for (var i = 0; i < 10_000; i++)
            Assert.InRange(random.NextInt32(bound), 0, bound - 1);
    }

    [Fact]
    public void Every_number_below_the_bound_is_about_as_likely()
    {
        var random = new Simulation().Random("dice");
        var counts = new int[6];

        for (var i = 0; i < 60_000; i++)
            counts[random.NextInt32(6)]++;

        // Five standard deviations of a binomial distribution: sqrt(60000 · 1/6 · 5/6) = 91.
        counts.Should().AllSatisfy(count => count.Should().BeInRange(10_000 - 456, 10_000 + 456));
    }

    [Fact]
    public void A_double_is_at_least_0_and_below_1()
    {
        var random = new Simulation().Random("double");
        var sum = 0.0;

        for (var i = 0; i < 10_000; i++)
        {
            var drawn = random.NextDouble();
            Assert.InRange(drawn, 0, 1 - Math.ScaleB(1, -53));
            sum += drawn;
        }

        (sum / 10_000).Should().BeApproximately(0.5, 0.015); // five standard deviations of the mean
    }

    [Fact]
    public void A_duration_stays_within_its_bounds()
    {
        var random = new Simulation().Random("jitter");

        for (var i = 0; i < 10_000; i++)
            Assert.InRange(random.NextDuration(5.Nanoseconds, 8.Nanoseconds).Nanoseconds, 5, 7);
        random.NextDuration(1.Seconds, 1.Seconds).Should().Be(1.Seconds);
        random.NextDuration(new Duration(-10), new Duration(-9)).Should().Be(new Duration(-10));
    }

    [Fact]
    public void Bounds_without_a_number_in_between_are_refused()
    {
        var random = new Simulation().Random("bound");

        random.Invoking(r => r.NextInt32(0)).Should().Throw<ArgumentOutOfRangeException>();
        random.Invoking(r => r.NextInt32(-1)).Should().Throw<ArgumentOutOfRangeException>();
        random.Invoking(r => r.NextDuration(2.Seconds, 1.Seconds)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static ulong[] Draw(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUInt64())];
}
