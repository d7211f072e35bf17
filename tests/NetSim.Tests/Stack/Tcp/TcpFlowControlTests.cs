using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpFlowControlTests
{
    [Fact]
    public void No_more_is_sent_than_the_peers_window()   // RFC 9293 §3.8.6
    {
        var tcp = TcpScript.Established(mss: 1_000, window: 1_500);

        tcp.Write(3_000);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothing();                                           // 500 would be a silly window
        tcp.Send(".", seq: 1, ack: 1_001, win: 2_000);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect("P. 2001:3001(1000) ack 1");
    }

    [Fact]
    public void A_closed_window_is_probed_ever_more_rarely_for_as_long_as_the_peer_answers()   // RFC 9293 §3.8.6.1, MUST-36, MUST-37
    {
        var tcp = TcpScript.Established(window: 0);
        tcp.Write("ab");

        var time = 0;
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60 })
        {
            tcp.Expect(". 1:2(1) ack 1", at: (time += wait).Seconds);
            tcp.Send(".", seq: 1, ack: 1, win: 0);
        }

        tcp.Send(".", seq: 1, ack: 1, win: 100);
        tcp.Expect("P. 1:3(2) ack 1");
        tcp.Expect("P. 1:3(2) ack 1", after: 1.Seconds);               // the RTO was never backed off
    }

    [Fact]
    public void A_probed_peer_that_falls_silent_is_given_up()   // RFC 9293 §3.8.3, R2
    {
        var tcp = TcpScript.Established(window: 0);
        tcp.Write("ab");

        tcp.Pass(300.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void A_peer_may_take_the_probes_octet_though_it_was_the_last()   // RFC 9293 §3.8.6.1
    {
        var tcp = TcpScript.Established(window: 0);
        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1", after: 1.Seconds);

        tcp.Send(".", seq: 1, ack: 2, win: 0);
        tcp.ExpectNothingFor(600.Seconds);
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void A_window_that_shrinks_to_nothing_is_probed_and_does_not_end_the_connection()   // RFC 9293 §3.8.6, MUST-34, MUST-35
    {
        var tcp = TcpScript.Established(mss: 1_000);
        tcp.Write(1_000);
        tcp.Expect("P. 1:1001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 1, win: 0);

        for (var i = 0; i < 40; i++)
        {
            foreach (var segment in tcp.Pass(10.Seconds))
            {
                segment.Should().Be(". 1:2(1) ack 1");
                tcp.Send(".", seq: 1, ack: 1, win: 0);
            }
        }

        tcp.State.Should().Be(TcpState.Established);
        tcp.Send(".", seq: 1, ack: 1, win: 65_535);
        tcp.Expect("P. 1:1001(1000) ack 1");
    }

    [Fact]
    public void An_older_segment_does_not_change_the_window()   // RFC 9293 §3.10.7.4, fifth: SND.WL1, SND.WL2
    {
        var tcp = TcpScript.Established(mss: 1_000);
        tcp.Send(".", seq: 11, ack: 1, win: 2_000, length: 10);
        tcp.Expect(". 1:1(0) ack 1");

        tcp.Send(".", seq: 1, ack: 1, win: 65_535, length: 10);
        tcp.Expect(". 1:1(0) ack 21");
        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(2);
    }

    [Fact]
    public void The_receivers_window_closes_as_the_buffer_fills_and_opens_when_it_is_read()   // RFC 9293 §3.8.6.2.2
    {
        var tcp = TcpScript.Established(new TcpOptions { ReceiveBufferSize = 3_000 });

        tcp.Send(".", seq: 1, ack: 1, length: 1_460);
        tcp.Send(".", seq: 1_461, ack: 1, length: 1_460);
        tcp.Expect(". 1:1(0) ack 2921 win 80");
        tcp.Send(".", seq: 2_921, ack: 1, length: 80);
        tcp.Expect(". 1:1(0) ack 3001 win 0", after: 200.Milliseconds);
        tcp.Read(1_000);
        tcp.ExpectNothing();                                           // not worth telling
        tcp.Read(1_000);
        tcp.Expect(". 1:1(0) ack 3001 win 2000");
    }

    [Fact]
    public void Data_beyond_the_window_is_not_taken()   // RFC 9293 §3.10.7.4, first and seventh
    {
        var tcp = TcpScript.Established(new TcpOptions { ReceiveBufferSize = 1_000 });

        tcp.Send(".", seq: 1, ack: 1, length: 1_400);
        tcp.Expect(". 1:1(0) ack 1001 win 0", after: 200.Milliseconds);
        tcp.Read().Should().HaveCount(1_000);
    }

    [Fact]
    public void A_probe_of_the_closed_window_is_answered_and_its_acknowledgment_counts()   // RFC 9293 §3.8.6.1, MUST-37; §3.10.7.4, first
    {
        var tcp = TcpScript.Established(new TcpOptions { ReceiveBufferSize = 1_000 });
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1001 win 0", after: 200.Milliseconds);
        tcp.Write("hello");
        tcp.Expect("P. 1:6(5) ack 1001");

        tcp.Send(".", seq: 1_001, ack: 6, length: 1);
        tcp.Expect(". 6:6(0) ack 1001 win 0");
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void An_acknowledgment_sent_while_probing_is_acceptable_to_the_peer()   // RFC 9293 §3.10.7.4, first
    {
        var tcp = TcpScript.Established(window: 0);
        tcp.Write("ab");
        tcp.Expect(". 1:2(1) ack 1", after: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 1, win: 0);

        tcp.Send("P.", seq: 1, ack: 1, win: 0, data: "x");
        tcp.Expect(". 1:1(0) ack 2", after: 200.Milliseconds);
    }

    [Fact]
    public void Segments_smaller_than_the_MSS_may_go_when_they_fill_half_of_the_greatest_window()   // RFC 9293 §3.8.6.2.1 (3)
    {
        var tcp = TcpScript.Established(mss: 1_000, window: 200);

        tcp.Write(1_000);
        tcp.Expect(". 1:201(200) ack 1");
        tcp.Send(".", seq: 1, ack: 201, win: 100);
        tcp.Expect(". 201:301(100) ack 1");
        tcp.Send(".", seq: 1, ack: 301, win: 99);
        tcp.ExpectNothing();
        tcp.Expect(". 301:400(99) ack 1", after: 1.Seconds);           // the override timeout
    }
}
