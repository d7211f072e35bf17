using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Queueing;

namespace NetSim.Tests.Links.Queueing;

public sealed class RandomEarlyDetectionTests
{
    private const double Sigmas = 5;

    private static readonly RandomEarlyDetection Options = new() { MinThreshold = 5, MaxThreshold = 15, MaxProbability = 0.1, Weight = 1 };

    [Theory]
    [InlineData(4.99, 0)]
    [InlineData(5, 0)]
    [InlineData(10, 0.05)]
    [InlineData(15, 0.1)]
    [InlineData(22.5, 0.55)]
    [InlineData(30, 1)]
    public void The_probability_grows_from_the_first_threshold_and_gently_beyond_the_second(double average, double probability)
    {
        Discipline(Options).Probability(average).Should().BeApproximately(probability, 1e-12); // Floyd and Jacobson 1993 §4; Floyd 2000
    }

    [Fact]
    public void Without_gentleness_everything_is_dropped_from_the_second_threshold_on()
    {
        var red = Discipline(Options with { IsGentle = false });

        red.Probability(14.99).Should().BeApproximately(0.0999, 1e-12);
        red.Probability(15).Should().Be(1);
        red.Decide(15, Duration.Zero).Should().Be(QueueVerdict.Drop, "marks would be of no use any more"); // RFC 3168 §7
    }

    [Theory]
    [InlineData(7, 50)]      // p_b = 0.02
    [InlineData(10, 20)]     // p_b = 0.05
    [InlineData(15, 10)]     // p_b = 0.1
    public void The_distances_of_marks_are_uniform_up_to_the_reciprocal_of_the_probability(int queue, int reciprocal)   // the paper's §7
    {
        const int marks = 5_000;
        var red = Discipline(Options);
        var distances = new List<int>();
        var distance = 0;
        while (distances.Count < marks)
        {
            distance++;
            if (red.Decide(queue, Duration.Zero) == QueueVerdict.Pass)
                continue;
            distances.Add(distance);
            distance = 0;
        }

        distances.Min().Should().Be(1);
        distances.Max().Should().Be(reciprocal);
        // Uniform on 1 … n: mean (n + 1) / 2, variance (n² − 1) / 12.
        var deviationOfMean = Math.Sqrt(((reciprocal * reciprocal) - 1) / 12.0 / distances.Count);
        distances.Average().Should().BeApproximately((reciprocal + 1) / 2.0, Sigmas * deviationOfMean);
    }

    [Fact]
    public void The_average_follows_the_queue_by_the_weight()
    {
        var red = Discipline(Options with { Weight = 0.25 });

        red.Decide(8, Duration.Zero);
        red.Average.Should().Be(2);
        red.Decide(4, Duration.Zero);
        red.Average.Should().Be(2.5);
    }

    [Fact]
    public void While_the_port_is_idle_the_average_decays_as_if_small_frames_had_come()   // m = f(time − q_time)
    {
        var red = Discipline(Options with { Weight = 0.5, TypicalFrameLength = 125 }); // 125 octets at 100 Mb/s last 10 us
        red.Decide(16, Duration.Zero);

        red.Decide(0, 35.Microseconds);

        red.Average.Should().Be(8 * 0.5 * 0.5 * 0.5);
    }

    [Theory]
    [InlineData(true, 2, true, false)]
    [InlineData(true, 0, false, true)]
    [InlineData(false, 2, false, true)]
    public void Packets_of_capable_transports_are_marked_and_the_others_dropped(bool marks, byte ecn, bool isMarked, bool isDropped)
    {
        var options = new LinkOptions { QueueManagement = Options with { MinThreshold = 0, MaxThreshold = 1_000, Marks = marks } };

        var cable = new ImpairedCable(options).Send(500, ecn);

        (cable.First.Interface.Counters.OutboundMarks > 0).Should().Be(isMarked);
        (cable.First.Interface.Counters.OutboundDrops > 0).Should().Be(isDropped);
        cable.Second.Received.Should().HaveCount(500 - (int)cable.First.Interface.Counters.OutboundDrops);
    }

    [Fact]
    public void The_same_seed_drops_the_same_frames()
    {
        var options = new LinkOptions { QueueManagement = Options with { MinThreshold = 0, MaxThreshold = 1_000 } };

        new ImpairedCable(options).Send(500).Numbers.Should().Equal(new ImpairedCable(options).Send(500).Numbers)
            .And.NotEqual(new ImpairedCable(options, seed: 2).Send(500).Numbers);
    }

    private static RedDiscipline Discipline(RandomEarlyDetection options) =>
        new(options, DataRate.FastEthernet, new Simulation().Random("queue"));
}
