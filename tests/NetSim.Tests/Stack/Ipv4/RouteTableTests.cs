using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;
using static NetSim.Tests.Stack.Ipv4.RouteTables;

namespace NetSim.Tests.Stack.Ipv4;

public sealed class RouteTableTests
{
    private readonly Ipv4Interface _one = Interface("Eth1");
    private readonly Ipv4Interface _two = Interface("Eth2");
    private readonly Ipv4Interface _three = Interface("Eth3");
    private readonly RouteTable _table = new(null);

    [Fact]
    public void The_longest_prefix_wins() // RFC 1812 §5.2.4.3 (2)
    {
        _table.Add(Via("0.0.0.0/0", "10.0.0.1", _one));
        _table.Add(Via("192.168.0.0/16", "10.0.0.2", _two));
        _table.Add(Via("192.168.100.0/24", "10.0.0.3", _three, metric: 99));

        _table.EgressTo("192.168.100.7").Should().Equal(_three);
        _table.EgressTo("192.168.101.7").Should().Equal(_two);
        _table.EgressTo("8.8.8.8").Should().Equal(_one);
        _table.Find(Address("192.168.101.7"))!.Value.Destination.Should().Be(Subnet("192.168.0.0/16"));
    }

    [Fact]
    public void Without_a_default_route_some_addresses_have_none()
    {
        _table.Add(Route.Connected(Subnet("128.0.0.0/1"), _one));

        _table.Find(Address("127.255.255.255")).Should().BeNull();
        _table.Find(Address("128.0.0.0")).Should().NotBeNull();
        _table.Find(Address("255.255.255.255")).Should().NotBeNull();
    }

    [Fact]
    public void A_host_route_and_a_link_of_two_addresses_hold_no_more_than_these() // RFC 3021
    {
        _table.Add(Via("10.0.0.5/32", "10.9.9.9", _one));
        _table.Add(Route.Connected(Subnet("10.0.0.6/31"), _two));

        _table.EgressTo("10.0.0.4").Should().BeEmpty();
        _table.EgressTo("10.0.0.5").Should().Equal(_one);
        _table.EgressTo("10.0.0.6").Should().Equal(_two);
        _table.EgressTo("10.0.0.7").Should().Equal(_two);
        _table.EgressTo("10.0.0.8").Should().BeEmpty();
    }

    [Fact]
    public void A_blackhole_hides_a_shorter_prefix_and_has_no_interface()
    {
        _table.Add(Via("0.0.0.0/0", "10.0.0.1", _one));
        _table.Add(Route.Blackhole(Subnet("10.0.0.0/8")));

        var route = _table.Find(Address("10.1.2.3"))!.Value;
        route.IsBlackhole.Should().BeTrue();
        route.Destination.Should().Be(Subnet("10.0.0.0/8"));
        route.ToString().Should().Be("blackhole");
    }

