using NetSim.Kernel;
using NetSim.Links;
using NetSim.Topology;

namespace NetSim.Tests.Links;

public sealed class SerializationTests
{
    private static readonly LinkOptions TenGigabit = new() { DataRate = DataRate.FromGigabitsPerSecond(10), QueueLimit = int.MaxValue };

    private readonly Network _network = new(new NetworkOptions { Tracing = false });

    [Theory]
    [InlineData(46, 5_760 + 50)]       // (8 + 60 + 4) octets · 80 ns, and 50 ns of cable
    [InlineData(1, 5_760 + 50)]        // padded to 60 octets
    [InlineData(1500, 122_080 + 50)]   // (8 + 1514 + 4) octets · 80 ns
    public void A_frame_arrives_after_preamble_octets_FCS_and_cable(int payloadLength, long nanoseconds)
    {
        var (first, second) = Pair();

        first.Send(second.Mac, payloadLength);
        _network.Simulation.Run();

        second.Received.Should().ContainSingle().Which.Time.Should().Be(new SimTime(nanoseconds));
    }

    [Fact]
    public void Frames_follow_each_other_after_the_interpacket_gap()
    {
        var (first, second) = Pair();

        for (var i = 0; i < 3; i++)
            first.Send(second.Mac);
        _network.Simulation.Run();

        second.Received.Select(received => received.Time.Nanoseconds).Should().Equal(5_810, 5_810 + 6_720, 5_810 + 13_440);
    }

    [Fact]
    public void A_frame_in_the_gap_waits_for_its_end_and_one_after_it_does_not()
    {
        var (first, second) = Pair();

        first.Send(second.Mac);
        _network.Simulation.ScheduleAt(new SimTime(6_000), () => first.Send(second.Mac));
        _network.Simulation.ScheduleAt(new SimTime(20_000), () => first.Send(second.Mac));
        _network.Simulation.Run();

        second.Received.Select(received => received.Time.Nanoseconds).Should().Equal(5_810, 6_720 + 5_810, 20_000 + 5_810);
    }

    [Fact]
    public void Both_directions_are_used_at_once()
    {
        var (first, second) = Pair();

        first.Send(second.Mac);
        second.Send(first.Mac);
        _network.Simulation.Run();

        first.Received.Should().ContainSingle().Which.Time.Nanoseconds.Should().Be(5_810);
        second.Received.Should().ContainSingle().Which.Time.Nanoseconds.Should().Be(5_810);
    }

    [Fact]
    public void A_million_frames_at_ten_gigabits_run_at_exactly_the_rate()
    {
        // 84 octets with framing and gap last 67.2 ns: the last frame starts at 999,999 · 67.2 ns and takes 57.6 ns and 50 ns of cable.
        var (first, second) = Pair(TenGigabit, keepsFrames: false);
        var frame = Station.Frame(second.Mac, first.Mac);

        for (var i = 0; i < 1_000_000; i++)
            first.Interface.Send(frame);
        _network.Simulation.Run();

        _network.Simulation.Now.Nanoseconds.Should().Be(67_199_990 + 50);
        second.Interface.Counters.InboundFrames.Should().Be(1_000_000);
        _network.Simulation.ExecutedEvents.Should().Be(1_000_000, "a frame costs one event for each hop");
    }

    [Fact]
    public void A_sender_that_waits_for_the_transmitter_keeps_exactly_to_the_rate_too()
    {
        var (first, second) = Pair(TenGigabit, keepsFrames: false);
        var frame = Station.Frame(second.Mac, first.Mac);

        for (var i = 0; i < 1_000; i++)
            _network.Simulation.ScheduleAt(new SimTime(i * 672 / 10), () => first.Interface.Send(frame));
        _network.Simulation.Run();

        _network.Simulation.Now.Nanoseconds.Should().Be(((999 * 672) + 576) / 10 + 50);
    }

    [Fact]
    public void The_remainder_is_forgotten_when_the_transmitter_was_idle()
    {
        var (first, second) = Pair(TenGigabit);

        first.Send(second.Mac);
        _network.Simulation.ScheduleAt(new SimTime(1_000), () => first.Send(second.Mac));
        _network.Simulation.Run();

        second.Received.Select(received => received.Time.Nanoseconds).Should().Equal(57 + 50, 1_000 + 57 + 50);
    }

    [Fact]
    public void A_slow_link_and_a_long_cable_take_their_time()
    {
        var (first, second) = Pair(new LinkOptions { DataRate = DataRate.FromKilobitsPerSecond(64), PropagationDelay = 250.Milliseconds });

        first.Send(second.Mac);
        _network.Simulation.Run();

        second.Received.Should().ContainSingle().Which.Time.Should().Be(SimTime.At(9.Milliseconds + 250.Milliseconds)); // 576 bits
    }

    [Fact]
    public void Frames_and_octets_are_counted_at_both_ends()
    {
        var (first, second) = Pair();

        first.Send(second.Mac, 46);
        first.Send(second.Mac, 1500);
        _network.Simulation.Run();

        first.Interface.Counters.Should().BeEquivalentTo(new { OutboundFrames = 2, OutboundOctets = 60 + 1514, InboundFrames = 0, OutboundDrops = 0 });
        second.Interface.Counters.Should().BeEquivalentTo(new { InboundFrames = 2, InboundOctets = 60 + 1514, OutboundFrames = 0 });
    }

    private (Station First, Station Second) Pair(LinkOptions? options = null, bool keepsFrames = true)
    {
        var second = new Station(_network, 2);
        if (!keepsFrames)
            second.Interface.Receiver = null;
        return (new Station(_network, 1, second.Interface, options), second);
    }
}
