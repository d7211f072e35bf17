using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Queueing;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Links.Queueing;

public sealed class ThresholdMarkingTests
{
    private const byte Ect1 = 1, Ect0 = 2, Ce = 3;

    [Theory]
    [InlineData(Ect0)]
    [InlineData(Ect1)]
    public void A_frame_is_marked_exactly_when_more_than_the_threshold_wait_before_it(byte ecn)   // RFC 8257 §3.1
    {
        var cable = Cable(new ThresholdMarking(2)).Send(6, ecn);

        // The first is sent at once; before the others wait 0, 1, 2, 3 and 4.
        Ecn(cable).Should().Equal(ecn, ecn, ecn, ecn, Ce, Ce);
        cable.First.Interface.Counters.OutboundMarks.Should().Be(2);
        cable.First.Interface.Counters.OutboundDrops.Should().Be(0);
        cable.Numbers.Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void A_marked_packet_differs_in_nothing_else_and_shares_its_payload()   // RFC 3168 §5
    {
        var cable = Cable(new ThresholdMarking(0));
        var frame = cable.Frame(7, Ect0);

        for (var i = 0; i < 3; i++)
            cable.First.Interface.Send(frame);
        cable.Network.Simulation.Run();

        var packet = (Ipv4Packet)frame.Payload;
        cable.Second.Frames.Last().Should().Be(frame with { Payload = packet with { Ecn = Ce } });
        ((Ipv4Packet)cable.Second.Frames.Last().Payload).Payload.Should().BeSameAs(packet.Payload);
        cable.Second.Frames.First().Should().BeSameAs(frame);
    }

    [Fact]
    public void Packets_that_cannot_be_marked_pass_and_marked_ones_stay_as_they_are()
    {
        var cable = Cable(new ThresholdMarking(0));
        var marked = cable.Frame(1, Ce);

        cable.Send(3);
        Ecn(cable).Should().Equal(0, 0, 0);
        for (var i = 0; i < 3; i++)
            cable.First.Interface.Send(marked);
        cable.Network.Simulation.Run();

        cable.Second.Frames.Last().Should().BeSameAs(marked);
    }

    [Fact]
    public void Packets_that_cannot_be_marked_are_dropped_if_so_asked()   // RFC 3168 §5
    {
        var cable = Cable(new ThresholdMarking(1) { DropsOthers = true }).Send(5);

        cable.Numbers.Should().Equal(0, 1, 2);
        cable.First.Interface.Counters.OutboundDrops.Should().Be(2);
        cable.First.Interface.Counters.OutboundMarks.Should().Be(0);
    }

    [Fact]
    public void Octets_may_limit_the_queue_too()
    {
        var cable = new ImpairedCable(new LinkOptions { QueueLimitOctets = 160 });

        cable.First.Interface.Send(cable.Frame(0));                 // is sent
        cable.First.Interface.Send(cable.Frame(1, octets: 100));    // 100 wait
        cable.First.Interface.Send(cable.Frame(2, octets: 61));     // 161 would
        cable.First.Interface.Send(cable.Frame(3));                 // 160 wait
        cable.Network.RunFor(1.Milliseconds);
        cable.Send(4);                                              // nothing waits any more: one is sent, two wait

        cable.Numbers.Should().Equal(0, 1, 3, 0, 1, 2);
        cable.First.Interface.Counters.OutboundDrops.Should().Be(2);
    }

    private static ImpairedCable Cable(ActiveQueueManagement management) => new(new LinkOptions { QueueManagement = management });

    private static IEnumerable<int> Ecn(ImpairedCable cable) => cable.Second.Frames.Select(frame => (int)((Ipv4Packet)frame.Payload).Ecn);
}
