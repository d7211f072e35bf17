using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Packets.Icmp;

public class IcmpErrorTests
{
    private static readonly Ipv4Address Source = Ipv4Address.Parse("10.0.0.1");
    private static readonly Ipv4Address Destination = Ipv4Address.Parse("10.0.0.9");
    private static readonly Ipv4Address Router = Ipv4Address.Parse("10.0.1.2");

    private static readonly Ipv4Packet Datagram =
        new(Source, Destination, IpProtocol.Udp, new UdpDatagram(0x3039, 0x829A, Payload.Empty) { HasChecksum = false })
        {
            Identification = 0x1234,
            TimeToLive = 1,
        };

    // 4500 + 001c + 1234 + 0000 + 0111 + 0a00 + 0001 + 0a00 + 0009 = 6c6b, complemented 9394.
    private const string QuotedHeader = "4500 001c 1234 0000 01 11 9394 0a000001 0a000009";
    private const string QuotedDatagram = "3039 829a 0008 0000";

    [Fact]
    public void Port_unreachable_has_the_octets_of_the_standard()   // RFC 792
    {
        // The header sums to ffff, its checksum included; 0303 + 3039 + 829a + 0008 = b5de, complemented 4a21.
        var octets = Octets.Parse("03 03 4a21 00000000" + QuotedHeader + QuotedDatagram);

        var message = IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.PortUnreachable, Datagram);