    [Fact]
    public void Only_the_lowest_metric_is_used_until_it_is_gone()
    {
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 20));
        _table.Add(Via("10.0.0.0/8", "1.0.0.2", _two, metric: 10));
        _table.Add(Via("10.0.0.0/8", "1.0.0.3", _three, metric: 10));

        _table.EgressTo("10.0.0.1").Should().Equal(_two, _three);
        _table.RemoveAll(_two);
        _table.EgressTo("10.0.0.1").Should().Equal(_three);
        _table.Remove(Subnet("10.0.0.0/8"), Address("1.0.0.3"), _three).Should().BeTrue();
        _table.EgressTo("10.0.0.1").Should().Equal(_one);
        _table.Remove(Subnet("10.0.0.0/8"), Address("1.0.0.3"), _three).Should().BeFalse();
    }

    [Fact]
    public void With_one_metric_connected_comes_before_static_and_a_way_on_before_a_blackhole()
    {
        _table.Add(Route.Blackhole(Subnet("10.0.0.0/8")));
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one));
        _table.Add(Route.Connected(Subnet("10.0.0.0/8"), _two));

        _table.ToList().Select(route => route.Egress).Should().Equal(_two, _one, null);
    }

    [Fact]
    public void A_route_by_the_same_gateway_and_interface_takes_the_place_of_the_old_one()
    {
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 5));
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 7));
        _table.Add(Via("10.0.0.0/8", "1.0.0.2", _one, metric: 7));

        _table.ToList().Should().Equal(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 7), Via("10.0.0.0/8", "1.0.0.2", _one, metric: 7));
    }

    [Fact]
    public void A_computed_route_does_not_undo_a_configured_one()
    {
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 5));
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 7, RouteOrigin.Computed));
        _table.RemoveAll(RouteOrigin.Computed);

        _table.ToList().Should().Equal(Via("10.0.0.0/8", "1.0.0.1", _one, metric: 5));
    }

    [Fact]
    public void Routes_are_listed_by_prefix_length_then_address_then_metric()
    {
        Route[] expected =
        [
            Via("10.0.0.1/32", "1.0.0.1", _one),
            Via("10.0.0.0/24", "1.0.0.1", _one, metric: 1),
            Via("10.0.0.0/24", "1.0.0.1", _two, metric: 2),
            Via("192.168.0.0/24", "1.0.0.1", _one),
            Via("0.0.0.0/0", "1.0.0.1", _one),
        ];
        foreach (var index in new[] { 3, 2, 4, 0, 1 })
            _table.Add(expected[index]);

        _table.ToList().Should().Equal(expected);
        _table.DestinationCount.Should().Be(4);
    }

    [Fact]
    public void Computed_routes_replace_computed_ones_and_leave_others()
    {
        var shared = new RouteGroup(3, RouteOrigin.Computed, new NextHop(Address("1.0.0.1"), _one), new NextHop(Address("1.0.0.2"), _two));
        _table.Add(Via("10.1.0.0/16", "1.0.0.9", _three, metric: 9, RouteOrigin.Static));
        _table.ReplaceAll(RouteOrigin.Computed, [(Subnet("10.1.0.0/16"), shared), (Subnet("10.2.0.0/16"), shared)]);

        _table.EgressTo("10.1.0.1").Should().Equal(_one, _two);
        _table.GroupOf(Subnet("10.2.0.0/16")).Should().BeSameAs(shared);

        _table.ReplaceAll(RouteOrigin.Computed, [(Subnet("10.3.0.0/16"), shared)]);
        _table.EgressTo("10.1.0.1").Should().Equal(_three);
        _table.EgressTo("10.2.0.1").Should().BeEmpty();
        _table.EgressTo("10.3.0.1").Should().Equal(_one, _two);

        FluentActions.Invoking(() => _table.ReplaceAll(RouteOrigin.Static, [(Ipv4Subnet.All, shared)])).Should().Throw<ArgumentException>();

        _table.RemoveAll(RouteOrigin.Computed);
        _table.ToList().Should().ContainSingle().Which.Egress.Should().Be(_three);
    }

    [Fact]
    public void A_group_has_a_next_hop_and_a_blackhole_stands_alone()
    {
        FluentActions.Invoking(() => new RouteGroup(0, RouteOrigin.Static)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RouteGroup(0, RouteOrigin.Static, default, new NextHop(null, _one))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _table.Add(new Route(Ipv4Subnet.All, Address("1.0.0.1"), null))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => _table.Add(new Route(Ipv4Subnet.All, null, _one, -1))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_trace_has_one_change_for_each_destination_that_changes()
    {
        var trace = new Trace(new Simulation());
        var table = new RouteTable(trace.AddDevice("Router"));
        table.Add(Via("10.0.0.0/8", "1.0.0.1", _one));
        table.Add(Via("10.0.0.0/8", "1.0.0.1", _one));
        table.Add(Via("10.0.0.0/8", "1.0.0.2", _two));
        table.Add(Via("11.0.0.0/16", "1.0.0.1", _one, metric: 4));
        table.RemoveAll(_one);

        trace.Events.OfType<StateChange>().Select(change => $"{change.Key} = {change.Value}").Should().Equal(
            "10.0.0.0/8 = via 1.0.0.1 on Eth1",
            "10.0.0.0/8 = via 1.0.0.1 on Eth1, via 1.0.0.2 on Eth2",
            "11.0.0.0/16 = via 1.0.0.1 on Eth1, metric 4",
            "11.0.0.0/16 = ",
            "10.0.0.0/8 = via 1.0.0.2 on Eth2");
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        _table.Add(Via("0.0.0.0/0", "1.0.0.1", _one));
        _table.Add(Via("10.0.0.0/8", "1.0.0.1", _one));
        _table.Add(Via("10.0.0.0/8", "1.0.0.2", _two));
        Find();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Find();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        found.Should().Be(1000);

        int Find()
        {
            var count = 0;
            for (uint i = 0; i < 1000; i++)
                count += _table.Find(new Ipv4Address(i * 0x0100_0193), i << 22) is null ? 0 : 1;
            return count;
        }
    }
}
