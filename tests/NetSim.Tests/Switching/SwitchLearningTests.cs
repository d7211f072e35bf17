using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Switching;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Switching;

public sealed class SwitchLearningTests
{
    private readonly Network _network = new();

    [Fact]
    public void An_entry_dies_300_seconds_after_its_address_was_last_seen() // IEEE 802.1Q-2022 Table 8-6
    {
        var (lan, first, _) = Build();

        first.Send(MacAddress.Broadcast); // reaches the switch at 5,810 ns
        _network.RunFor(300.Seconds + 5_809.Nanoseconds);
        Ports(lan).Should().Equal("Port 1");
        _network.RunFor(1.Nanoseconds);

        Ports(lan).Should().BeEmpty();
        var change = _network.Trace.Events.OfType<StateChange>().Last();
        change.ToString().Should().EndWith("300.000005810 Switch: MacTable 02:00:00:00:aa:01 removed");
        change.Cause.Should().BeNull();
    }

    [Fact]
    public void An_entry_that_is_seen_again_lives_on_and_its_neighbour_does_not()
    {
        var (lan, first, second) = Build();

        first.Send(MacAddress.Broadcast);
        second.Send(MacAddress.Broadcast);
        _network.RunFor(200.Seconds);
        first.Send(MacAddress.Broadcast);
        _network.RunFor(150.Seconds);
        Ports(lan).Should().Equal("Port 1");
        _network.RunFor(151.Seconds);

        Ports(lan).Should().BeEmpty();
        Learned().Should().Equal(Reason.SwitchLearns, Reason.SwitchLearns, Reason.SwitchRefreshes);
    }

    [Fact]
    public void Ageing_alone_keeps_no_run_alive()
    {
        var (lan, first, _) = Build();

        first.Send(MacAddress.Broadcast);
        _network.Run();

        _network.Simulation.Now.Should().BeLessThan(SimTime.At(1.Seconds));
        Ports(lan).Should().Equal("Port 1");
    }

    [Fact]
    public void A_station_that_moves_is_found_at_its_new_port()
    {
        var (lan, first, second) = Build();
        first.Send(MacAddress.Broadcast);
        _network.Run();

        second.Interface.Send(Station.Frame(MacAddress.Broadcast, first.Mac));
        _network.Run();

        Ports(lan).Should().Equal("Port 2");
        Learned().Should().Equal(Reason.SwitchLearns, Reason.SwitchMoves);
        _network.Trace.PduEvents.Last().InSteps[1].Sentence.Should().Be(
            "The frame's source 02:00:00:00:aa:01 was known on another port: the switch moves the entry to Port 2.");
    }

    [Fact]
    public void A_full_table_learns_nobody_and_floods_what_is_sent_to_them()
    {
        var (lan, first, second) = Build(new MacRelayOptions { TableSize = 1 });
        var third = new Station(_network, 3, lan.Port(3));

        first.Send(MacAddress.Broadcast);
        second.Send(MacAddress.Broadcast);
        _network.Run();
        first.Send(second.Mac);
        _network.Run();

        Ports(lan).Should().Equal("Port 1");
        Learned().Should().Equal(Reason.SwitchLearns, Reason.SwitchTableFull, Reason.SwitchRefreshes);
        third.Received.Should().HaveCount(3, "the frame to the second station is flooded");
    }

    [Fact]
    public void Unplugging_a_cable_forgets_the_addresses_behind_it_and_no_others()
    {
        var (lan, first, second) = Build();
        first.Send(MacAddress.Broadcast);
        first.Interface.Send(Station.Frame(MacAddress.Broadcast, MacAddress.FromNumber(7)));
        second.Send(MacAddress.Broadcast);
        _network.Run();

        first.Cable!.Unplug();

        Ports(lan).Should().Equal("Port 2");
        _network.Trace.TableAt("Switch", StateTable.MacTable, _network.Simulation.Now).Should().ContainSingle()
            .Which.Key.Should().Be(second.Mac);
    }

    [Fact]
    public void A_station_is_learned_again_after_it_has_aged()
    {
        var (lan, first, _) = Build(new MacRelayOptions { AgeingTime = 10.Seconds });

        for (var i = 0; i < 3; i++)
        {
            first.Send(MacAddress.Broadcast);
            _network.RunFor(11.Seconds);
            Ports(lan).Should().BeEmpty();
        }

        Learned().Should().Equal(Reason.SwitchLearns, Reason.SwitchLearns, Reason.SwitchLearns);
    }

    private (Switch Switch, Station First, Station Second) Build(MacRelayOptions? options = null)
    {
        var lan = _network.AddSwitch("Switch", ports: 4, options);
        return (lan, new Station(_network, 1, lan.Port(1)), new Station(_network, 2, lan.Port(2)));
    }

    private static IEnumerable<string> Ports(Switch lan) => lan.MacTable.Select(entry => entry.Port.Name);

    private IEnumerable<Reason> Learned() => _network.Trace.PduEvents.Where(e => e.Device == "Switch").Select(e => e.InSteps[1].Reason);
}
