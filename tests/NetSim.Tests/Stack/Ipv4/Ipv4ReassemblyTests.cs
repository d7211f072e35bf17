using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack.Ipv4;
using NetSim.Tests.Packets;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

public class Ipv4ReassemblyTests
{
    private readonly Ipv4Reassembler _reassembler = new(new Simulation(), new Ipv4ReassemblyOptions());

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Fragments_in_every_order_give_the_packet_with_the_last_of_them(int count)   // RFC 791 §3.2
    {
        var packet = Fragments.Datagram((count * 48) - 5);
        var fragments = Ipv4Fragmenter.Fragment(packet, 68);
        fragments.Should().HaveCount(count);

        foreach (var order in Orders(count))
        {
            foreach (var index in order[..^1])
                _reassembler.Add(fragments[index]).Reason.Should().Be(Reason.FragmentKept);
            var result = _reassembler.Add(fragments[order[^1]]);

            if (result.Packet != packet || result.Reason != Reason.FragmentsComplete || _reassembler.Count != 0 || _reassembler.HeldOctets != 0)
                Assert.Fail($"The order {string.Join(' ', order)} gives {result.Packet}.");
        }
    }

    [Fact]
    public void The_packet_has_the_header_of_its_first_fragment()   // RFC 791 §3.2
    {
        var options = Payload.Wrap(Octets.Parse("07 07 04 00000000 94 04 0000 00"));
        var packet = Fragments.Datagram(120) with { Options = options, TimeToLive = 60, Dscp = 10 };
        var fragments = Ipv4Fragmenter.Fragment(packet, 76);

        _reassembler.Add(fragments[2] with { TimeToLive = 50 });
        _reassembler.Add(fragments[0]);
        var result = _reassembler.Add(fragments[1] with { TimeToLive = 70 });

        result.Packet.Should().Be(packet);
        result.Arguments.Should().Equal((ushort)1, 3, 152);
    }

    [Fact]
    public void The_transport_checksum_is_checked_over_the_whole()
    {
        var fragments = Ipv4Fragmenter.Fragment(Fragments.Datagram(100), 68);
        var damaged = fragments[1].Payload.ToArray();
        damaged[3] ^= 1;

        _reassembler.Add(fragments[0]);
        _reassembler.Add(fragments[1] with { Payload = Payload.Wrap(damaged) });
        var result = _reassembler.Add(fragments[2]);

        result.Packet!.Payload.Should().BeOfType<MalformedPdu>().Which.Error.Should().Be(new DecodeError("UDP", DecodeFault.BadChecksum, 6));
    }

    [Fact]
    public void A_copy_of_a_fragment_is_dropped_and_does_no_harm()   // RFC 791 §3.2; RFC 8200 §4.5 for IPv6
    {
        var packet = Fragments.Datagram(144);
        var fragments = Ipv4Fragmenter.Fragment(packet, 68);
        _reassembler.Add(fragments[1]);
        _reassembler.Add(fragments[2]);
        var held = _reassembler.HeldOctets;

        var copy = _reassembler.Add(fragments[1] with { TimeToLive = 3 });

        (copy.DropReason, copy.Packet).Should().Be((DropReason.FragmentDuplicate, null));
        copy.Arguments.Should().Equal((ushort)1, 48, 95);
        _reassembler.Add(fragments[2]).DropReason.Should().Be(DropReason.FragmentDuplicate);
        _reassembler.HeldOctets.Should().Be(held);
        _reassembler.Add(fragments[0]).Packet.Should().Be(packet);
    }

