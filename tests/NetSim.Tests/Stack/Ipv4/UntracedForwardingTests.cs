using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Arp;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>Without a trace packets take shorter ways: they must lead to the same places.</summary>
public sealed class UntracedForwardingTests
{
    private static readonly MacAddress Moved = MacAddress.FromNumber(77);

    [Fact]
    public void What_arrives_does_not_depend_on_the_trace()
    {
        var (traced, untraced) = (Arrivals(tracing: true), Arrivals(tracing: false));

        untraced.Should().Equal(traced);
        traced.Should().HaveCountGreaterThan(15);
    }

    [Fact]
    public void What_arrives_does_not_depend_on_whether_the_router_may_write_on_the_frame()
    {
        Arrivals(tracing: false, inTransit: true).Should().Equal(Arrivals(tracing: true));
    }

    [Fact]
    public void A_neighbour_that_has_moved_is_sent_to_where_it_is() // RFC 826: "merge"
    {
        var bench = new RouterBench(tracing: false);
        bench.Send(RouterBench.Datagram());

        bench.Right.Send(MacAddress.Broadcast, EtherType.Arp, ArpPacket.Request(Moved, Ipv4Address.Parse("10.0.2.2"), Ipv4Address.Parse("10.0.2.9")));
        bench.Network.Run();
        bench.Send(RouterBench.Datagram());

        bench.Right.Frames.Select(frame => frame.Destination).Should().Equal(bench.Right.Mac, Moved);
    }

    [Fact]
    public void A_neighbour_whose_answer_has_expired_is_asked_again() // RFC 1122 §2.3.2.1
    {
        var bench = new RouterBench(new HostStackOptions { Arp = new ArpOptions { CacheTimeout = 10.Seconds } }, tracing: false);
        bench.Send(RouterBench.Datagram());

        bench.Network.RunFor(9.Seconds);
        bench.Send(RouterBench.Datagram());
        bench.Network.RunFor(1.Seconds);
        bench.Left.Send(bench.Router.Interfaces[0].MacAddress, EtherType.Ipv4, RouterBench.Datagram());
        bench.Network.RunFor(1.Milliseconds);

        bench.Right.Frames.Select(frame => frame.EtherType).Should().Equal(EtherType.Ipv4, EtherType.Ipv4, EtherType.Arp);
    }

    [Fact]
    public void Neighbours_that_take_turns_each_get_their_own()
    {
        var bench = new RouterBench(tracing: false);
        bench.Right.Send(
            bench.Router.Interfaces[1].MacAddress, EtherType.Arp, ArpPacket.Request(Moved, Ipv4Address.Parse("10.0.2.3"), Ipv4Address.Parse("10.0.2.1")));
        bench.Network.Run();
        bench.Right.Received.Clear();

        bench.Send(RouterBench.Datagram(), RouterBench.Datagram(destination: "10.0.2.3"), RouterBench.Datagram());

        bench.Right.Frames.Select(frame => frame.Destination).Should().Equal(bench.Right.Mac, Moved, bench.Right.Mac);
    }

    private static List<(SimTime, EthernetFrame)> Arrivals(bool tracing, bool inTransit = false)
    {
        var bench = new RouterBench(right: new LinkOptions { Mtu = 600 }, tracing: tracing);
        bench.Router.AddRoute("10.9.0.0/16", "10.0.2.2");
        bench.Router.AddRoute("10.8.0.0/16", "10.0.1.2"); // back to where it came from
        bench.Router.AddBlackhole("10.7.0.0/16");
        foreach (var packet in Packets())
        {
            foreach (var destination in (MacAddress[])[bench.Router.Interfaces[0].MacAddress, bench.Router.Interfaces[0].MacAddress, MacAddress.Broadcast])
            {
                if (inTransit)
                    bench.Left.Interface.Transmit(EthernetFrame.InTransit(destination, bench.Left.Mac, packet with { }));
                else
                    bench.Left.Send(destination, EtherType.Ipv4, packet);
            }

            bench.Network.RunFor(1.Seconds); // errors are few in a second
        }

        return [.. bench.Left.Received, .. bench.Right.Received];
    }

    private static IEnumerable<Ipv4Packet> Packets()
    {
        var plain = RouterBench.Datagram();
        yield return plain;
        yield return plain with { TimeToLive = 2 };
        yield return plain with { TimeToLive = 1 };
        yield return plain with { TimeToLive = 0 };
        yield return plain with { Options = Payload.Copy([148, 4, 0, 0]) };      // router alert
        yield return plain with { Options = Payload.Copy([131, 7, 4, 10, 0, 2, 2, 0]) }; // loose source route
        yield return RouterBench.Datagram(length: 1000);
        yield return RouterBench.Datagram(length: 1000) with { DontFragment = true };
        foreach (var destination in (string[])[
            "10.0.1.1", "10.0.2.1", "10.0.1.2", "10.0.1.255", "10.0.2.255", "10.0.2.0", "10.9.1.1", "10.8.1.1", "10.7.1.1", "192.0.2.1",
            "255.255.255.255", "224.0.0.1", "240.0.0.1", "127.0.0.1", "0.0.0.0", "0.0.0.9"])
            yield return RouterBench.Datagram(destination: destination);
        foreach (var source in (string[])["0.0.0.0", "0.0.0.9", "127.0.0.1", "10.0.1.255", "10.0.2.255", "224.0.0.1", "240.0.0.1", "255.255.255.255"])
            yield return RouterBench.Datagram(source: source);
    }
}
