using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Links.Impairments;

public sealed class RuleTests
{
    [Fact]
    public void A_rule_loses_exactly_the_frame_that_it_names()
    {
        new ImpairedCable(Rule(2, LinkFate.Drop)).Send(5).Numbers.Should().Equal(0, 1, 3, 4);
    }

    [Theory]
    [InlineData(1, new[] { 0, 2, 1, 3, 4 })]
    [InlineData(20_000, new[] { 0, 2, 3, 1, 4 })]   // 20 us are 2.98 frame times
    [InlineData(1_000_000, new[] { 0, 2, 3, 4, 1 })]
    public void A_frame_that_a_rule_delays_is_overtaken_by_those_that_follow_within_the_time(long nanoseconds, int[] order)
    {
        var delay = new Duration(nanoseconds == 1 ? ImpairedCable.FrameTime + 1 : nanoseconds);

        var cable = new ImpairedCable(Rule(1, LinkFate.DeliverAfter(delay))).Send(5);

        cable.Numbers.Should().Equal(order);
        cable.Second.Received.Single(received => ImpairedCable.NumberOf(received.Frame) == 1).Time
            .Should().Be(new SimTime(ImpairedCable.FirstArrival + ImpairedCable.FrameTime) + delay);
    }

    [Fact]
    public void A_rule_doubles_a_frame()
    {
        var cable = new ImpairedCable(Rule(1, LinkFate.DeliverTwice)).Send(3);

        cable.Numbers.Should().Equal(0, 1, 1, 2);
        cable.Second.Interface.Counters.InboundFrames.Should().Be(4);
        cable.First.Interface.Counters.OutboundFrames.Should().Be(3);
    }

    [Fact]
    public void A_rule_puts_another_frame_in_the_place_of_one()
    {
        var other = new ImpairedCable(LinkImpairments.None).Frame(77);

        new ImpairedCable(Rule(1, LinkFate.DeliverInstead(other))).Send(3).Numbers.Should().Equal(0, 77, 2);
    }

    [Fact]
    public void A_delay_is_not_negative() =>
        FluentActions.Invoking(() => LinkFate.DeliverAfter(new Duration(-1))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void The_trace_says_what_became_of_each_frame()
    {
        var network = new Network();
        var (first, second, link) = Hosts(network);
        using var socket = first.Sockets.BindUdp(1000);
        var count = 0;
        link.Impair(new LinkImpairments
        {
            Rule = frame => ++count switch
            {
                1 => LinkFate.Drop,
                2 => LinkFate.DeliverAfter(1.Milliseconds),
                3 => LinkFate.DeliverTwice,
                4 => LinkFate.DeliverInstead(frame with { Trailer = Payload.Wrap(new byte[] { 1 }) }),
                _ => LinkFate.Deliver,
            },
        });

        for (var i = 0; i < 5; i++)
            socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Broadcast, 1000));
        network.Run();

        network.Trace.Transmissions.Select(transmission => (transmission.Outcome, transmission.IsCopy)).Should().Equal(
            (TransmissionOutcome.Lost, false), (TransmissionOutcome.Delivered, false), (TransmissionOutcome.Delivered, false),
            (TransmissionOutcome.Delivered, false), (TransmissionOutcome.Delivered, false), (TransmissionOutcome.Delivered, true));
        network.Trace.Transmissions[1].Arrival.Nanoseconds.Should().Be(6_720 + 5_810 + 1_000_000);
        var lost = network.Trace.PduEvents.Single(pduEvent => pduEvent.DropReason == DropReason.LinkRuleDrops);
        lost.Cause.Should().BeSameAs(network.Trace.PduEvents.First());
        lost.Time.Nanoseconds.Should().Be(5_810, "it would have arrived then");
        network.Trace.PduEvents.Where(pduEvent => pduEvent.Device == second.Name).Select(pduEvent => pduEvent.InSteps[1].Reason).Should().Equal(
            Reason.NicSeesBroadcast, Reason.LinkDoubled, Reason.LinkReplaced, Reason.NicSeesBroadcast, Reason.LinkDelayed);
        network.Trace.PduEvents.Last().InSteps[1].Sentence.Should().Be(
            "The link held the frame up: it reaches FastEthernet0 later by 1 ms, and others may have overtaken it.");
        network.Trace.ToSequenceDiagram().Should().Contain("LinkRuleDrops");
    }

    [Fact]
    public void A_rule_loses_exactly_the_third_data_segment_and_TCP_sends_it_again()
    {
        var network = new Network();
        var (first, second, link) = Hosts(network);
        using var listener = second.Sockets.Listen(80);
        var data = 0;
        SequenceNumber? lost = null;
        link.Impair(first.Interfaces[0], new LinkImpairments
        {
            Rule = frame =>
            {
                if (frame.Find<TcpSegment>() is not { Payload.IsEmpty: false } segment || ++data != 3)
                    return LinkFate.Deliver;
                lost = segment.Sequence;
                return LinkFate.Drop;
            },
        });

        network.Run(async () =>
        {
            var connecting = first.Sockets.ConnectAsync(new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.2"), 80));
            using var server = await listener.AcceptAsync();
            using var client = await connecting;
            await client.WriteAsync(new byte[20_000]);
            await server.ReadExactlyAsync(new byte[20_000]);
        });

        network.Trace.Transmissions.Where(transmission => transmission.Frame.Find<TcpSegment>()?.Sequence == lost)
            .Where(transmission => transmission.From.Device == "First").Select(transmission => transmission.Outcome)
            .Should().Equal(TransmissionOutcome.Lost, TransmissionOutcome.Delivered);
        first.Interfaces[0].Counters.OutboundLosses.Should().Be(1);
    }

    [Fact]
    public void Frames_that_are_late_are_lost_when_the_cable_is_unplugged()
    {
        var network = new Network();
        var (first, second, link) = Hosts(network);
        using var socket = first.Sockets.BindUdp(1000);
        link.Impair(new LinkImpairments { Rule = _ => LinkFate.DeliverAfter(1.Seconds) });

        for (var i = 0; i < 3; i++)
            socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Broadcast, 1000));
        network.Simulation.ScheduleAt(SimTime.At(1.Milliseconds), link.Unplug);
        network.Run();

        second.Interfaces[0].Counters.InboundFrames.Should().Be(0);
        network.Trace.Transmissions.Should().HaveCount(3).And.OnlyContain(transmission => transmission.Outcome == TransmissionOutcome.Lost);
        network.Trace.PduEvents.Count(pduEvent => pduEvent.DropReason == DropReason.CableUnplugged).Should().Be(3);
        network.Simulation.IsIdle.Should().BeTrue();
        link.Plug();
        link.Impair(null);
        socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Broadcast, 1000));
        network.Run();
        second.Interfaces[0].Counters.InboundFrames.Should().Be(1);
    }

    private static (Host First, Host Second, Link Link) Hosts(Network network)
    {
        var (first, second) = (network.AddHost("First", "10.0.0.1/24"), network.AddHost("Second", "10.0.0.2/24"));
        return (first, second, network.Connect(first, second));
    }

    private static LinkImpairments Rule(int number, LinkFate fate) =>
        new() { Rule = frame => ImpairedCable.NumberOf(frame) == number ? fate : LinkFate.Deliver };
}