    [Fact]
    public void Packets_are_told_apart_by_source_destination_protocol_and_identification()   // RFC 6864 §4
    {
        var packet = Fragments.Datagram(90);
        Ipv4Packet[] packets =
        [
            packet,
            packet with { Identification = 2 },
            packet with { Source = Ipv4Address.Parse("10.0.0.2") },
            packet with { Destination = Ipv4Address.Parse("10.0.1.8") },
            packet with { Protocol = (IpProtocol)253, Payload = Payload.Copy(new byte[90]) },
        ];
        var fragments = packets.Select(each => Ipv4Fragmenter.Fragment(each, 68)).ToArray();

        foreach (var each in fragments)
            _reassembler.Add(each[1]).DropReason.Should().BeNull();
        var results = fragments.Select(each => _reassembler.Add(each[0]).Packet).ToArray();

        results.Should().Equal(packets);
        _reassembler.Count.Should().Be(0);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(3, 3, 3, 3)]
    [InlineData(2, 3, 2, 3)]
    [InlineData(1, 1, 3, 3)]
    [InlineData(1, 2, 3, 3)]
    [InlineData(1, 2, 2, 1)]       // both ECN-capable: the first one's codepoint
    [InlineData(0, 3, 0, null)]
    [InlineData(3, 3, 0, null)]
    [InlineData(2, 2, 0, null)]
    public void Congestion_that_one_fragment_met_marks_the_packet(byte first, byte second, byte third, int? ecn)   // RFC 3168 §5.3
    {
        var fragments = Ipv4Fragmenter.Fragment(Fragments.Datagram(144), 68);

        _reassembler.Add(fragments[0] with { Ecn = first });
        _reassembler.Add(fragments[1] with { Ecn = second });
        var result = _reassembler.Add(fragments[2] with { Ecn = third });

        ((int?)result.Packet?.Ecn).Should().Be(ecn);
        result.DropReason.Should().Be(ecn is null ? DropReason.FragmentsContradictEcn : null);
        _reassembler.HeldOctets.Should().Be(0);
    }

    [Fact]
    public void The_largest_packet_is_put_together()
    {
        var packet = Fragments.Datagram(65_515);

        var results = Ipv4Fragmenter.Fragment(packet, 1500).Reverse().Select(_reassembler.Add).ToList();

        results[^1].Packet.Should().Be(packet);
    }

    [Fact]
    public void Packets_that_were_cut_twice_and_shuffled_come_out_as_they_were()
    {
        var random = new Random(1);
        var pdus = new RandomPdus(seed: 8);
        for (var i = 0; i < 3000; i++)
        {
            var packet = pdus.Packet() with { MoreFragments = false, FragmentOffset = 0, DontFragment = false };
            if (packet.Payload is Payload || random.Next(2) == 0)
                packet = packet with { Protocol = IpProtocol.Udp, Payload = new UdpDatagram(1, 2, RandomOctets(random, 4000)) };
            var mtu = random.Next(Ipv4Fragmenter.MinMtu, 1501);
            var fragments = Ipv4Fragmenter.Fragment(packet, mtu)
                .SelectMany(fragment => Ipv4Fragmenter.Fragment(fragment, random.Next(Ipv4Fragmenter.MinMtu, mtu + 1))).ToArray();
            random.Shuffle(fragments);

            var whole = fragments.Length == 1 ? fragments[0] : fragments.Select(OnTheWire).Select(_reassembler.Add).ToList()[^1].Packet;

            if (whole != packet || !whole.ToArray().AsSpan().SequenceEqual(packet.ToArray()))
                Assert.Fail($"{packet} (number {i}) came back as {whole}.");
        }

        _reassembler.Count.Should().Be(0);
    }

    [Fact]
    public void A_packet_that_is_whole_is_not_taken() =>
        FluentActions.Invoking(() => _reassembler.Add(Fragments.Datagram(10))).Should().Throw<ArgumentException>();

    private static Ipv4Packet OnTheWire(Ipv4Packet fragment)
    {
        Ipv4Packet.TryDecode(fragment.ToArray(), out var read, out _).Should().BeTrue();
        return read!;
    }

    private static Payload RandomOctets(Random random, int maxLength)
    {
        var octets = new byte[random.Next(maxLength)];
        random.NextBytes(octets);
        return Payload.Wrap(octets);
    }

    private static IEnumerable<int[]> Orders(int count)
    {
        if (count == 0)
            return [[]];
        return Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(place => (int[])[.. order[..place], count - 1, .. order[place..]]));
    }
}
