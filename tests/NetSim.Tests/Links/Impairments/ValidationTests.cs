using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;

namespace NetSim.Tests.Links.Impairments;

public sealed class ValidationTests
{
    public static TheoryData<LinkOptions, string> Wrong => new()
    {
        { Impaired(new() { Loss = -0.1 }), "*probability of loss*-0.1*" },
        { Impaired(new() { Loss = double.NaN }), "*probability of loss*NaN*" },
        { Impaired(new() { Loss = new GilbertElliottLoss(0, 0.5) }), "*bad and good*0*0.5*" },
        { Impaired(new() { Loss = new GilbertElliottLoss(0.1, 0.5) { LossInBad = 2 } }), "*bad state*2*" },
        { Impaired(new() { BitErrorRate = 1 }), "*bit error rate*1*" },
        { Impaired(new() { Corruption = 1.1 }), "*corruption*1.1*" },
        { Impaired(new() { Duplication = -1 }), "*duplication*-1*" },
        { Impaired(new() { Reordering = new(2, 1.Milliseconds) }), "*reordering*2*" },
        { Impaired(new() { Reordering = new(0.1, Duration.Zero) }), "*reorders*positive*" },
        { Impaired(new() { Jitter = new(DelayDistribution.Uniform(2.Seconds, 1.Seconds)) }), "*range*" },
        { Impaired(new() { Jitter = new(DelayDistribution.Exponential(new Duration(-1))) }), "*negative*" },
        { Managed(new ThresholdMarking(-1)), "*threshold*-1*" },
        { Managed(new RandomEarlyDetection { MinThreshold = 15 }), "*thresholds of RED*15*" },
        { Managed(new RandomEarlyDetection { MaxProbability = 0 }), "*maximum probability*0*" },
        { Managed(new RandomEarlyDetection { Weight = 1.5 }), "*weight*1.5*" },
        { Managed(new RandomEarlyDetection { TypicalFrameLength = 0 }), "*typical*0*" },
        { Managed(new ControlledDelay { Target = Duration.Zero }), "*target*" },
        { new LinkOptions { QueueLimitOctets = -1 }, "*queue limit*-1 octets*" },
        { new LinkOptions { Reverse = new LinkOptions { Mtu = 1_400 } }, "*MTU*both directions*" },
        { new LinkOptions { Reverse = new LinkOptions { Reverse = new LinkOptions() } }, "*no reverse*" },
        { new LinkOptions { Reverse = new LinkOptions { QueueLimit = -1 } }, "*queue limit*" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_link_with_an_impossible_option_is_refused_and_the_message_says_which(LinkOptions options, string message)
    {
        FluentActions.Invoking(() => new ImpairedCable(options)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Impairments_of_a_link_that_exists_are_checked_too()
    {
        var cable = new ImpairedCable(new LinkOptions());

        cable.Link.Invoking(link => link.Impair(new LinkImpairments { Loss = 2 })).Should().Throw<ArgumentException>();
        cable.Link.Invoking(link => link.Impair(new Station(cable.Network, 3).Interface, null)).Should().Throw<ArgumentException>().WithMessage("*no end*");
    }

    private static LinkOptions Impaired(LinkImpairments impairments) => new() { Impairments = impairments };

    private static LinkOptions Managed(ActiveQueueManagement management) => new() { QueueManagement = management };
}
