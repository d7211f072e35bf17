using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Switching;

public sealed class SwitchForwardingTests
{
    private readonly Network _network = new();
    private readonly Switch _switch;
    private readonly Station[] _stations;

    public SwitchForwardingTests()
    {
        _switch = _network.AddSwitch("Switch", ports: 5);
        _stations = [.. Enumerable.Range(1, 4).Select(number => new Station(_network, number, _switch.Port(number)))];
    }

    [Fact]
    public void A_frame_to_an_unknown_address_is_flooded_to_every_other_port_with_a_cable()
    {
        _stations[0].Send(_stations[1].Mac);
        _network.Run();

        Arrived().Should().Equal(0, 1, 1, 1);
        Sentences().Should().Equal(
            "Port 1 receives the frame.",
            "The frame's source 02:00:00:00:aa:01 is new: the switch learns it on Port 1.",
            "The destination 02:00:00:00:aa:02 is not in the MAC table: the switch floods the frame.",
            "The switch sends the same frame out of 3 ports: Port 2, Port 3, Port 4.",
            "Port 2 sends the frame.", "Port 3 sends the frame.", "Port 4 sends the frame.");
    }

    [Fact]
    public void A_frame_to_a_known_address_goes_out_of_its_port_alone()
    {
        _stations[1].Send(MacAddress.Broadcast);
        _network.Run();
        _stations[0].Send(_stations[1].Mac);
        _network.Run();

        Arrived().Should().Equal(1, 1, 1, 1); // the broadcast; and of the second frame just Station 2's
        Sentences().Should().Equal(
            "Port 1 receives the frame.",
            "The frame's source 02:00:00:00:aa:01 is new: the switch learns it on Port 1.",
            "The destination 02:00:00:00:aa:02 is in the MAC table, on Port 2: the switch forwards the frame there alone.",
            "The switch sends the same frame out of Port 2.",
            "Port 2 sends the frame.");
    }

    [Fact]
    public void The_very_frame_comes_out_after_each_hops_time()
    {
        _stations[0].Send(MacAddress.Broadcast);
        _network.Run();

        _stations[1].Received.Should().ContainSingle().Which.Time.Nanoseconds.Should().Be(2 * 5_810);
        _stations[1].Frames.Single().Should().BeSameAs(_network.Trace.Transmissions[^1].Frame);
        _network.Simulation.ExecutedEvents.Should().Be(2, "one event for the frame's hop, and one for those of its three copies");
    }

    [Fact]
    public void A_cable_that_is_unplugged_loses_its_copy_of_a_flood_alone_and_takes_other_frames_when_it_is_plugged_in_again()
    {
        _stations[0].Send(MacAddress.Broadcast);
        _network.RunFor(7.Microseconds); // the copies are on their way
        var cable = _switch.Port(3).Link!;
        cable.Unplug();
        cable.Plug();
        _network.Run();
        Arrived().Should().Equal(0, 1, 0, 1);

        _stations[0].Send(MacAddress.Broadcast);
        _network.Run();
        Arrived().Should().Equal(0, 2, 1, 2);
    }

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff", "The destination ff:ff:ff:ff:ff:ff is the broadcast address: the switch floods the frame.")]
    [InlineData("01:00:5e:00:00:fb", "The destination 01:00:5e:00:00:fb is a group's address: the switch floods the frame.")]
    public void Broadcasts_and_multicasts_are_flooded(string destination, string sentence)
    {
        _stations[0].Send(MacAddress.Parse(destination));
        _network.Run();

        Arrived().Should().Equal(0, 1, 1, 1);
        Sentences().Should().Contain(sentence);
    }

    [Fact]
    public void A_frame_whose_destination_is_where_it_came_from_is_dropped()
    {
        _stations[0].Interface.Send(Station.Frame(MacAddress.Broadcast, MacAddress.FromNumber(7))); // two stations behind Port 1
        _network.Run();
        _stations[0].Send(MacAddress.FromNumber(7));
        _network.Run();

        Arrived().Should().Equal(0, 1, 1, 1);
        _network.Trace.PduEvents.Last().DropReason.Should().Be(DropReason.SamePort);
        Sentences()[^1].Should().Be("The destination 02:00:00:00:00:07 is on Port 1, where the frame came from, so it has it already: the switch drops the frame.");
    }

    [Fact]
    public void A_frame_from_a_groups_address_is_dropped_and_not_learned()
    {
        _stations[0].Interface.Send(Station.Frame(MacAddress.Broadcast, MacAddress.Parse("01:00:5e:00:00:01")));
        _network.Run();

        Arrived().Should().Equal(0, 0, 0, 0);
        _switch.MacTable.Should().BeEmpty();
        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.GroupSource);
    }

    [Theory] // IEEE 802.1Q-2022 §8.6.3
    [InlineData("01:80:c2:00:00:00", false)]
    [InlineData("01:80:c2:00:00:0f", false)]
    [InlineData("01:80:c2:00:00:10", true)]
    public void Addresses_reserved_for_one_link_are_not_forwarded(string destination, bool isForwarded)
    {
        _stations[0].Send(MacAddress.Parse(destination));
        _network.Run();

        Arrived()[1].Should().Be(isForwarded ? 1 : 0);
        _network.Trace.PduEvents.Single().DropReason.Should().Be(isForwarded ? null : DropReason.ReservedDestination);
    }

    [Fact]
    public void A_switch_with_one_cable_drops_what_it_would_flood()
    {
        var lonely = _network.AddSwitch("Lonely");
        var station = new Station(_network, 9, lonely.Port(3));

        station.Send(MacAddress.Broadcast);
        _network.Run();

        _network.Trace.PduEvents.Single().DropReason.Should().Be(DropReason.NoOtherPort);
    }

    private int[] Arrived() => [.. _stations.Select(station => station.Received.Count)];

    private List<string> Sentences() => [.. _network.Trace.PduEvents.Last().Steps.Select(step => step.Sentence)];
}
