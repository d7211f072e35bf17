using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Stack.Ipv4;
using static NetSim.Tests.Stack.Ipv4.RouteTables;

namespace NetSim.Tests.Stack.Ipv4;

public sealed class FlowHashTests
{
    private const int Flows = 16_000;

    private static readonly FlowHash Hash = new(0x1234_5678_9ABC_DEF0);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Flows_that_differ_in_one_port_spread_evenly(int nextHops)
    {
        var counts = new int[nextHops];
        for (var flow = 0; flow < Flows; flow++)
            counts[PlaceOf(Hash.Of(Udp((ushort)(1024 + flow), 80)), nextHops)]++;

        counts.Should().OnlyContain(count => IsEvenShare(count, Flows, nextHops));
    }

    [Fact]
    public void Flows_that_differ_in_their_last_address_octets_spread_evenly()
    {
        var counts = new int[8];
        for (uint flow = 0; flow < Flows; flow++)
        {
            var packet = Udp(5000, 80) with { Source = new(0x0A00_0000 + (flow / 125)), Destination = new(0x0A01_0000 + (flow % 125)) };
            counts[PlaceOf(Hash.Of(packet), 8)]++;
        }

        counts.Should().OnlyContain(count => IsEvenShare(count, Flows, 8));
    }

    [Fact]
    public void Flows_that_made_one_choice_at_a_router_spread_evenly_at_the_next()
    {
        var next = new FlowHash(0x0FED_CBA9_8765_4321);
        var counts = new int[4];
        var chosen = 0;
        for (var flow = 0; flow < Flows; flow++)
        {
            var packet = Udp((ushort)(1024 + flow), 80);
            if (PlaceOf(Hash.Of(packet), 4) != 0)
                continue;
            chosen++;
            counts[PlaceOf(next.Of(packet), 4)]++;
        }

        counts.Should().OnlyContain(count => IsEvenShare(count, chosen, 4));
    }

    [Fact]
    public void All_packets_of_a_flow_take_one_way()
    {
        var first = Tcp(49152, 80);
        var later = first with
        {
            Identification = 77,
            TimeToLive = 3,
            Dscp = 46,
            Payload = ((TcpSegment)first.Payload) with { Sequence = new(1000), Payload = Payload.FromText("hello") },
        };

        Hash.Of(later).Should().Be(Hash.Of(first));
        Hash.Of(Tcp(49153, 80)).Should().NotBe(Hash.Of(first));
        Hash.Of(Tcp(80, 49152)).Should().NotBe(Hash.Of(first));
        Hash.Of(Udp(49152, 80)).Should().NotBe(Hash.Of(first), "the protocol is part of the flow");
    }

    [Fact]
    public void The_hash_is_the_same_in_every_run() =>
        new FlowHash(0).Of(new Ipv4Packet(default, default, default, Payload.Empty)).Should().Be(0xA706_DD2F); // splitmix64(splitmix64(0))

    [Fact]
    public void Fragments_of_a_packet_stay_together_though_only_the_first_has_ports()
    {
        var first = Udp(1000, 2000) with { MoreFragments = true };
        var last = first with { MoreFragments = false, FragmentOffset = 1480, Payload = Payload.Zeros(100) };

        Hash.Of(last).Should().Be(Hash.Of(first));
        Hash.Of(Udp(1001, 2000) with { MoreFragments = true }).Should().Be(Hash.Of(first));
    }

    [Fact]
    public void A_route_is_picked_by_the_high_bits_of_the_hash()
    {
        var (one, two) = (Interface("Eth1"), Interface("Eth2"));
        var table = new RouteTable(null);
        table.Add(Via("0.0.0.0/0", "10.0.0.1", one));
        table.Add(Via("0.0.0.0/0", "10.0.0.2", two));

        table.Find(Address("8.8.8.8"), 0x7FFF_FFFF)!.Value.Egress.Should().Be(one);
        table.Find(Address("8.8.8.8"), 0x8000_0000)!.Value.Egress.Should().Be(two);
        table.Find(Address("8.8.8.8"), uint.MaxValue)!.Value.Egress.Should().Be(two);
        table.Find(Address("8.8.8.8"))!.Value.Egress.Should().Be(one);
    }

    private static Ipv4Packet Udp(ushort from, ushort to) =>
        new(Address("10.0.0.1"), Address("10.0.1.1"), IpProtocol.Udp, new UdpDatagram(from, to, Payload.Empty));

    private static Ipv4Packet Tcp(ushort from, ushort to) =>
        new(Address("10.0.0.1"), Address("10.0.1.1"), IpProtocol.Tcp, new TcpSegment { SourcePort = from, DestinationPort = to, Sequence = new(1), Flags = TcpFlags.Ack });

    private static int PlaceOf(uint hash, int count)
    {
        var hops = new NextHop[count];
        for (uint i = 0; i < count; i++)
            hops[i] = new NextHop(new Ipv4Address(i), null);
        return (int)FlowHash.Pick(hops, hash).Gateway!.Value.Value;
    }

    /// <summary>
    /// Whether a count is what a fair draw gives: of n flows, each for itself, a share p gets np with a standard deviation of √(np(1 − p)).
    /// Beyond four of them one count in 16,000 would fall by chance; the flows are fixed, so the answer is the same in every run.
    /// </summary>
    private static bool IsEvenShare(int count, int flows, int shares)
    {
        var mean = (double)flows / shares;
        return Math.Abs(count - mean) <= 4 * Math.Sqrt(mean * (1 - (1.0 / shares)));
    }
}
