using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class CubicFunctionTests
{
    [Fact]
    public void The_cube_root_is_the_greatest_integer_whose_cube_is_not_greater()
    {
        for (long root = 0; root < 2_000_000_000_000; root = (root * 3 / 2) + 1)
        {
            var cube = (UInt128)root * (UInt128)root * (UInt128)root;
            var next = (UInt128)(root + 1) * (UInt128)(root + 1) * (UInt128)(root + 1);
            CubicFunction.CubeRoot(cube).Should().Be(root);
            CubicFunction.CubeRoot(next - 1).Should().Be(root);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 2.154_434_690)]      // ∛(4/0.4)
    [InlineData(30, 4.217_163_326)]     // W_max 100, 70 after the loss
    [InlineData(300, 9.085_602_964)]
    [InlineData(1_000_000, 135.720_880_829)]
    public void K_is_the_cube_root_of_the_distance_over_C(int segments, double seconds) // RFC 9438 §4.2, figure 2
    {
        // Cut to whole microseconds.
        CubicFunction.TimeToMax(segments * 1_460L, 1_460).TotalSeconds.Should().BeApproximately(seconds, 1e-6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 400)]         // 0.4 segments of 1,000 octets
    [InlineData(-1, -400)]
    [InlineData(10, 400_000)]
    [InlineData(-5, -50_000)]
    public void The_offset_is_C_times_the_cube_of_the_time(int seconds, long octets) =>
        CubicFunction.Offset(seconds.Seconds, 1_000).Should().Be(octets);

    [Fact]
    public void The_offset_of_any_time_is_a_number()
    {
        CubicFunction.Offset(Duration.MaxValue, 65_535).Should().BeGreaterThan(int.MaxValue);
        CubicFunction.Offset(new Duration(-long.MaxValue), 65_535).Should().BeLessThan(-int.MaxValue);
    }
}
