using NetSim.Kernel;
using NetSim.Links.Impairments;

namespace NetSim.Tests.Links.Impairments;

public sealed class DelayTests
{
    private const int Frames = 20_000;
    private const double Sigmas = 5;

    public static TheoryData<DelayDistribution, double, double> Distributions => new()
    {
        // The variance of a uniform distribution is its range squared / 12; that of an exponential one its mean squared.
        { DelayDistribution.Uniform(1.Milliseconds, 3.Milliseconds), 2, 2 / Math.Sqrt(12) },
        { DelayDistribution.Normal(10.Milliseconds, 2.Milliseconds), 10, 2 },
        { DelayDistribution.Exponential(5.Milliseconds), 5, 5 },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Jitter_has_the_mean_and_the_deviation_of_its_distribution(DelayDistribution distribution, double mean, double deviation)
    {
        var random = new Simulation().Random("delays");

        var delays = Enumerable.Range(0, Frames).Select(_ => distribution.Next(random).TotalMilliseconds).ToList();

        delays.Should().OnlyContain(delay => delay >= 0);
        delays.Average().Should().BeApproximately(mean, Sigmas * deviation / Math.Sqrt(Frames));
        // The mean of |x − mean|² has a deviation of σ² √((κ − 1) / N), with a kurtosis κ of at most 9, the exponential's.
        var variance = delays.Average(delay => (delay - mean) * (delay - mean));
        variance.Should().BeApproximately(deviation * deviation, Sigmas * deviation * deviation * Math.Sqrt(8.0 / Frames));
    }

    [Fact]
    public void An_exponential_delay_is_longer_than_its_mean_in_one_of_e_cases()
    {
        var random = new Simulation().Random("delays");
        var distribution = DelayDistribution.Exponential(1.Milliseconds);

        var longer = Enumerable.Range(0, Frames).Count(_ => distribution.Next(random) > 1.Milliseconds);

        var probability = 1 / Math.E;
        ((double)longer).Should().BeApproximately(Frames * probability, Sigmas * Math.Sqrt(Frames * probability * (1 - probability)));
    }

    [Fact]
    public void Jitter_that_keeps_the_order_delays_those_behind_too()
    {
        var jitter = new Jitter(DelayDistribution.Uniform(0.Seconds, 1.Milliseconds));

        var cable = new ImpairedCable(new LinkImpairments { Jitter = jitter }).Send(1_000);

        cable.Numbers.Should().Equal(Enumerable.Range(0, 1_000));
        cable.Second.Received.Zip(cable.Second.Received.Skip(1)).Count(pair => pair.First.Time == pair.Second.Time)
            .Should().BePositive("some wait for the one before them");
    }

    [Fact]
    public void Jitter_that_does_not_keep_the_order_reorders_within_its_range()
    {
        var jitter = new Jitter(DelayDistribution.Uniform(0.Seconds, 67_200.Nanoseconds)) { KeepsOrder = false }; // ten frame times

        var cable = new ImpairedCable(new LinkImpairments { Jitter = jitter }).Send(1_000);

        cable.Numbers.Should().BeEquivalentTo(Enumerable.Range(0, 1_000)).And.NotBeInAscendingOrder();
        cable.Numbers.Select((number, place) => Math.Abs(number - place)).Max().Should().BeInRange(1, 10);
    }

    [Fact]
    public void A_jitter_of_nothing_changes_nothing()
    {
        var jitter = new Jitter(DelayDistribution.Uniform(0.Seconds, 0.Seconds));

        var cable = new ImpairedCable(new LinkImpairments { Jitter = jitter }).Send(3);

        cable.Second.Received.Select(received => received.Time.Nanoseconds).Should().Equal(5_810, 5_810 + 6_720, 5_810 + 13_440);
    }

    [Fact]
    public void Reordered_frames_are_as_many_as_the_probability_says_and_overtaken_by_those_within_the_delay()
    {
        const double probability = 0.1;
        var reordering = new Reordering(probability, 20_160.Nanoseconds + new Duration(1)); // just over three frame times

        var cable = new ImpairedCable(new LinkImpairments { Reordering = reordering }).Send(Frames);

        var late = cable.Second.Received.Where(received => IsLate(received.Frame, received.Time)).ToList();
        ((double)late.Count).Should().BeApproximately(Frames * probability, Sigmas * Math.Sqrt(Frames * probability * (1 - probability)));
        var numbers = cable.Numbers;
        numbers.Select((number, place) => place - number).Max().Should().Be(3, "three frames follow within the delay");
    }

    [Fact]
    public void Duplicates_are_as_many_as_the_probability_says_and_come_right_behind()
    {
        const double probability = 0.2;

        var cable = new ImpairedCable(new LinkImpairments { Duplication = probability }).Send(Frames);

        var copies = cable.Second.Received.Count - Frames;
        ((double)copies).Should().BeApproximately(Frames * probability, Sigmas * Math.Sqrt(Frames * probability * (1 - probability)));
        cable.Numbers.Should().BeInAscendingOrder();
        cable.Second.Interface.Counters.InboundFrames.Should().Be(Frames + copies);
        cable.First.Interface.Counters.OutboundFrames.Should().Be(Frames);
    }

    [Fact]
    public void Impairments_allocate_nothing_once_they_have_run()
    {
        var cable = new ImpairedCable(new LinkImpairments
        {
            Loss = GilbertElliottLoss.WithMean(0.1, 3),
            BitErrorRate = 1e-5,
            Duplication = 0.1,
            Reordering = new Reordering(0.1, 1.Milliseconds),
            Jitter = new Jitter(DelayDistribution.Normal(1.Milliseconds, 1.Milliseconds)),
        });
        cable.Second.Interface.Receiver = null;
        var frame = cable.Frame(1);
        Run(1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(500);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
                cable.First.Interface.Send(frame);
            cable.Network.Simulation.Run();
        }
    }

    private static bool IsLate(NetSim.Packets.Ethernet.EthernetFrame frame, SimTime time) =>
        time.Nanoseconds > ImpairedCable.FirstArrival + (ImpairedCable.NumberOf(frame) * ImpairedCable.FrameTime);
}
