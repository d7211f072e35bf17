using NetSim.Packets.Tcp;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class PacketTests
{
    [Theory]
    [InlineData("0 < S 0:0(0) win 32792 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7,eol>")]
    [InlineData("0 > S. 0:0(0) ack 1 <...>")]
    [InlineData("0 > - 1:1(0)")]
    [InlineData("0 > FPU. 4294967295:4(5) ack 4294967295 win 65535 urg 5")]
    [InlineData("0 < R 1:1(0)! ack 5!")]
    [InlineData("0 > P. ...(1000) ack 1")]
    [InlineData("0 > [ect0] . 1:1001(1000) ack 1")]
    [InlineData("0 > [tos 0x02, ttl 64, flowlabel 0xabcde] . 1:1(0)")]
    [InlineData("0 > 8080 > 1234 . 1:1(0) ack 1")]
    [InlineData("0 < . 1:1(0) ack 1 win 257 <sack 1001:2001 3001:4001!,nop,nop>")]
    [InlineData("0 < . 1:1(0) ack 1 win 257 <nop,nop,TS val 5! ecr 700!>")]
    [InlineData("0 > S 0:0(0) <mss *,wscale *,TS val ... ecr ...>")]
    [InlineData("0 > S 0:0(0) <FO>")]
    [InlineData("0 < S 0:10(10) <FO 0123456789abcdef,md5 00112233445566778899aabbccddeeff>")]
    [InlineData("0 < udp (1000)")]
    [InlineData("0 > [ttl 3] udp 53 > 1053 (16)")]
    [InlineData("0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]")]
    [InlineData("0 < icmp unreachable port_unreachable [udp (16)]")]
    [InlineData("0 > icmp echo_reply id 7 [raw (16)]")]
    [InlineData("0 < icmp type_3 code_4")]
    public void A_packet_reads_back_as_it_is_written(string text) =>
        ("0 " + Scripts.Event<ScriptEvent>(text)).Should().Be(text);

    [Theory]
    [InlineData("S", TcpFlags.Syn)]
    [InlineData("F", TcpFlags.Fin)]
    [InlineData("R.", TcpFlags.Rst | TcpFlags.Ack)]
    [InlineData("P.", TcpFlags.Psh | TcpFlags.Ack)]
    [InlineData("U", TcpFlags.Urg)]
    [InlineData(".", TcpFlags.Ack)]
    [InlineData("-", TcpFlags.None)]
    [InlineData("SEW", TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr)]
    [InlineData("SE.", TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Ack)]
    [InlineData("P.3", TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Ece | TcpFlags.Cwr)]
    [InlineData(".4", TcpFlags.Ack | TcpFlags.Ae)]
    [InlineData("SEWA", TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr | TcpFlags.Ae)]
    [InlineData("SN", TcpFlags.Syn | TcpFlags.Ae)]
    public void Flags_are_letters_a_point_or_a_dash(string text, TcpFlags flags) =>
        Scripts.Segment($"0 < {text} 0:0(0)").Flags.Should().Be(flags);

    [Theory]
    [InlineData("[noecn]", EcnMark.NotEct)]
    [InlineData("[ect1]", EcnMark.Ect1)]
    [InlineData("(ect0)", EcnMark.Ect0)]
    [InlineData("[ce]", EcnMark.Ce)]
    [InlineData("[ect01]", EcnMark.Ect01)]
    [InlineData("[ect?]", null)]
    [InlineData("", null)]
    internal void An_ecn_mark_stands_before_the_flags(string text, EcnMark? mark) =>
        Scripts.Event<TcpPacketEvent>($"0 > {text} . 1:1(0)").Ip.Should().Be(new IpFields(Ecn: mark));

    [Fact]
    public void Fields_of_the_ip_header_stand_in_any_order() =>
        Scripts.Event<TcpPacketEvent>("0 < (ttl 64)[ce](flowlabel 0x12, tos 0x20) . 1:1(0)").Ip
            .Should().Be(new IpFields(EcnMark.Ce, Tos: 0x20, Ttl: 64, FlowLabel: 0x12));

    [Fact]
    public void What_a_segment_does_not_say_is_open_and_options_that_are_not_there_are_none()
    {
        var header = Scripts.Segment("0 > . 1:1(0)");

        header.Should().Be(new TcpHeaderSyntax(TcpFlags.Ack, new SequenceRange(1, 0)));
        header.Should().BeEquivalentTo(new { Acknowledgment = (uint?)null, Window = (ushort?)null, UrgentPointer = (ushort?)null });
        header.Options!.Value.Should().BeEmpty();
        Scripts.Segment("0 > . 1:1(0) win *").Window.Should().BeNull();
        Scripts.Segment("0 > . 1:1(0) <...>").Options.Should().BeNull();
    }

    [Fact]
    public void A_sequence_range_has_a_start_a_length_and_marks()
    {
        Scripts.Segment("0 > . 1:1001(1000)").Sequence.Should().Be(new SequenceRange(1, 1000));
        Scripts.Segment("0 > . ...(10)").Sequence.Should().Be(new SequenceRange(0, 10, IsAny: true));
        Scripts.Segment("0 > . 5!:7!(2)").Sequence.Should().Be(new SequenceRange(5, 2, IsAbsolute: true));
        Scripts.Segment("0 > . 5:7(2)!").Sequence.Should().Be(new SequenceRange(5, 2, IsAbsolute: true));
    }

    [Fact]
    public void Options_keep_their_order_and_their_octets()
    {
        Scripts.Segment("0 < S 0:0(0) <mss 1460,nop,wscale 7,sackOK,eol>").Options!.Value.Should().Equal(
            new MaximumSegmentSizeSyntax(1460), new NoOperationSyntax(), new WindowScaleSyntax(7), new SackPermittedSyntax(), new EndOfListSyntax());
        Scripts.Segment("0 < S 0:0(0) <TS val 4294967295 ecr 1!,sack 1:2 3:4>").Options!.Value.Should().Equal(
            new TimestampsSyntax(uint.MaxValue, 1, EchoReplyIsAbsolute: true), new SackSyntax([new(1, 2), new(3, 4)]));
        Scripts.Segment("0 < S 0:0(0) <FO 0102,FOEXP 03,uto 300>").Options!.Value.Should().Equal(
            new OctetsOptionSyntax("FO", 34, [1, 2]),                    // RFC 7413 §4.1.1
            new OctetsOptionSyntax("FOEXP", 254, [0xF9, 0x89, 3]),       // RFC 7413 appendix A
            new OctetsOptionSyntax("uto", 28, [0x01, 0x2C]));            // RFC 5482 §3
    }

    [Fact]
    public void Options_know_their_length() =>
        Scripts.Segment("0 < S 0:0(0) <mss 1,nop,wscale 7,sackOK,eol,TS val 1 ecr 2,sack 1:2,FO 01>").Options!.Value
            .Select(option => option.WireLength).Should().Equal(4, 1, 3, 2, 1, 10, 10, 3);

    [Theory]
    [InlineData("0 < icmp unreachable host_unreachable [5:5(0)]", "< icmp unreachable host_unreachable [5:5(0)]")]
    [InlineData("0 < [5:5(0)] icmp unreachable host_unreachable", "< icmp unreachable host_unreachable [5:5(0)]")]
    [InlineData("0 < icmp unreachable frag_needed [tcp (7)] mtu 1280", "< icmp unreachable frag_needed mtu 1280 [7:7(0)]")]
    [InlineData("0 < icmp source_quench\nclose(3) = 0", "< icmp source_quench")]
    public void An_icmp_message_quotes_a_packet_before_or_behind_its_name(string text, string expected) =>
        Scripts.Read(text).Events[0].ToString().Should().Be(expected);

    [Theory]
    [InlineData(false, "unreachable", "frag_needed", 3, 4)]           // RFC 792, RFC 1191
    [InlineData(false, "unreachable", "packet_filtered", 3, 13)]      // RFC 1812 §5.2.7.1
    [InlineData(false, "time_exceeded", "frag_reass_exceeded", 11, 1)]
    [InlineData(false, "echo_request", null, 8, 0)]
    [InlineData(false, "type_42", "code_7", 42, 7)]
    [InlineData(true, "unreachable", "port_unreachable", 1, 4)]       // RFC 4443 §3.1
    [InlineData(true, "packet_too_big", null, 2, 0)]                  // RFC 4443 §3.2
    [InlineData(true, "parameter_problem", "unknown_option", 4, 2)]   // RFC 4443 §3.4
    [InlineData(true, "echo_reply", null, 129, 0)]
    public void Icmp_names_have_numbers(bool isVersion6, string typeName, string? codeName, byte type, byte code)
    {
        IcmpNames.TryFind(isVersion6, typeName, codeName, out var foundType, out var foundCode).Should().BeTrue();

        (foundType, foundCode).Should().Be((type, code));
    }

    [Theory]
    [InlineData("0 < sctp: INIT[flgs=0, tag=1,\n   a_rwnd=1500, STATE_COOKIE[len=4, val=...]]", "SCTP packets")]
    [InlineData("0 < udplite (16, 8)", "UDP-Lite packets")]
    [InlineData("0 > ipv4 192.0.2.1 > 192.168.0.1: . 1:1(0) ack 1", "packets in ipv4")]
    [InlineData("0 > ipv6 fd3d::1 > 2001:db8::1: gre: . 1:1(0) ack 1", "packets in ipv6")]
    [InlineData("0 > mpls (label 0, tc 0, [S], ttl 0): . 1:1(0)", "packets in mpls")]
    [InlineData("0 < . 1:1(0) ack 1 win 10 /udp(9899 > 9899)", "TCP in UDP")]
    [InlineData("0 < S 0:0(0) win 10 <mss 1460,mp_capable v1 flags[flag_h] nokey>", "the TCP option mp_capable")]
    [InlineData("0 < S 0:0(0) win 10 {mut tcp source_port}", "changed header fields")]
    [InlineData("0 < [sctp (1)] icmp unreachable", "ICMP messages about SCTP and UDP-Lite packets")]
    public void What_is_recognised_and_not_supported_is_an_event_of_its_own(string text, string what)
    {
        var script = Scripts.Read($"0 a() = 0\n{text}\n+0 b() = 0");

        script.FirstUnsupported.Should().Be(new UnsupportedEvent(2, EventTime.At(default), what));
        script.Events.Should().HaveCount(3).And.Subject.Last().Should().BeOfType<SystemCallEvent>();
    }

    [Theory]
    [InlineData("0 < X 0:0(0)", 5, "Expected TCP flags (F S R P . U E W A, or - for none), found 'X'.")]
    [InlineData("0 < S 0:5(4)", 7, "4 octets from 0 on do not end at 5.")]
    [InlineData("0 < S 4294967296:4294967296(0)", 7, "Expected a sequence number from 0 to 4294967295, found '4294967296'.")]
    [InlineData("0 < S 0:0(0) win 65536", 18, "Expected a window from 0 to 65535, found '65536'.")]
    [InlineData("0 < S 0:0(0) <...>", 14, "Only packets from the stack may leave their options open (<...>).")]
    [InlineData("0 < S 0:0(0) <wscale *>", 22, "Only packets from the stack may leave a number open.")]
    [InlineData("0 < [ect01] S 0:0(0)", 6, "Only packets from the stack may have one of two marks: use ect0 or ect1.")]
    [InlineData("0 < S 0:0(0) <mss>", 18, "Expected an MSS, found '>'.")]
    [InlineData("0 < S 0:0(0) <FO 123>", 18, "Expected an even number of hexadecimal digits, found '123'.")]
    [InlineData("0 < S 0:0(0) <sack 1:2 3:4 5:6 7:8 9:10>", 14, "The options have 42 octets, and a TCP header has room for 40.")]
    [InlineData("0 < icmp unreachable no_such_code", 10, "There is no ICMP message 'unreachable no_such_code'.")]
    [InlineData("0 < [1:1(0)] . 1:1(0)", 14, "Expected 'icmp', found '.'.")]
    [InlineData("0 < udp 5", 9, "Expected '(', found '5'.")]
    public void An_error_in_a_packet_says_what_was_expected(string text, int column, string problem)
    {
        var error = Scripts.Error(text);

        (error.Column, error.Problem).Should().Be((column, problem));
    }
}
