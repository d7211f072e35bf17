using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Ten segments of 1,000 octets in flight, on a path of 100 ms: RACK.min_RTT / 4 is 25 ms.</summary>
public class TcpRackTests
{
    [Fact]
    public void A_segment_is_lost_a_quarter_round_trip_after_one_sent_later_was_delivered()   // RFC 8985 §6.2, steps 4 and 5
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 1, "1001:2001");
        tcp.ExpectNothing();
        tcp.Expect(". 1:1001(1000) ack 1", after: 25.Milliseconds);
        tcp.ExpectNothing();
    }

    [Fact]
    public void A_segment_that_comes_within_that_time_was_only_late()   // RFC 8985 §6.2, step 5
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:2001");
        tcp.ExpectNothingFor(24.Milliseconds);

        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.ExpectNothingFor(50.Milliseconds);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().ReorderingsSeen.Should().Be(1);
    }

    [Fact]
    public void Three_selective_acknowledgments_need_no_time_while_no_reordering_was_seen()   // RFC 8985 §6.2, step 4: DupThresh
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 1, "1001:2001");
        tcp.Sack(ack: 1, "1001:3001");
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
    }

    [Fact]
    public void Once_reordering_was_seen_three_do_not_suffice()   // RFC 8985 §6.2, steps 3 and 4
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:2001");
        tcp.Send(".", seq: 1, ack: 2_001);

        tcp.Sack(ack: 2_001, "3001:6001");
        tcp.ExpectNothing();
        tcp.Expect(". 2001:3001(1000) ack 1", after: 25.Milliseconds);
    }

    [Fact]
    public void The_order_in_which_one_acknowledgment_tells_is_no_reordering()   // RFC 8985 §6.2, step 3
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 3_001, "9001:10001 7001:8001 5001:6001");        // acknowledgments before it were lost
        tcp.Connection.Info().ReorderingsSeen.Should().Be(0);
    }

    [Fact]
    public void A_retransmission_that_comes_late_is_no_reordering()   // RFC 8985 §6.2, step 3: Segment.retransmitted
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:10001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Send(".", seq: 1, ack: 10_001);
        tcp.Connection.Info().ReorderingsSeen.Should().Be(0);
    }

    [Fact]
    public void All_that_was_sent_before_what_came_is_lost_at_once_when_the_time_is_over()   // RFC 8985 §6.2, step 5
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 1, "5001:10001");                                // 5000 in flight remain: all of it, as ssthresh lets it go
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Connection.Info().LostSegments.Should().Be(5);
    }

    [Fact]
    public void A_lost_retransmission_is_found_when_one_sent_after_it_is_delivered()   // RFC 8985 §3.1, §6.2
    {
        var tcp = Flight(10, written: 40);
        tcp.Sack(ack: 1, "1001:10001");
        tcp.TakeSent()[0].Should().Be(". 1:1001(1000) ack 1");
        tcp.ExpectNothingFor(10.Milliseconds);
        tcp.Sack(ack: 1, "1001:10001");
        var first = tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 1, "1001:11001");                                // new data, sent with or after the retransmission, has arrived
        tcp.Pass(26.Milliseconds).Should().Contain(". 1:1001(1000) ack 1", "the first copy of it was sent {0}", first);
    }

    [Fact]
    public void An_acknowledgment_quicker_than_the_path_says_nothing_of_the_retransmission()   // RFC 8985 §6.2, step 2: RACK.min_RTT
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "2001:5001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(5.Milliseconds);

        tcp.Sack(ack: 1_001, "2001:5001");                             // of the original; else 6001 to 10001 would be lost, sent before the retransmission
        tcp.Connection.Info().LostSegments.Should().Be(1);
        tcp.Pass(60.Milliseconds).Should().NotContain(line => line.Contains("5001:6001"));
    }

    [Fact]
    public void A_timestamp_older_than_the_retransmission_says_nothing_of_it()   // RFC 8985 §6.2, step 2: ACK.ts_option.echo_reply
    {
        var tcp = TcpScript.Established("<mss 1012, sackOK, TS val 1 ecr 100>", null, 100.Milliseconds, timestampOffset: 100);
        tcp.Write(10_000);
        tcp.TakeSent().Should().HaveCount(10);                         // TS val 200
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Receive(".", 1, 1, options: "<nop, nop, TS val 2 ecr 200, nop, nop, sack 1001:4001>");
        tcp.Expect(". 1:1001(1000) ack 1 <nop,nop,TS val 300 ecr 2>");
        tcp.TakeSent();
        tcp.ExpectNothingFor(110.Milliseconds);                        // longer than the path takes

        tcp.Receive(".", 1, 1_001, options: "<nop, nop, TS val 3 ecr 200, nop, nop, sack 2001:4001>");
        tcp.Connection.Info().LostSegments.Should().Be(0);             // 4001 to 10001 were sent before the retransmission, and may be under way
    }

    [Fact]
    public void A_DSACK_widens_the_reordering_window_once_in_a_round_trip()   // RFC 8985 §6.2, step 4: RACK.reo_wnd_mult
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:2001");
        tcp.Send(".", seq: 1, ack: 2_001);                             // reordering seen
        tcp.Sack(ack: 2_001, "1:1001");                                // the multiplier is 2 now
        tcp.Sack(ack: 2_001, "1:1001");                                // the same round trip
        tcp.ExpectNothing();

        tcp.Sack(ack: 2_001, "3001:4001");
        tcp.ExpectNothingFor(49.Milliseconds);
        tcp.Expect(". 2001:3001(1000) ack 1", after: 1.Milliseconds);
    }

    [Fact]
    public void The_window_is_no_wider_than_SRTT()   // RFC 8985 §6.2, step 4
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:2001");
        tcp.Send(".", seq: 1, ack: 2_001);
        for (var end = 10_001; end < 15_001; end += 1_000)
        {
            tcp.Sack(ack: end, "1:1001");                              // in the end the multiplier is 7: 175 ms
            tcp.Write(1_000);
            tcp.TakeSent();
            tcp.ExpectNothingFor(100.Milliseconds);
        }

        tcp.Sack(ack: 15_001, "1:1001");
        tcp.Write(2_000);
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Sack(ack: 15_001, "16001:17001");
        tcp.Expect(". 15001:16001(1000) ack 1", after: 100.Milliseconds);
    }

    [Fact]
    public void After_16_recoveries_without_a_DSACK_the_window_is_a_quarter_round_trip_again()   // RFC 8985 §6.2, step 4: RACK.reo_wnd_persist
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:2001");
        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.Sack(ack: 10_001, "1:1001");
        for (var recovery = 0; recovery <= 16; recovery++)
        {
            var first = 10_001 + (recovery * 2_000);
            tcp.Write(2_000);
            tcp.TakeSent();
            tcp.ExpectNothingFor(100.Milliseconds);
            tcp.Sack(ack: first, $"{first + 1_000}:{first + 2_000}");
            tcp.Expect($". {first}:{first + 1_000}(1000) ack 1", after: recovery < 16 ? 50.Milliseconds : 25.Milliseconds);
            tcp.ExpectNothingFor(100.Milliseconds);
            tcp.Send(".", seq: 1, ack: first + 2_000);
        }
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_F000)]
    [InlineData(0x7FFF_F000)]
    public void Losses_are_found_across_the_end_of_the_number_space(uint iss)   // RFC 9293 §3.4
    {
        var tcp = Flight(10, iss: iss);

        tcp.Sack(ack: 1, "1001:3001 4001:10001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Sack(ack: 3_001, "4001:10001");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 10_001);
        tcp.ExpectNothingFor(60.Seconds);
        tcp.Connection.Info().TotalRetransmissions.Should().Be(2);
    }

    private static TcpScript Flight(int segments, int? written = null, uint iss = 1_000)
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", rtt: 100.Milliseconds, iss: iss);
        tcp.Write((written ?? segments) * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        tcp.ExpectNothingFor(100.Milliseconds);
        return tcp;
    }
}
