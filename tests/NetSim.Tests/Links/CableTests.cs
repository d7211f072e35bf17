using NetSim.Kernel;
using NetSim.Links;
using NetSim.Topology;

namespace NetSim.Tests.Links;

public sealed class CableTests
{
    private readonly Network _network = new();

    [Fact]
    public void An_interface_holds_one_cable()
    {
        var first = new Station(_network, 1);
        var second = new Station(_network, 2, first.Interface);
        var third = new Station(_network, 3);

        var plug = () => new Link(third.Interface, first.Interface);

        plug.Should().Throw<InvalidOperationException>()
            .WithMessage("Station 1 eth0 has a cable already, to Station 2 eth0. Unplug it first, or use another port.");
        third.Interface.Link.Should().BeNull();
        second.Cable!.Unplug();
        plug.Should().NotThrow();
        second.Cable.Invoking(cable => cable.Plug()).Should().Throw<InvalidOperationException>().WithMessage("Station 1 eth0 has a cable already, to Station 3 eth0.*");
    }

    [Fact]
    public void An_interface_is_not_connected_to_itself()
    {
        var first = new Station(_network, 1);

        var plug = () => new Link(first.Interface, first.Interface);

        plug.Should().Throw<InvalidOperationException>()
            .WithMessage("Station 1 eth0 cannot be connected to itself. Connect it to an interface of another device.");
    }

    [Fact]
    public void A_cable_does_not_join_two_networks()
    {
        var first = new Station(_network, 1);
        var second = new Station(new Network(), 2);

        var plug = () => new Link(first.Interface, second.Interface);

        plug.Should().Throw<InvalidOperationException>()
            .WithMessage("Station 1 eth0 and Station 2 eth0 are of different networks*");
        first.Interface.Link.Should().BeNull();
    }

    public static TheoryData<LinkOptions> Impossible =>
    [
        new LinkOptions { DataRate = default },
        new LinkOptions { PropagationDelay = new Duration(-1) },
        new LinkOptions { QueueLimit = -1 },
        new LinkOptions { FramingLength = -1 },
        new LinkOptions { InterpacketGap = -1 },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_options_are_refused(LinkOptions options)
    {
        var plug = () => new Station(_network, 1, new Station(_network, 2).Interface, options);

        plug.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_cable_reads_as_its_ends_and_rate()
    {
        var first = new Station(_network, 1);

        new Station(_network, 2, first.Interface).Cable!.ToString().Should().Be("Station 2 eth0 – Station 1 eth0, 100 Mb/s");
    }
}
