using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class TcpCongestionControlTests
{
    [Theory]
    [InlineData("reno")]
    [InlineData("cubic")]
    [InlineData("vegas")]
    [InlineData("dctcp")]
    [InlineData("bbr")]
    public void An_algorithm_is_found_by_its_name_and_makes_an_instance_for_each_connection(string name)
    {
        var algorithm = TcpCongestionControl.Find(name)!;

        algorithm.Name.Should().Be(name);
        algorithm.Create().Name.Should().Be(name);
        algorithm.Create().Should().NotBeSameAs(algorithm.Create());
    }

    [Fact]
    public void An_unknown_name_is_none() => TcpCongestionControl.Find("westwood").Should().BeNull();
}