        message.ToArray().Should().Equal(octets);
        IcmpMessage.TryDecode(octets, out var decoded, out _).Should().BeTrue();
        decoded.Should().Be(message);
    }

    [Fact]
    public void Fragmentation_needed_tells_the_MTU_in_the_last_two_octets_of_its_header()   // RFC 1191 §4
    {
        var message = IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.FragmentationNeeded, Datagram, nextHopMtu: 1400);

        message.ToArray()[4..8].Should().Equal(0, 0, 0x05, 0x78);
        message.NextHopMtu.Should().Be(1400);
    }

    [Fact]
    public void A_redirect_holds_the_gateway_and_a_parameter_problem_the_pointer_in_its_first_octet()   // RFC 792
    {
        var redirect = IcmpMessage.Redirect(RedirectCode.Host, Router, Datagram);
        var problem = IcmpMessage.ParameterProblem(20, Datagram);

        redirect.ToArray()[..2].Should().Equal(5, 1);
        redirect.ToArray()[4..8].Should().Equal(10, 0, 1, 2);
        redirect.Gateway.Should().Be(Router);
        problem.ToArray()[..2].Should().Equal(12, 0);
        problem.ToArray()[4..8].Should().Equal(20, 0, 0, 0);
        problem.Pointer.Should().Be(20);
    }

    [Theory]
    [InlineData(520, 548)]
    [InlineData(521, 548)]
    [InlineData(519, 547)]
    [InlineData(65_507, 548)]
    public void A_quote_is_as_long_as_fits_into_576_octets(int dataLength, int quoted)   // RFC 1812 §4.3.2.3
    {
        var packet = Datagram with { Payload = new UdpDatagram(1, 2, Payload.Zeros(dataLength)) };

        var message = IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, packet);

        message.Data.Length.Should().Be(quoted);
        message.Data.ToMemory().ToArray().Should().Equal(packet.ToArray()[..quoted]);
        new Ipv4Packet(Router, Source, IpProtocol.Icmp, message).WireLength.Should().BeLessThanOrEqualTo(576);
    }

    [Fact]
    public void The_quoted_packet_is_read_though_its_end_is_missing()
    {
        var packet = Datagram with { Payload = new UdpDatagram(1000, 2000, Payload.Zeros(1400)), Options = Payload.Copy([7, 7, 4, 0, 0, 0, 0, 0]) };

        IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, packet).TryReadQuoted(out var quoted).Should().BeTrue();

        quoted!.Source.Should().Be(Source);
        quoted.Destination.Should().Be(Destination);
        quoted.Protocol.Should().Be(IpProtocol.Udp);
        quoted.TotalLength.Should().Be(28 + 8 + 1400);
        quoted.Packet.Identification.Should().Be(0x1234);
        quoted.Packet.Options.Should().Be(packet.Options);
        quoted.Payload.Length.Should().Be(548 - 28);
        (quoted.SourcePort, quoted.DestinationPort, quoted.Sequence).Should().Be(((ushort?)1000, (ushort?)2000, (SequenceNumber?)null));
    }

    [Fact]
    public void Eight_octets_of_a_segment_tell_its_ports_and_sequence_number()   // RFC 792
    {
        var packet = Datagram with { Protocol = IpProtocol.Tcp, Payload = new TcpSegment { SourcePort = 49152, DestinationPort = 80, Sequence = new(0x01020304), Flags = TcpFlags.Syn } };
        var message = IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.HostUnreachable, packet);
        message = message with { Data = message.Data.Slice(0, 28) };

        message.TryReadQuoted(out var quoted).Should().BeTrue();

        (quoted!.SourcePort, quoted.DestinationPort, quoted.Sequence).Should().Be(((ushort?)49152, (ushort?)80, (SequenceNumber?)new SequenceNumber(0x01020304)));
        quoted.EchoIdentifier.Should().BeNull();
    }

    [Fact]
    public void A_quoted_echo_tells_whose_it_is()
    {
        var packet = Datagram with { Protocol = IpProtocol.Icmp, Payload = IcmpMessage.EchoRequest(7, 3, Payload.Empty) };

        IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, packet).TryReadQuoted(out var quoted).Should().BeTrue();

        (quoted!.EchoIdentifier, quoted.EchoSequenceNumber).Should().Be(((ushort?)7, (ushort?)3));
        quoted.SourcePort.Should().BeNull();
    }

    [Fact]
    public void What_stands_in_a_later_fragment_is_not_taken_for_ports()
    {
        var packet = Datagram with { FragmentOffset = 8, Payload = Payload.Copy([1, 2, 3, 4, 5, 6, 7, 8]) };

        IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, packet).TryReadQuoted(out var quoted).Should().BeTrue();

        quoted!.SourcePort.Should().BeNull();
        quoted.Packet.FragmentOffset.Should().Be(8);
    }

    [Theory]
    [InlineData(8, "40")]         // The TTL was lowered and the checksum was not.
    [InlineData(10, "0000")]      // No checksum at all.
    [InlineData(2, "ffff")]       // More than is quoted.
    [InlineData(2, "0000")]       // A length that cannot be.
    public void A_header_that_was_changed_on_the_way_is_still_read(int offset, string octets)
    {
        var changed = Octets.Parse(QuotedHeader + QuotedDatagram);
        Octets.Parse(octets).CopyTo(changed, offset);

        new IcmpMessage(IcmpType.DestinationUnreachable, 1, 0, Payload.Wrap(changed)).TryReadQuoted(out var quoted).Should().BeTrue();

        (quoted!.Destination, quoted.DestinationPort).Should().Be((Destination, (ushort?)0x829A));
    }

    [Theory]
    [InlineData(3, "")]
    [InlineData(3, "4500 001c 1234 0000 01 11 9394 0a000001 0a0000")]      // 19 octets
    [InlineData(3, "4600 001c 1234 0000 01 11 9394 0a000001 0a000009")]    // options missing
    [InlineData(3, "4400 001c 1234 0000 01 11 9394 0a000001 0a000009")]    // an IHL below 5
    [InlineData(3, "6500 001c 1234 0000 01 11 9394 0a000001 0a000009")]    // version 6
    [InlineData(8, QuotedHeader)]                                          // an echo quotes nothing
    public void What_is_no_quote_is_not_read(byte type, string data)
    {
        var message = new IcmpMessage((IcmpType)type, 1, 0, Payload.Copy(Octets.Parse(data)));

        message.TryReadQuoted(out _).Should().BeFalse();
        Octets.Describe(message).Should().HaveCountLessThanOrEqualTo(5);
    }

    [Fact]
    public void Zeros_behind_the_quoted_packet_are_no_part_of_it()   // RFC 4884 §5.1
    {
        var message = IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, Datagram);
        var padded = message with { Data = Payload.Copy([.. message.Data.ToMemory().Span, .. new byte[100]]) };

        padded.TryReadQuoted(out var quoted).Should().BeTrue();

        quoted!.Payload.Length.Should().Be(8);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(8, false)]
    [InlineData(11, true)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    public void Errors_are_told_from_questions_and_answers(byte type, bool isError) =>   // RFC 1122 §3.2.2
        new IcmpMessage((IcmpType)type, 0, 0, Payload.Empty).IsError.Should().Be(isError);
}
