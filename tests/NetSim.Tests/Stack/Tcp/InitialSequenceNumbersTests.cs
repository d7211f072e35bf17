using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class InitialSequenceNumbersTests
{
    private static readonly Ipv4EndPoint Local = Ipv4EndPoint.Parse("192.0.2.1:80");
    private static readonly Ipv4EndPoint Remote = Ipv4EndPoint.Parse("192.0.2.2:49152");

    private readonly InitialSequenceNumbers _numbers = New(seed: 1);

    [Fact]
    public void The_numbers_of_one_connection_go_up_by_one_each_4_microseconds()   // RFC 9293 §3.4.1, MUST-8
    {
        var first = _numbers.Next(Local, Remote, SimTime.Zero);

        (_numbers.Next(Local, Remote, SimTime.At(4.Microseconds)) - first).Should().Be(1);
        (_numbers.Next(Local, Remote, SimTime.At(1.Seconds)) - first).Should().Be(250_000);
        (_numbers.Next(Local, Remote, SimTime.At(4.Microseconds * 4_294_967_296L)) - first).Should().Be(0); // 2³² ticks, 4.77 hours
    }

    [Theory]
    [InlineData("192.0.2.1:81", "192.0.2.2:49152")]
    [InlineData("192.0.2.3:80", "192.0.2.2:49152")]
    [InlineData("192.0.2.1:80", "192.0.2.2:49153")]
    [InlineData("192.0.2.1:80", "192.0.2.4:49152")]
    [InlineData("192.0.2.2:49152", "192.0.2.1:80")]
    public void Each_of_the_four_values_that_name_a_connection_changes_them(string local, string remote)   // RFC 6528 §3
    {
        var (otherLocal, otherRemote) = (Ipv4EndPoint.Parse(local), Ipv4EndPoint.Parse(remote));

        Distance(_numbers.Next(otherLocal, otherRemote, SimTime.Zero).Value, _numbers.Next(Local, Remote, SimTime.Zero).Value)
            .Should().BeGreaterThan(1_000_000);
        Distance(_numbers.TimestampOffset(otherLocal, otherRemote), _numbers.TimestampOffset(Local, Remote))
            .Should().BeGreaterThan(1_000_000);
    }

    [Fact]
    public void Another_hosts_secrets_give_other_numbers()   // RFC 6528 §3
    {
        var other = New(seed: 2);

        other.Next(Local, Remote, SimTime.Zero).Should().NotBe(_numbers.Next(Local, Remote, SimTime.Zero));
        other.TimestampOffset(Local, Remote).Should().NotBe(_numbers.TimestampOffset(Local, Remote));
    }

    [Fact]
    public void The_timestamp_offset_tells_nothing_of_the_sequence_number()   // RFC 7323 §5.4
    {
        _numbers.TimestampOffset(Local, Remote).Should().NotBe(_numbers.Next(Local, Remote, SimTime.Zero).Value);
    }

    private static InitialSequenceNumbers New(ulong seed) => new(new RandomStream(seed, "numbers"));

    private static uint Distance(uint left, uint right) => Math.Min(left - right, right - left);
}
