using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>On a path of 100 ms: SRTT is 100 ms, RTO 1 s.</summary>
public class TcpTailLossProbeTests
{
    [Fact]
    public void After_two_round_trips_the_last_segment_is_sent_again()   // RFC 8985 §7.2, §7.3
    {
        var tcp = Flight(4);

        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);
        tcp.Connection.Info().CongestionWindow.Should().Be(10_000);    // a probe is no sign of congestion yet
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
    }

    [Fact]
    public void A_lone_segment_is_given_the_peers_delay_too()   // RFC 8985 §7.2: TLP.max_ack_delay
    {
        var tcp = Flight(1);

        tcp.Expect("P. 1:1001(1000) ack 1", after: 400.Milliseconds);
    }

    [Fact]
    public void Without_a_measurement_the_probe_goes_after_a_second()   // RFC 8985 §7.2
    {
        var tcp = TcpScript.SynSent(new TcpOptions { InitialRto = 2.Seconds });
        tcp.Expect("S 0:0(0)", after: 2.Seconds);
        tcp.Send("S.", seq: 0, ack: 1, options: "<mss 1000, sackOK>"); // of a SYN sent twice no round trip is measured
        tcp.Expect(". 1:1(0) ack 1");

        tcp.Write(4_000);
        tcp.Expect(". 1:1001(1000) ack 1");                            // IW after a lost SYN
        tcp.Expect(". 1001:2001(1000) ack 1", after: 1.Seconds);
    }

    [Fact]
    public void The_probe_goes_no_later_than_the_timeout_and_in_its_place()   // RFC 8985 §7.2
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", new TcpOptions { MinRto = 150.Milliseconds, MaxRto = 150.Milliseconds }, 100.Milliseconds);
        tcp.Write(3_000);
        tcp.TakeSent().Should().HaveCount(3);

        tcp.Expect("P. 2001:3001(1000) ack 1", after: 150.Milliseconds);
        tcp.Expect(". 1:1001(1000) ack 1", after: 150.Milliseconds);   // and then the timeout
    }

    [Fact]
    public void After_the_probe_a_whole_RTO_passes()   // RFC 8985 §7.3
    {
        var tcp = Flight(4);

        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);
        tcp.Expect(". 1:1001(1000) ack 1", after: 1.Seconds);
    }

    [Fact]
    public void New_data_is_the_better_probe_and_may_exceed_the_window()   // RFC 8985 §7.3
    {
        var tcp = Flight(10, written: 12);

        tcp.Expect(". 10001:11001(1000) ack 1", after: 200.Milliseconds);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 11_001);
        tcp.Expect("P. 11001:12001(1000) ack 1");
        tcp.Connection.Info().CongestionWindow.Should().BeGreaterThanOrEqualTo(10_000);
    }

    [Fact]
    public void New_data_does_not_go_beyond_the_peers_window()   // RFC 8985 §7.3
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", rtt: 100.Milliseconds, window: 3_000);
        tcp.Write(6_000);
        tcp.TakeSent().Should().HaveCount(3);

        tcp.Expect(". 2001:3001(1000) ack 1", after: 200.Milliseconds);
    }

    [Fact]
    public void A_loss_that_the_probe_repaired_halves_the_window()   // RFC 8985 §7.4.2
    {
        var tcp = Flight(4);
        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();    // it may have been the probe or the segment

        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 8_001);                             // and no duplicate: the probe had repaired it
        tcp.Connection.Info().SlowStartThreshold.Should().Be(2_000);
        tcp.Connection.Info().CongestionWindow.Should().Be(2_000);
    }

    [Fact]
    public void A_DSACK_says_that_nothing_was_lost()   // RFC 8985 §7.4.1, case 1
    {
        var tcp = Flight(4);
        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Sack(ack: 4_001, "3001:4001");

        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.Send(".", seq: 1, ack: 8_001);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    [Fact]
    public void So_does_a_duplicate_of_a_peer_that_knows_no_DSACK()   // RFC 8985 §7.4.1, case 2
    {
        var tcp = Flight(4);
        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 4_001);

        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.Send(".", seq: 1, ack: 8_001);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    [Fact]
    public void The_probe_of_a_lost_tail_starts_recovery_of_what_was_lost_before_it()   // RFC 8985 §3.4, §7.4
    {
        var tcp = Flight(6);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 3_001);                             // the other three are lost
        tcp.Expect("P. 5001:6001(1000) ack 1", after: 200.Milliseconds);
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 3_001, "5001:6001");
        tcp.Pass(30.Milliseconds).Should().Contain(". 3001:4001(1000) ack 1");
    }

    [Fact]
    public void There_is_one_probe_at_a_time()   // RFC 8985 §7.2, §7.3
    {
        var tcp = Flight(4);
        tcp.Expect("P. 3001:4001(1000) ack 1", after: 200.Milliseconds);

        tcp.Write(1_000);
        tcp.Expect("P. 4001:5001(1000) ack 1");
        tcp.ExpectNothingFor(900.Milliseconds);
        tcp.Expect(". 1:1001(1000) ack 1", after: 100.Milliseconds);
    }

    [Fact]
    public void A_FIN_that_got_lost_is_probed_with_the_last_segment()   // RFC 8985 §7.3
    {
        var tcp = Flight(2);
        tcp.Shutdown();
        tcp.Expect("F. 2001:2001(0) ack 1");

        tcp.Expect("F. 2001:2001(0) ack 1", after: 200.Milliseconds);
    }

    [Fact]
    public void Without_SACK_and_where_it_is_switched_off_there_is_none()   // RFC 8985 §4
    {
        var without = TcpScript.Established("<mss 1000>", rtt: 100.Milliseconds);
        var off = TcpScript.Established("<mss 1000, sackOK>", new TcpOptions { TailLossProbe = false }, 100.Milliseconds);
        foreach (var tcp in new[] { without, off })
        {
            tcp.Write(1_000);
            tcp.Expect("P. 1:1001(1000) ack 1");
            tcp.ExpectNothingFor(999.Milliseconds);
        }
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_F448)]
    public void The_probes_end_passes_the_end_of_the_number_space(uint iss)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", rtt: 100.Milliseconds, iss: iss);
        tcp.Write(3_000);
        tcp.TakeSent().Should().HaveCount(3);
        tcp.Expect("P. 2001:3001(1000) ack 1", after: 200.Milliseconds);
        tcp.Send(".", seq: 1, ack: 3_001);
        tcp.Write(1_000);
        tcp.Expect("P. 3001:4001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.Connection.Info().SlowStartThreshold.Should().Be(2_000);
    }

    private static TcpScript Flight(int segments, int? written = null)
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", rtt: 100.Milliseconds);
        tcp.Write((written ?? segments) * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        return tcp;
    }
}
