using NetSim.Stack.Tcp;
using NetSim.Kernel;

namespace NetSim.Tests.Stack.Tcp;

public class TcpFastRetransmitTests
{
    [Fact]
    public void The_third_duplicate_acknowledgment_resends_the_first_segment_even_of_the_first_flight()   // RFC 5681 §3.2 (2)
    {
        var tcp = Flight(4);

        Duplicate(tcp, 1, times: 2);
        tcp.ExpectNothing();
        Duplicate(tcp, 1);
        tcp.Expect(". 1:1001(1000) ack 1", at: 0.Seconds);
        tcp.ExpectNothing();
    }

    [Fact]
    public void Recovery_ends_when_all_that_was_in_flight_is_acknowledged()   // RFC 6582 §3.2 (3)
    {
        var tcp = Flight(4);
        Duplicate(tcp, 1, times: 3);
        tcp.Expect(". 1:1001(1000) ack 1");

        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void A_partial_acknowledgment_resends_the_next_hole_at_once()   // RFC 6582 §3.2 (3)
    {
        var tcp = Flight(4);
        Duplicate(tcp, 1, times: 3);
        tcp.Expect(". 1:1001(1000) ack 1");

        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.Expect(". 2001:3001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void Further_duplicates_let_new_segments_go()   // RFC 5681 §3.2 (4), (5)
    {
        var tcp = Flight(4, written: 20, new TcpOptions { InitialWindowSegments = 4, ProportionalRateReduction = false });
        Duplicate(tcp, 1, times: 2);
        tcp.Expect(". 4001:5001(1000) ack 1");                         // limited transmit, RFC 3042
        tcp.Expect(". 5001:6001(1000) ack 1");
        Duplicate(tcp, 1);
        tcp.Expect(". 1:1001(1000) ack 1");                            // ssthresh 4000/2; cwnd 2000 + 3000 = 5000, in flight 6000

        Duplicate(tcp, 1);                                             // 6000
        tcp.ExpectNothing();
        Duplicate(tcp, 1);                                             // 7000
        tcp.Expect(". 6001:7001(1000) ack 1");
    }

    [Fact]
    public void Only_what_was_sent_is_sent_again()   // RFC 9293 §3.8.1
    {
        var tcp = TcpScript.Established(mss: 1_000, window: 400);
        tcp.Connection.Settings.NoDelay = true;
        for (var i = 0; i < 4; i++)
        {
            tcp.Write(100);
            tcp.Expect($"P. {1 + (i * 100)}:{101 + (i * 100)}(100) ack 1");
        }

        tcp.Write(1_000);
        Duplicate(tcp, 1, times: 3, win: 400);
        tcp.Expect(". 1:401(400) ack 1");
    }

    [Fact]
    public void Acknowledgments_with_data_or_another_window_are_no_duplicates()   // RFC 5681 §2
    {
        var tcp = Flight(4);

        for (var i = 0; i < 5; i++)
            tcp.Send(".", seq: 1, ack: 1, win: 60_000 + i);
        tcp.ExpectNothing();
        tcp.Send(".", seq: 1, ack: 1, data: "a", win: 60_004);
        tcp.Send(".", seq: 2, ack: 1, data: "b", win: 60_004);
        tcp.Send(".", seq: 3, ack: 1, data: "c", win: 60_004);
        tcp.Pass(300.Milliseconds).Should().NotContain(line => line.Contains("(1000)"));
    }

    [Fact]
    public void Duplicates_of_what_was_resent_after_a_timeout_start_no_recovery()   // RFC 6582 §4.1
    {
        var tcp = Flight(4);
        tcp.Expect(". 1:1001(1000) ack 1", at: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 1_001);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect(". 2001:3001(1000) ack 1");

        Duplicate(tcp, 1_001, times: 5);
        tcp.TakeSent().Should().NotContain(line => line.Contains("1001:2001"));
    }

    [Fact]
    public void The_answers_to_window_probes_are_no_sign_of_loss()   // RFC 9293 §3.8.6.1
    {
        var tcp = TcpScript.Established(mss: 1_000, window: 0);
        tcp.Write(5_000);

        foreach (var second in new[] { 1, 3, 7, 15, 31 })
        {
            tcp.Expect(". 1:2(1) ack 1", at: second.Seconds);
            tcp.Send(".", seq: 1, ack: 1, win: 0);
        }

        tcp.ExpectNothing();
    }

    private static TcpScript Flight(int segments, int? written = null, TcpOptions? options = null)
    {
        var tcp = TcpScript.Established(options, mss: 1_000);
        tcp.Write((written ?? segments) * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        return tcp;
    }

    private static void Duplicate(TcpScript tcp, long ack, int times = 1, int win = 65_535)
    {
        for (var i = 0; i < times; i++)
            tcp.Receive(".", seq: 1, ack: ack, win: win);
    }
}
