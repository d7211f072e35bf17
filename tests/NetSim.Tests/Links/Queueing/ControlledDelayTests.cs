using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Queueing;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Links.Queueing;

public sealed class ControlledDelayTests
{
    private static readonly ControlledDelay Options = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_all_wait_too_long_signals_come_at_the_interval_over_the_root_of_their_number(bool canBeMarked)   // RFC 8289 §3.3, §5
    {
        var signals = SignalsAt(new CoDel(Options), _ => 6.Milliseconds, until: 400, canBeMarked);

        // 100; 200; + 100 / √2 = 270.7; + 100 / √3 = 328.4; + 100 / √4 = 378.4; a frame leaves every millisecond.
        signals.Should().Equal(100, 200, 271, 329, 379);
    }

    [Fact]
    public void One_short_wait_within_the_interval_begins_it_anew()   // RFC 8289 §5.6
    {
        SignalsAt(new CoDel(Options), time => time == 99 ? 4.Milliseconds : 6.Milliseconds, until: 250).Should().Equal(200);
    }

    [Fact]
    public void Soon_after_the_last_time_the_drops_go_on_at_their_former_rate()   // RFC 8289 §5.5
    {
        // Drops until 379 raise the count to 5; one good frame at 380 ends them, and the interval begins again at 381.
        var signals = SignalsAt(new CoDel(Options), time => time == 380 ? 1.Milliseconds : 6.Milliseconds, until: 600);

        // The count goes on at 5 − 1 = 4, so that the next but one comes after 100 / √4, and then 100 / √5.
        signals.Should().Equal(100, 200, 271, 329, 379, 481, 531, 576);
    }

    [Fact]
    public void A_queue_of_one_frame_is_none()   // RFC 8289 §4.2
    {
        SignalsAt(new CoDel(Options), _ => 6.Milliseconds, until: 400, octetsBehind: 1_500).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_queue_that_stands_is_drained_and_the_order_kept(byte ecn)
    {
        // Two frames come every 1.9 ms, and each takes 1 ms: 84 octets at 672 kb/s.
        var cable = new ImpairedCable(new LinkOptions { DataRate = DataRate.FromKilobitsPerSecond(672), QueueManagement = Options });
        for (var i = 0; i < 1_000; i++)
        {
            var frame = cable.Frame(i, ecn);
            cable.Network.Simulation.ScheduleAt(SimTime.At((i / 2 * 1_900).Microseconds), () => cable.First.Interface.Send(frame));
        }

        cable.Network.Simulation.Run();

        var counters = cable.First.Interface.Counters;
        cable.Numbers.Should().BeInAscendingOrder();
        cable.Second.Received.Should().HaveCount(1_000 - (int)counters.OutboundDrops);
        cable.Second.Frames.Count(frame => ((Ipv4Packet)frame.Payload).Ecn == 3).Should().Be((int)counters.OutboundMarks);
        (ecn == 0 ? counters.OutboundDrops : counters.OutboundMarks).Should().BeGreaterThan(1);
        (ecn == 0 ? counters.OutboundMarks : counters.OutboundDrops).Should().Be(0);
    }

    [Fact]
    public void What_waits_is_lost_when_the_cable_is_unplugged()
    {
        var cable = new ImpairedCable(new LinkOptions { QueueManagement = Options });
        for (var i = 0; i < 3; i++)
            cable.First.Interface.Send(cable.Frame(i));
        cable.Network.Simulation.ScheduleAt(new SimTime(6_000), cable.Link.Unplug);

        cable.Network.Simulation.Run();

        cable.Numbers.Should().Equal(0);
        cable.First.Interface.Counters.OutboundDrops.Should().Be(2);
        cable.Network.Simulation.Now.Should().Be(new SimTime(6_000), "nothing more is to happen");
    }

    [Fact]
    public void Frames_follow_each_other_exactly_at_the_rate()
    {
        var cable = new ImpairedCable(new LinkOptions { DataRate = DataRate.FromGigabitsPerSecond(10), QueueLimit = int.MaxValue, QueueManagement = Options });

        cable.Send(1_000);

        cable.Network.Simulation.Now.Nanoseconds.Should().Be((((999 * 672) + 576) / 10) + 50);
    }

    private static List<int> SignalsAt(
        CoDel queue, Func<int, Duration> waitAt, int until, bool canBeMarked = false, long octetsBehind = 15_000)
    {
        var signals = new List<int>();
        for (var time = 0; time <= until; time++)
        {
            if (queue.Decide(SimTime.At(time.Milliseconds), waitAt(time), 1_500, octetsBehind, canBeMarked) != QueueVerdict.Pass)
                signals.Add(time);
        }

        return signals;
    }
}
