using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>A peer that tells what is not so gains nothing, and does no harm but to itself.</summary>
public class TcpLyingPeerTests
{
    [Fact]
    public void Acknowledgments_of_what_was_not_sent_yet_let_nothing_go()   // RFC 9293 §3.10.7.4, fifth; optimistic acknowledging
    {
        var tcp = Flight("<mss 1000>");

        tcp.Send(".", seq: 1, ack: 20_001);
        tcp.Expect(". 10001:10001(0) ack 1");
        tcp.Send(".", seq: 1, ack: 10_002);
        tcp.ExpectNothing();                                           // RFC 5961 §7
        tcp.Connection.Info().CongestionWindow.Should().Be(10_000);
        tcp.Connection.Info().OctetsInFlight.Should().Be(10_000);
    }

    [Fact]
    public void An_acknowledgment_cut_into_ten_widens_the_window_once()   // RFC 5681 §3.1 (2); RFC 3465
    {
        var tcp = Flight("<mss 1000>");

        for (var ack = 101; ack <= 1_001; ack += 100)
            tcp.Receive(".", seq: 1, ack: ack);
        tcp.Connection.Info().CongestionWindow.Should().Be(11_000);
    }

    [Fact]
    public void A_gigantic_window_lets_no_more_go_than_the_network_takes()   // RFC 5681 §3.1
    {
        var tcp = TcpScript.Established("<mss 1000, nop, wscale 14>", window: 65_535);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(10);

        tcp.Send(".", seq: 1, ack: 1, win: 65_535);                    // 1 GiB
        tcp.ExpectNothing();
    }

    [Fact]
    public void A_segment_size_of_one_octet_is_served_octet_by_octet()   // RFC 9293 §3.7.1
    {
        var tcp = TcpScript.Established("<mss 1, TS val 1 ecr 0>");

        tcp.Write(100);
        tcp.TakeSent().Should().HaveCount(10).And.OnlyContain(line => line.Contains("(1)"));
        tcp.Receive(".", seq: 1, ack: 11, options: "<nop, nop, TS val 2 ecr 0>");
        tcp.TakeSent().Should().HaveCount(11).And.OnlyContain(line => line.Contains("(1)"));
    }

    [Fact]
    public void A_window_of_one_octet_is_served_octet_by_octet()   // RFC 9293 §3.8.6.2.1
    {
        var tcp = TcpScript.Established("<mss 1000>", window: 1);

        tcp.Write(3);
        tcp.Expect(". 1:2(1) ack 1");
        tcp.Send(".", seq: 1, ack: 2, win: 1);
        tcp.Expect(". 2:3(1) ack 1");
        tcp.Send(".", seq: 1, ack: 3, win: 1);
        tcp.Expect("P. 3:4(1) ack 1");
    }

    [Fact]
    public void A_window_that_shrinks_under_the_flight_stops_it_and_nothing_is_sent_beyond()   // RFC 9293 §3.8.6, MUST-34
    {
        var tcp = Flight("<mss 1000, sackOK>", written: 20);

        tcp.Send(".", seq: 1, ack: 1_001, win: 2_000);                 // SND.NXT is 7,000 beyond the window
        tcp.Pass(30.Seconds).Should().OnlyContain(line => line.Contains(". 1001:") || line.Contains(". 2001:"));
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void A_peer_that_calls_everything_a_duplicate_gains_no_window()   // RFC 2883, RFC 3708
    {
        var tcp = Flight("<mss 1000, sackOK>");
        tcp.Sack(ack: 1, "1001:4001");
        tcp.TakeSent();

        for (var i = 0; i < 1_000; i++)
            tcp.Sack(ack: 1, "-999:1 1001:4001");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Recovery);
    }

    [Fact]
    public void Blocks_that_come_and_go_keep_the_counts_right()   // RFC 2018 §8
    {
        var tcp = Flight("<mss 1000, sackOK>");

        tcp.Sack(ack: 1, "2001:3001 4001:4501 6001:6002");
        tcp.Sack(ack: 1, "2500:2600 4001:9001");
        tcp.Sack(ack: 2_501, "4001:9001");
        var info = tcp.Connection.Info();
        info.OctetsInFlight.Should().BeInRange(0, 7_500);
        (info.SackedSegments + info.LostSegments).Should().BeLessThanOrEqualTo(info.UnacknowledgedSegments);
        tcp.TakeSent();
        tcp.Receive(".", seq: 1, ack: 10_001);
        tcp.Connection.Info().OctetsInFlight.Should().Be(0);
        tcp.Connection.Info().SackedSegments.Should().Be(0);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(998_000u)]                                             // from before the SYN
    [InlineData(2_000_000u)]                                           // from the future
    [InlineData(3_000_000_000u)]
    public void Timestamps_of_what_was_never_sent_make_no_round_trip(uint echo)   // RFC 7323 §4.1
    {
        var tcp = TcpScript.Established("<mss 1000, TS val 1 ecr 0>", rtt: 100.Milliseconds, timestampOffset: 1_000_000);
        tcp.Write(1);
        tcp.Pass(1.Seconds).Should().HaveCount(2);

        tcp.Receive(".", seq: 1, ack: 2, options: $"<nop, nop, TS val 5 ecr {echo}>");
        tcp.Connection.Info().SmoothedRtt.Should().Be(100.Milliseconds);
    }

    private static TcpScript Flight(string peerOptions, int written = 10)
    {
        var tcp = TcpScript.Established(peerOptions, rtt: 100.Milliseconds);
        tcp.Write(written * 1_000);
        tcp.TakeSent().Should().HaveCount(10);
        return tcp;
    }
}
