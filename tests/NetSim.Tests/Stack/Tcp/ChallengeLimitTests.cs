using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class ChallengeLimitTests
{
    [Fact]
    public void A_second_has_from_half_to_one_and_a_half_times_the_limit_and_no_two_the_same_number()   // RFC 5961 §7
    {
        var limit = new ChallengeLimit(new RandomStream(1, "challenges"), 100);

        var counts = Enumerable.Range(0, 50).Select(second => Take(limit, SimTime.At(second.Seconds))).ToList();

        counts.Should().OnlyContain(count => count >= 50 && count < 150);
        counts.Distinct().Should().HaveCountGreaterThan(25);
        counts.Average().Should().BeApproximately(99.5, 15); // a uniform number of 100: its mean over 50 has a deviation of 4
    }

    [Fact]
    public void What_a_second_did_not_use_is_lost()   // RFC 5961 §7
    {
        var limit = new ChallengeLimit(new RandomStream(1, "challenges"), 10);
        limit.TryTake(SimTime.Zero).Should().BeTrue();

        Take(limit, SimTime.At(1.Seconds)).Should().BeInRange(5, 14);
        Take(limit, SimTime.At(1_999.Milliseconds)).Should().Be(0);
        Take(limit, SimTime.At(2.Seconds)).Should().BeInRange(5, 14);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void The_least_limits_are_exact(int limit, int expected)
    {
        Take(new ChallengeLimit(new RandomStream(1, "challenges"), limit), SimTime.Zero).Should().Be(expected);
    }

    private static int Take(ChallengeLimit limit, SimTime now)
    {
        var count = 0;
        while (limit.TryTake(now))
            count++;
        return count;
    }
}
