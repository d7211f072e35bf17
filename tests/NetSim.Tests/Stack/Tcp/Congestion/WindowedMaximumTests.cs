using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class WindowedMaximumTests
{
    [Fact]
    public void A_value_counts_for_ten_rounds()
    {
        var maximum = new WindowedMaximum();
        maximum.Update(0, 100);
        maximum.Update(0, 90);
        for (var round = 1; round < 10; round++)
        {
            maximum.Update(round, round);
            maximum.Value.Should().Be(100);
        }

        maximum.Update(10, 5);
        maximum.Value.Should().Be(9);
    }

    [Fact]
    public void It_does_not_age_without_values()
    {
        var maximum = new WindowedMaximum();
        maximum.Update(3, 100);
        maximum.Value.Should().Be(100);

        maximum.Update(50, 1);
        maximum.Value.Should().Be(1);
    }
}
