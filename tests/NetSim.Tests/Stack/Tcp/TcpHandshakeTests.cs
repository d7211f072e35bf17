using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Icmp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpHandshakeTests
{
    [Fact]
    public void An_active_open_sends_a_SYN_and_acknowledges_the_answer()   // RFC 9293 §3.5, figure 6
    {
        var tcp = TcpScript.Closed();

        tcp.Connect();
        tcp.Expect("S 0:0(0) win 65535 <mss 1460, sackOK, TS val 0 ecr 0, nop, wscale 7>");
        tcp.State.Should().Be(TcpState.SynSent);
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect(". 1:1(0) ack 1 win 65535");
        tcp.State.Should().Be(TcpState.Established);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void A_passive_open_answers_SYN_with_SYN_ACK_and_is_established_by_its_acknowledgment()   // RFC 9293 §3.10.7.2, §3.10.7.4
    {
        var tcp = TcpScript.SynReceived();

        tcp.State.Should().Be(TcpState.SynReceived);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.State.Should().Be(TcpState.Established);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void Data_may_come_with_the_acknowledgment_of_the_SYN_ACK()   // RFC 9293 §3.10.7.4, fifth and seventh
    {
        var tcp = TcpScript.SynReceived();

        tcp.Send("P.", seq: 1, ack: 1, data: "hello");
        tcp.State.Should().Be(TcpState.Established);
        tcp.ReadText().Should().Be("hello");
        tcp.Expect(". 1:1(0) ack 6", after: 200.Milliseconds);
    }

    [Fact]
    public void A_FIN_may_come_with_the_acknowledgment_of_the_SYN_ACK()   // RFC 9293 §3.10.7.4, eighth
    {
        var tcp = TcpScript.SynReceived();

        tcp.Send("F.", seq: 1, ack: 1);
        tcp.Expect(". 1:1(0) ack 2");
        tcp.State.Should().Be(TcpState.CloseWait);
    }

    [Fact]
    public void Simultaneous_opens_make_one_connection()   // RFC 9293 §3.5, figure 7
    {
        var tcp = TcpScript.SynSent();

        tcp.Send("S", seq: 0, mss: 1_460);
        tcp.State.Should().Be(TcpState.SynReceived);
        tcp.Expect("S. 0:0(0) ack 1");
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.State.Should().Be(TcpState.Established);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void A_simultaneous_open_is_completed_by_a_bare_acknowledgment_too()   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.SynSent();

        tcp.Send("S", seq: 0, mss: 1_460);
        tcp.Expect("S. 0:0(0) ack 1");
        tcp.Send(".", seq: 1, ack: 1);
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void An_unanswered_SYN_is_resent_ever_more_rarely_until_the_attempt_times_out()   // RFC 9293 §3.8.3, RFC 6298 §5.5
    {
        var tcp = TcpScript.SynSent();

        foreach (var second in new[] { 1, 3, 7, 15, 31, 63, 123 })
            tcp.Expect("S 0:0(0)", at: second.Seconds);
        tcp.ExpectNothingFor(120.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void An_unanswered_SYN_ACK_is_resent_until_the_connection_is_forgotten()   // RFC 9293 §3.8.3
    {
        var tcp = TcpScript.SynReceived();

        foreach (var second in new[] { 1, 3, 7, 15, 31, 63, 123 })
            tcp.Expect("S. 0:0(0) ack 1", at: second.Seconds);
        tcp.ExpectNothingFor(120.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Fact]
    public void That_the_peer_is_unreachable_does_not_end_the_attempt_but_explains_its_end()   // RFC 9293 §3.9.2.2, MUST-56
    {
        var tcp = TcpScript.SynSent();

        tcp.Tell(DestinationUnreachableCode.HostUnreachable);
        tcp.State.Should().Be(TcpState.SynSent);
        tcp.Pass(200.Seconds);
        tcp.Connection.Error.Should().Be(SocketError.HostUnreachable);
    }

    [Fact]
    public void A_peer_without_MSS_option_gets_segments_of_536_octets()   // RFC 9293 §3.7.1, MUST-15
    {
        var tcp = TcpScript.Established(mss: null);

        tcp.Write(600);
        tcp.Expect(". 1:537(536) ack 1");
    }

    [Fact]
    public void No_segment_is_larger_than_the_MSS_that_the_peer_offers()   // RFC 9293 §3.7.1, MUST-16
    {
        var tcp = TcpScript.Established(mss: 100);

        tcp.Write(250);
        tcp.Expect(". 1:101(100) ack 1");
        tcp.Expect(". 101:201(100) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void An_MSS_of_zero_does_not_stop_the_connection()
    {
        var tcp = TcpScript.Established(mss: 0);

        tcp.Write("ab");
        tcp.Expect(". 1:2(1) ack 1");
        tcp.Expect("P. 2:3(1) ack 1");
    }

    [Fact]
    public void What_is_written_before_the_handshake_is_complete_follows_it()   // RFC 9293 §3.10.2
    {
        var tcp = TcpScript.SynSent();

        tcp.Write("hello");
        tcp.ExpectNothing();
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect("P. 1:6(5) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void A_lost_SYN_leaves_a_window_of_one_segment_and_an_RTO_of_three_seconds()   // RFC 5681 §3.1, RFC 6298 §5.7
    {
        var tcp = TcpScript.SynSent();

        tcp.Expect("S 0:0(0)", at: 1.Seconds);
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Write(3_000);
        tcp.Expect(". 1:1461(1460) ack 1");
        tcp.Expect(". 1:1461(1460) ack 1", after: 3.Seconds);
    }

    [Fact]
    public void A_lost_SYN_does_not_shorten_the_time_for_which_data_is_resent_later()   // RFC 9293 §3.8.3
    {
        var tcp = TcpScript.SynSent();

        tcp.Expect("S 0:0(0)", at: 1.Seconds);
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.ExpectNothingFor(300.Seconds);
        tcp.Write("x");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", after: 3.Seconds);
        tcp.State.Should().Be(TcpState.Established);
    }
}
