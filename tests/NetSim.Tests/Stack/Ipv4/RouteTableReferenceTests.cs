using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using static NetSim.Tests.Stack.Ipv4.RouteTables;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>The trie against a list that is searched from end to end.</summary>
public sealed class RouteTableReferenceTests
{
    private readonly Ipv4Interface[] _interfaces = [Interface("Eth0"), Interface("Eth1"), Interface("Eth2"), Interface("Eth3")];
    private readonly List<Route> _reference = [];
    private readonly RouteTable _table = new(null);

    [Theory]
    [InlineData(1, 4)]    // a few destinations, with several routes each
    [InlineData(2, 12)]
    [InlineData(3, 32)]   // all over the address space
    public void A_random_table_gives_what_a_search_of_all_routes_gives(ulong seed, int bits)
    {
        var random = new Simulation(new SimulationOptions { Seed = seed }).Random("routes");
        for (var step = 0; step < 4000; step++)
        {
            Change(random, bits, step);
            var destination = RandomAddress(random, bits);
            BestOf(_table, destination).Should().Equal(BestOf(destination));
            for (var again = 0; again < 2; again++) // the second time from what is kept of the last answers
                _table.Match(destination).Should().BeSameAs(_table.Match(destination, out _));
        }

        _table.ToList().Should().Equal(InOrder(_reference));
        _table.DestinationCount.Should().Be(_reference.Select(route => route.Destination).Distinct().Count());
        _table.DestinationCount.Should().BePositive();
    }

    [Fact]
    public void A_hundred_thousand_routes_are_found_and_removed_again()
    {
        var random = new Simulation().Random("routes");
        var routes = new OrderedDictionary<Ipv4Subnet, Route>();
        while (routes.Count < 100_000)
        {
            var destination = new Ipv4Subnet(new Ipv4Address(random.NextUInt32()), 17 + random.NextInt32(16));
            routes.TryAdd(destination, new Route(destination, null, _interfaces[random.NextInt32(4)]));
        }

        foreach (var route in routes.Values)
            _table.Add(route);
        _table.DestinationCount.Should().Be(100_000);

        for (var i = 0; i < 100_000; i++)
        {
            var address = i % 2 == 0 ? new Ipv4Address(random.NextUInt32()) : routes.GetAt(i).Value.Destination.DirectedBroadcast;
            if (_table.Find(address) != LongestOf(routes, address))
                _table.Find(address).Should().Be(LongestOf(routes, address));
        }

        _table.RemoveAll(_interfaces[0]);
        _table.ToList().Should().OnlyContain(route => route.Egress != _interfaces[0]).And.HaveCountGreaterThan(70_000);
        foreach (var route in routes.Values)
            _table.RemoveAll(route.Destination);
        _table.ToList().Should().BeEmpty();
        _table.Match(Ipv4Address.Any, out _).Should().BeNull();
    }

    private static bool IsSameWay(Route one, Route other) => one.Destination == other.Destination && one.NextHop == other.NextHop;

    private static Route? LongestOf(OrderedDictionary<Ipv4Subnet, Route> routes, Ipv4Address address)
    {
        for (var length = 32; length >= 0; length--)
        {
            if (routes.TryGetValue(new Ipv4Subnet(address, length), out var route))
                return route;
        }

        return null;
    }

    private void Change(RandomStream random, int bits, int step)
    {
        if (step % 500 == 499)
        {
            var egress = _interfaces[random.NextInt32(_interfaces.Length)];
            _table.RemoveAll(egress);
            _reference.RemoveAll(route => route.Egress == egress);
        }
        else if (random.NextInt32(5) < 3 || _reference.Count == 0)
        {
            Add(RandomRoute(random, bits));
        }
        else
        {
            var removed = _reference[random.NextInt32(_reference.Count)];
            _reference.RemoveAll(other => IsSameWay(other, removed));
            _table.Remove(removed.Destination, removed.Gateway, removed.Egress).Should().BeTrue();
        }
    }

    private void Add(Route route)
    {
        _table.Add(route);
        if (_reference.Contains(route))
            return; // it keeps its place
        _reference.RemoveAll(other => IsSameWay(other, route) && other.Origin == route.Origin);
        _reference.Add(route);
    }

    private Route RandomRoute(RandomStream random, int bits)
    {
        var destination = new Ipv4Subnet(RandomAddress(random, bits), random.NextInt32(33));
        var (metric, origin) = (random.NextInt32(3), (RouteOrigin)random.NextInt32(3));
        return random.NextInt32(8) == 0
            ? Route.Blackhole(destination, metric, origin)
            : new Route(destination, new Ipv4Address((uint)random.NextInt32(2)), _interfaces[random.NextInt32(_interfaces.Length)], metric, origin);
    }

    /// <summary>An address that differs from others in its first bits and last bits only.</summary>
    private static Ipv4Address RandomAddress(RandomStream random, int bits) =>
        new(BitMask(bits / 2) & random.NextUInt32() | (random.NextUInt32() >> (32 - (bits / 2))));

    private static uint BitMask(int length) => Ipv4Subnet.MaskOf(length).Value;

    private static (NextHop, int, RouteOrigin)[] BestOf(RouteTable table, Ipv4Address destination) =>
        table.Match(destination, out _) is { } group
            ? Array.ConvertAll(group.NextHops.ToArray(), hop => (hop, group.Metric, group.Origin))
            : [];

    private (NextHop, int, RouteOrigin)[] BestOf(Ipv4Address destination)
    {
        var matching = InOrder(_reference.Where(route => route.Destination.Contains(destination))).ToList();
        var best = matching.TakeWhile(route => Key(route) == Key(matching[0]));
        return [.. best.Select(route => (route.NextHop, route.Metric, route.Origin))];
    }

    private static IEnumerable<Route> InOrder(IEnumerable<Route> routes) => routes
        .OrderByDescending(route => route.Destination.PrefixLength)
        .ThenBy(route => route.Destination.Network)
        .ThenBy(Key);

    private static (int, int, bool, uint, int) Key(Route route) =>
        (route.Metric, (int)route.Origin, route.IsBlackhole, route.Destination.Network.Value, route.Destination.PrefixLength);
}
