using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class EventTimeTests
{
    [Fact]
    public void A_time_reads_as_in_a_script()
    {
        EventTime.At(100.Milliseconds).ToString().Should().Be("0.1");
        EventTime.After(Duration.Zero).ToString().Should().Be("+0.0");
        EventTime.Any.ToString().Should().Be("*");
        new EventTime(EventTimeKind.AbsoluteRange, 1.Seconds, 1.5.Seconds).ToString().Should().Be("1.0~1.5");
        new EventTime(EventTimeKind.RelativeRange, 1.Seconds, 1.5.Seconds).ToString().Should().Be("+1.0~+1.5");
    }
}
