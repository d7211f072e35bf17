using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Stack.Ipv4;
using NetSim.Tests.Packets;

namespace NetSim.Tests.Stack.Ipv4;

public class Ipv4FragmenterTests
{
    [Fact]
    public void Fragments_fill_the_MTU_in_units_of_8_octets()   // RFC 791 §3.2
    {
        var packet = Fragments.Datagram(4000, identification: 0x1234) with { TimeToLive = 9, Dscp = 46, Ecn = 2 };

        var fragments = Ipv4Fragmenter.Fragment(packet, 1500);

        fragments.Select(Shape).Should().Equal((0, 1480, true), (1480, 1480, true), (2960, 1040, false));
        fragments.Should().OnlyContain(fragment => fragment.Identification == 0x1234 && fragment.TimeToLive == 9 && fragment.Dscp == 46 && fragment.Ecn == 2);
    }

    [Theory]
    [InlineData(1480, 1500, 1)]
    [InlineData(1481, 1500, 2)]
    [InlineData(1480, 1499, 2)]   // 1479 octets are no unit of 8: 1472 and 8.
    [InlineData(48, 68, 1)]
    [InlineData(49, 68, 2)]
    [InlineData(65_515, 68, 1365)]
    public void A_packet_is_cut_only_where_it_does_not_fit(int payloadLength, int mtu, int count)
    {
        var packet = Fragments.Datagram(payloadLength);

        var fragments = Ipv4Fragmenter.Fragment(packet, mtu);

        fragments.Should().HaveCount(count);
        fragments.Should().OnlyContain(fragment => fragment.WireLength <= mtu);
        if (count == 1)
            fragments[0].Should().BeSameAs(packet);
    }

    [Fact]
    public void The_fragments_hold_the_payload_with_its_checksum_filled_in()
    {
        var packet = Fragments.Datagram(100);

        var fragments = Ipv4Fragmenter.Fragment(packet, 68);

        fragments.SelectMany(fragment => fragment.Payload.ToArray()).Should().Equal(packet.ToArray()[20..]);
        fragments[0].Payload.ToArray()[6..8].Should().NotEqual([0, 0]);
    }

    [Fact]
    public void A_fragment_is_cut_again_and_only_the_end_of_the_last_is_the_end()   // RFC 791 §3.2
    {
        var fragments = Ipv4Fragmenter.Fragment(Fragments.Datagram(2000), 1500);

        var again = fragments.SelectMany(fragment => Ipv4Fragmenter.Fragment(fragment, 620));

        again.Select(Shape).Should().Equal((0, 600, true), (600, 600, true), (1200, 280, true), (1480, 520, false));
    }

    [Fact]
    public void The_first_fragment_has_all_options_and_the_others_those_with_the_copied_flag()   // RFC 791 §3.1, §3.2
    {
        var options = Octets.Parse("07 07 04 00000000 94 04 0000 00");
        var packet = Fragments.Datagram(120) with { Options = Payload.Wrap(options) };

        var fragments = Ipv4Fragmenter.Fragment(packet, 76);

        fragments.Select(fragment => Convert.ToHexString(fragment.Options.ToArray())).Should().Equal(
            "0707040000000094040000" + "00", "94040000", "94040000");
        // The shorter header leaves room for more: 44 octets become 40, 52 become 48.
        fragments.Select(Shape).Should().Equal((0, 40, true), (40, 48, true), (88, 32, false));
    }

    [Fact]
    public void What_must_not_be_fragmented_is_refused_where_it_does_not_fit()
    {
        var packet = Fragments.Datagram(100) with { DontFragment = true };

        Ipv4Fragmenter.Fragment(packet, 120).Should().Equal(packet);
        FluentActions.Invoking(() => Ipv4Fragmenter.Fragment(packet, 119)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Ipv4Fragmenter.Fragment(packet, 67)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_virtual_payload_stays_virtual()
    {
        var packet = Fragments.Datagram(8) with { Payload = new UdpDatagram(1000, 2000, Payload.Zeros(60_000)) };

        var fragments = Ipv4Fragmenter.Fragment(packet, 1500);

        fragments.Select(fragment => ((Payload)fragment.Payload).IsVirtual).Should().Equal([false, .. Enumerable.Repeat(true, fragments.Count - 1)]);
        fragments.SelectMany(fragment => fragment.Payload.ToArray()).Should().Equal(packet.ToArray()[20..]);
    }

    private static (int Offset, int Length, bool More) Shape(Ipv4Packet fragment) =>
        (fragment.FragmentOffset, fragment.Payload.WireLength, fragment.MoreFragments);
}
