using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Links;

public sealed class QueueTests
{
    [Fact]
    public void Frames_that_wait_are_sent_in_order_and_those_beyond_the_limit_are_dropped()
    {
        var network = new Network();
        var second = new Station(network, 2);
        var first = new Station(network, 1, second.Interface, new LinkOptions { QueueLimit = 2 });

        foreach (var length in (int[])[100, 200, 300, 400, 500])
            first.Send(second.Mac, length);
        network.Simulation.Run();

        second.Frames.Select(frame => frame.Payload.WireLength).Should().Equal(100, 200, 300);
        first.Interface.Counters.OutboundDrops.Should().Be(2);
        first.Interface.Counters.OutboundFrames.Should().Be(3);
    }

    [Fact]
    public void There_is_room_again_when_a_waiting_frame_is_begun()
    {
        var network = new Network();
        var second = new Station(network, 2);
        var first = new Station(network, 1, second.Interface, new LinkOptions { QueueLimit = 1 });

        first.Send(second.Mac, 46);                                                             // until 6,720 ns
        first.Send(second.Mac, 47);                                                             // waits until then
        network.Simulation.ScheduleAt(new SimTime(6_719), () => first.Send(second.Mac, 48));    // no room
        network.Simulation.ScheduleAt(new SimTime(6_720), () => first.Send(second.Mac, 49));    // room
        network.Simulation.Run();

        second.Frames.Select(frame => frame.Payload.WireLength).Should().Equal(46, 47, 49);
    }

    [Fact]
    public void A_queue_of_none_drops_what_cannot_be_sent_at_once()
    {
        var network = new Network();
        var second = new Station(network, 2);
        var first = new Station(network, 1, second.Interface, new LinkOptions { QueueLimit = 0 });

        first.Send(second.Mac);
        first.Send(second.Mac);
        network.Simulation.Run();

        second.Received.Should().ContainSingle();
    }

    [Fact]
    public void The_trace_says_who_is_sent_who_waits_how_long_and_who_is_dropped()
    {
        var network = new Network();
        var host = network.AddHost("Host", "10.0.0.1/24");
        network.Connect(host, network.AddHost("Other", "10.0.0.2/24"), new LinkOptions { QueueLimit = 1 });
        using var socket = host.Sockets.BindUdp(1000);

        for (var i = 0; i < 3; i++)
            socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Broadcast, 1000));
        network.Run();

        var events = network.Trace.PduEvents.Where(pduEvent => pduEvent.Device == "Host").ToList();
        events.Select(pduEvent => pduEvent.OutSteps[^1].Sentence).Should().Equal(
            "FastEthernet0 sends the frame.",
            "FastEthernet0 is busy: the frame waits in its queue at place 1, and is sent in 6.72 us.",
            "FastEthernet0 is busy and its queue is full (1 frame): the frame is dropped. Its sender is not told and may try again.");
        events.Select(pduEvent => pduEvent.DropReason).Should().Equal(null, null, DropReason.QueueFull);
        network.Trace.Transmissions.Select(transmission => (transmission.Start.Nanoseconds, transmission.Arrival.Nanoseconds))
            .Should().Equal((0, 5_810), (6_720, 12_530));
        network.Trace.Transmissions.Should().OnlyContain(transmission => transmission.Outcome == TransmissionOutcome.Delivered);
    }
}
