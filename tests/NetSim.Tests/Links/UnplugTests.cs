using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Links;

public sealed class UnplugTests
{
    private readonly Network _network = new();
    private readonly Host _first;
    private readonly Host _second;
    private readonly Link _cable;
    private readonly UdpSocket _socket;

    public UnplugTests()
    {
        _first = _network.AddHost("First", "10.0.0.1/24");
        _second = _network.AddHost("Second", "10.0.0.2/24");
        _cable = _network.Connect(_first, _second);
        _socket = _first.Sockets.BindUdp(1000);
    }

    [Fact]
    public void The_frame_on_the_cable_is_lost_and_those_that_wait_are_never_sent()
    {
        Broadcast(3);
        _network.Simulation.ScheduleAt(new SimTime(3_000), _cable.Unplug);
        _network.RunFor(1.Seconds);

        _second.Interfaces[0].Counters.InboundFrames.Should().Be(0);
        _network.Trace.Transmissions.Select(transmission => transmission.Outcome)
            .Should().Equal(TransmissionOutcome.Lost, TransmissionOutcome.NeverSent, TransmissionOutcome.NeverSent);
        _first.Interfaces[0].Counters.OutboundDrops.Should().Be(3);
    }

    [Fact]
    public void Each_lost_frame_is_traced_with_the_event_that_sent_it()
    {
        Broadcast(2);
        _network.Simulation.ScheduleAt(new SimTime(3_000), _cable.Unplug);
        _network.RunFor(1.Seconds);

        var events = _network.Trace.PduEvents.ToList();
        events.Select(pduEvent => pduEvent.DropReason).Should().Equal(null, null, DropReason.CableUnplugged, DropReason.CableUnpluggedInQueue);
        events[2].Cause.Should().BeSameAs(events[0]);
        events[3].Cause.Should().BeSameAs(events[1]);
        events[2].Time.Should().Be(new SimTime(3_000));
        events[2].OutSteps.Should().ContainSingle().Which.Sentence.Should().Be(
            "The cable of FastEthernet0 was unplugged while the frame was on it: the frame is lost. Nobody is told; the sender may try again.");
    }

    [Fact]
    public void A_frame_that_was_sent_but_not_received_yet_is_lost_too()
    {
        Broadcast(1);
        _network.Simulation.ScheduleAt(new SimTime(5_800), _cable.Unplug); // its last bit left at 5,760 ns and arrives at 5,810 ns
        _network.RunFor(1.Seconds);

        _second.Interfaces[0].Counters.InboundFrames.Should().Be(0);
    }

    [Fact]
    public void Without_a_cable_frames_are_dropped_and_the_trace_says_so()
    {
        _cable.Unplug();
        Broadcast(1);
        _network.Run();

        _network.Trace.PduEvents.Should().ContainSingle().Which.DropReason.Should().Be(DropReason.NoCable);
        _network.Trace.Transmissions.Should().BeEmpty();
    }

    [Fact]
    public void A_cable_that_is_plugged_in_again_begins_idle()
    {
        Broadcast(3);
        _network.Simulation.ScheduleAt(new SimTime(3_000), () =>
        {
            _cable.Unplug();
            _cable.Plug();
            Broadcast(1);
        });
        _network.Run();

        _second.Interfaces[0].Counters.InboundFrames.Should().Be(1);
        _network.Trace.Transmissions[^1].Start.Should().Be(new SimTime(3_000));
        _network.Trace.Transmissions[^1].Arrival.Should().Be(new SimTime(3_000 + 5_810));
    }

    [Fact]
    public void Cables_are_a_table_of_the_trace_and_unplugging_is_nobodys_effect()
    {
        Broadcast(1);
        _network.Simulation.ScheduleAt(SimTime.At(1.Seconds), _cable.Unplug);
        _network.Run();

        _network.Trace.TableAt("First", StateTable.Cables, SimTime.Zero).Should().ContainSingle()
            .Which.Value.Should().Be(_second.Interfaces[0].Port);
        _network.Trace.TableAt("First", StateTable.Cables, _network.Simulation.Now).Should().BeEmpty();
        _network.Trace.Events.OfType<StateChange>().Where(change => change.Value is null).Should().HaveCount(2)
            .And.OnlyContain(change => change.Cause == null, "what a host sent a second ago unplugs no cable");
    }

    [Fact]
    public void Unplugging_and_plugging_twice_do_nothing_more()
    {
        _cable.Unplug();
        _cable.Unplug();
        _cable.IsPlugged.Should().BeFalse();
        _cable.Plug();
        _cable.Plug();
        _cable.IsPlugged.Should().BeTrue();
        _first.Interfaces[0].Link.Should().BeSameAs(_cable);
    }

    private void Broadcast(int count)
    {
        for (var i = 0; i < count; i++)
            _socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Broadcast, 1000));
    }
}
