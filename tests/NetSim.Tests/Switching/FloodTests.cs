using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Topology;

namespace NetSim.Tests.Switching;

/// <summary>The copies of a flood arrive in one event, and as if each had its own.</summary>
public sealed class FloodTests
{
    private const long FirstArrival = 2 * (5_760 + 1_000_000); // two hops of 72 octets at 100 Mb/s and of a millisecond
    private const long Spacing = 5_760 + 960;                  // a frame and the gap after it

    private readonly Network _network = new();
    private readonly Switch _switch;
    private readonly Station[] _stations;

    public FloodTests()
    {
        _switch = _network.AddSwitch("Switch");
        var cable = new LinkOptions { PropagationDelay = 1.Milliseconds };
        _stations = [.. Enumerable.Range(1, 4).Select(number => new Station(_network, number, _switch.Port(number), cable))];
    }

    [Fact]
    public void Of_floods_that_follow_closely_each_arrives_when_it_is_due()
    {
        for (var i = 0; i < 3; i++)
            _stations[0].Send(MacAddress.Broadcast);
        _network.Run();

        foreach (var station in _stations[1..])
            station.Received.Select(received => received.Time.Nanoseconds).Should().Equal(FirstArrival, FirstArrival + Spacing, FirstArrival + (2 * Spacing));
        _network.Simulation.ExecutedEvents.Should().Be(6, "each of three frames arrives once at the switch, and once at all stations");
    }

    [Fact]
    public void A_frame_for_one_station_keeps_its_place_between_two_floods()
    {
        _stations[1].Send(MacAddress.Broadcast); // now the switch knows where it is
        _network.Run();
        var start = _network.Simulation.Now.Nanoseconds;

        _stations[0].Send(MacAddress.Broadcast);
        _stations[0].Send(_stations[1].Mac);
        _stations[0].Send(MacAddress.Broadcast);
        _network.Run();

        TimesSince(start, _stations[1]).Should().Equal(FirstArrival, FirstArrival + Spacing, FirstArrival + (2 * Spacing));
        TimesSince(start, _stations[2]).Should().Equal(FirstArrival, FirstArrival + (2 * Spacing));
        _stations[1].Frames.Select(frame => frame.Destination.IsBroadcast).Should().Equal(true, false, true);
    }

    [Fact]
    public void A_receiver_that_fails_costs_no_other_station_its_copy()
    {
        _stations[1].Interface.Receiver = new FailsOnce(_stations[1]);
        _stations[0].Send(MacAddress.Broadcast);
        _stations[0].Send(MacAddress.Broadcast);

        _network.Invoking(network => network.Run()).Should().Throw<InvalidOperationException>().WithMessage("It fails.");
        _network.Run();

        _stations.Select(station => station.Received.Count).Should().Equal(0, 1, 2, 2);
        _stations[2].Received[0].Time.Nanoseconds.Should().Be(FirstArrival);
    }

    private static IEnumerable<long> TimesSince(long start, Station station) =>
        station.Received.Select(received => received.Time.Nanoseconds - start).Where(time => time > 0);

    private sealed class FailsOnce(IFrameReceiver receiver) : IFrameReceiver
    {
        private bool _hasFailed;

        public void OnFrame(NetworkInterface ingress, EthernetFrame frame)
        {
            if (_hasFailed)
            {
                receiver.OnFrame(ingress, frame);
                return;
            }

            _hasFailed = true;
            throw new InvalidOperationException("It fails.");
        }

        public void OnLinkChanged(NetworkInterface networkInterface)
        {
        }
    }
}
