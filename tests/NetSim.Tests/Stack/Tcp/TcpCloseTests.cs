using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpCloseTests
{
    [Fact]
    public void The_side_that_closes_first_goes_through_FIN_WAIT_to_TIME_WAIT()   // RFC 9293 §3.6, figure 12
    {
        var tcp = TcpScript.Established();

        tcp.Shutdown();
        tcp.Expect("F. 1:1(0) ack 1");
        tcp.State.Should().Be(TcpState.FinWait1);
        tcp.Send(".", seq: 1, ack: 2);
        tcp.State.Should().Be(TcpState.FinWait2);
        tcp.Send("F.", seq: 1, ack: 2);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void The_side_that_closes_second_goes_through_CLOSE_WAIT_and_LAST_ACK()   // RFC 9293 §3.6, figure 12
    {
        var tcp = TcpScript.Established();

        tcp.Send("F.", seq: 1, ack: 1);
        tcp.Expect(". 1:1(0) ack 2");
        tcp.State.Should().Be(TcpState.CloseWait);
        tcp.Connection.IsAtEnd.Should().BeTrue();
        tcp.Shutdown();
        tcp.Expect("F. 1:1(0) ack 2");
        tcp.State.Should().Be(TcpState.LastAck);
        tcp.Send(".", seq: 2, ack: 2);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().BeNull();
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void Sides_that_close_at_once_meet_in_CLOSING()   // RFC 9293 §3.6, figure 13
    {
        var tcp = TcpScript.Established();

        tcp.Shutdown();
        tcp.Expect("F. 1:1(0) ack 1");
        tcp.Send("F.", seq: 1, ack: 1);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.State.Should().Be(TcpState.Closing);
        tcp.Send(".", seq: 2, ack: 2);
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void A_FIN_that_acknowledges_the_FIN_leads_straight_to_TIME_WAIT()   // RFC 9293 §3.10.7.4, eighth, FIN-WAIT-1
    {
        var tcp = TcpScript.In(TcpState.FinWait1);

        tcp.Send("F.", seq: 1, ack: 2);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void The_FIN_follows_the_last_octet_in_its_segment()   // RFC 9293 §3.10.4
    {
        var tcp = TcpScript.Established(mss: 100);

        tcp.Write(150);
        tcp.Expect(". 1:101(100) ack 1");
        tcp.Shutdown();
        tcp.Expect("FP. 101:151(50) ack 1");
        tcp.Send(".", seq: 1, ack: 152);
        tcp.State.Should().Be(TcpState.FinWait2);
    }

    [Fact]
    public void A_lost_FIN_is_resent()   // RFC 6298 §5.4
    {
        var tcp = TcpScript.In(TcpState.FinWait1);

        tcp.Expect("F. 1:1(0) ack 1", at: 1.Seconds);
        tcp.Expect("F. 1:1(0) ack 1", at: 3.Seconds);
        tcp.Send(".", seq: 1, ack: 2);
        tcp.State.Should().Be(TcpState.FinWait2);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void After_a_half_close_the_peer_may_go_on_sending()   // RFC 9293 §3.6, half-close
    {
        var tcp = TcpScript.In(TcpState.FinWait2);

        tcp.Send("P.", seq: 1, ack: 2, data: "more");
        tcp.ReadText().Should().Be("more");
        tcp.Expect(". 2:2(0) ack 5", after: 200.Milliseconds);
        tcp.ExpectNothingFor(600.Seconds);
        tcp.State.Should().Be(TcpState.FinWait2);
    }

    [Fact]
    public void After_the_peers_close_this_side_may_go_on_sending()   // RFC 9293 §3.10.2, CLOSE-WAIT
    {
        var tcp = TcpScript.In(TcpState.CloseWait);

        tcp.Write("more");
        tcp.Expect("P. 1:5(4) ack 2");
        tcp.Send(".", seq: 2, ack: 5);
        tcp.State.Should().Be(TcpState.CloseWait);
    }

    [Fact]
    public void A_FIN_behind_a_gap_takes_effect_when_the_gap_is_filled()   // RFC 9293 §3.10.7.4, eighth
    {
        var tcp = TcpScript.Established();

        tcp.Send("F.", seq: 4, ack: 1, data: "def");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.State.Should().Be(TcpState.Established);
        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Expect(". 1:1(0) ack 8");
        tcp.State.Should().Be(TcpState.CloseWait);
        tcp.ReadText().Should().Be("abcdef");
        tcp.Connection.IsAtEnd.Should().BeTrue();
    }

    [Fact]
    public void A_false_FIN_within_later_data_does_not_hide_the_true_one()
    {
        var tcp = TcpScript.Established();

        tcp.Send("F.", seq: 3, ack: 1);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 1, ack: 1, data: "abcdef");
        tcp.Expect(". 1:1(0) ack 7", after: 200.Milliseconds);
        tcp.Send("F.", seq: 7, ack: 1);
        tcp.Expect(". 1:1(0) ack 8");
        tcp.State.Should().Be(TcpState.CloseWait);
    }

    [Fact]
    public void A_connection_whose_application_is_gone_does_not_wait_for_ever_in_FIN_WAIT_2()
    {
        var tcp = TcpScript.Established();

        tcp.Close();
        tcp.Expect("F. 1:1(0) ack 1");
        tcp.Send(".", seq: 1, ack: 2);
        tcp.State.Should().Be(TcpState.FinWait2);
        tcp.ExpectNothingFor(60.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Fact]
    public void Closing_in_SYN_RECEIVED_sends_the_FIN_when_the_handshake_is_complete()   // RFC 9293 §3.10.4, SYN-RECEIVED
    {
        var tcp = TcpScript.SynReceived();

        tcp.Shutdown();
        tcp.ExpectNothing();
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Expect("F. 1:1(0) ack 1");
        tcp.State.Should().Be(TcpState.FinWait1);
    }

    [Fact]
    public void A_FIN_waits_for_the_peers_window_to_open()   // RFC 9293 §3.8.6: the FIN takes a number of the window
    {
        var tcp = TcpScript.Established(window: 3);

        tcp.Write("abc");
        tcp.Expect("P. 1:4(3) ack 1");
        tcp.Shutdown();
        tcp.Send(".", seq: 1, ack: 4, win: 0);
        tcp.ExpectNothing();
        tcp.Send(".", seq: 1, ack: 4, win: 100);
        tcp.Expect("F. 4:4(0) ack 1");
    }

    [Fact]
    public void A_FIN_that_waits_for_the_window_probes_it_for_as_long_as_the_peer_answers()   // RFC 9293 §3.8.6.1, MUST-37
    {
        var tcp = TcpScript.Established(window: 3);

        tcp.Write("abc");
        tcp.Expect("P. 1:4(3) ack 1");
        tcp.Shutdown();
        tcp.Send(".", seq: 1, ack: 4, win: 0);
        var time = 0;
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60, 60 })
        {
            tcp.Expect("F. 4:4(0) ack 1", at: (time += wait).Seconds);
            tcp.Send(".", seq: 1, ack: 4, win: 0);
        }

        tcp.Send(".", seq: 1, ack: 5, win: 0);
        tcp.State.Should().Be(TcpState.FinWait2);
        tcp.ExpectNothingFor(600.Seconds);
    }
}
