using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>What was sent again though it had arrived costs no window (RFC 3522, RFC 4015, RFC 3708).</summary>
public class TcpUndoTests
{
    [Fact]
    public void A_timestamp_of_the_original_undoes_a_fast_retransmission()   // RFC 3522 §3.2, RFC 4015 §3
    {
        var tcp = Timestamped();
        tcp.Receive(".", 1, 1, options: "<nop, nop, TS val 2 ecr 300, nop, nop, sack 1001:4001>");
        tcp.Expect(". 1:1001(1000) ack 1 <nop,nop,TS val 400 ecr 2>");
        tcp.TakeSent();
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Recovery);
        tcp.ExpectNothingFor(10.Milliseconds);

        tcp.Receive(".", 1, 4_001, options: "<nop, nop, TS val 3 ecr 300>");
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
        tcp.Connection.Info().CongestionWindow.Should().BeGreaterThanOrEqualTo(10_000);
    }

    [Fact]
    public void A_timestamp_of_the_retransmission_does_not()   // RFC 3522 §3.2 (5)
    {
        var tcp = Timestamped();
        tcp.Receive(".", 1, 1, options: "<nop, nop, TS val 2 ecr 300, nop, nop, sack 1001:4001>");
        tcp.Expect(". 1:1001(1000) ack 1 <nop,nop,TS val 400 ecr 2>");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Receive(".", 1, 4_001, options: "<nop, nop, TS val 3 ecr 400>");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void A_timestamp_of_the_original_undoes_a_timeout_and_nothing_more_is_sent_again()   // RFC 3522 §3.2, RFC 4015 §3.2
    {
        var tcp = Timestamped(new TcpOptions { TailLossProbe = false });
        tcp.Expect(". 1:1001(1000) ack 1 <nop,nop,TS val 1300 ecr 1>", after: 900.Milliseconds);

        tcp.Receive(".", 1, 1_001, options: "<nop, nop, TS val 2 ecr 300>");
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
        tcp.Connection.Info().CongestionWindow.Should().BeGreaterThanOrEqualTo(10_000);
        tcp.Connection.Info().TotalRetransmissions.Should().Be(1);
        tcp.Connection.Info().LostSegments.Should().Be(0);
    }

    [Fact]
    public void DSACKs_of_all_that_was_resent_undo_the_reduction_though_recovery_is_over()   // RFC 3708 §2
    {
        var tcp = Flight();
        tcp.Sack(ack: 1, "2001:5001");                                 // 1 and 1001 are late
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(10.Milliseconds);
        tcp.Sack(ack: 1, "2001:6001");
        tcp.TakeSent();
        tcp.Sack(ack: 1, "2001:7001");
        tcp.TakeSent();
        tcp.Receive(".", seq: 1, ack: 10_001);                         // they came
        tcp.TakeSent();
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Info().TotalRetransmissions.Should().Be(2);
        tcp.ExpectNothingFor(90.Milliseconds);

        tcp.Sack(ack: 10_001, "1:1001");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);   // one of two
        tcp.Sack(ack: 10_001, "1001:2001");
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
        tcp.Connection.Info().CongestionWindow.Should().Be(10_000);
    }

    [Fact]
    public void A_DSACK_of_what_was_not_resent_undoes_nothing()   // RFC 3708 §3: the network may copy segments, too
    {
        var tcp = Flight();
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 10_001, "3001:4001");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Info().DuplicateSacks.Should().Be(1);
    }

    [Fact]
    public void DSACKs_during_recovery_end_it()   // RFC 3708 §2
    {
        var tcp = Flight();
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 4_001, "1:1001");
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        var tcp = Flight(new TcpOptions { UndoesSpuriousRetransmission = false });
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 4_001, "1:1001");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void A_later_reduction_is_not_undone_by_a_DSACK_of_an_earlier_one()   // RFC 3708 §2
    {
        var tcp = Flight();
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.TakeSent();
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Receive(".", seq: 1, ack: 10_001);                         // recovered; cwnd 5000
        tcp.Write(5_000);
        tcp.TakeSent().Should().HaveCount(5);
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Sack(ack: 10_001, "11001:15001");
        tcp.Expect(". 10001:11001(1000) ack 1");

        tcp.Sack(ack: 10_001, "1:1001 11001:15001");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(2_500);
    }

    private static TcpScript Timestamped(TcpOptions? options = null)
    {
        var tcp = TcpScript.Established("<mss 1012, sackOK, TS val 1 ecr 200>", options, 100.Milliseconds, timestampOffset: 200);
        tcp.Write(10_000);
        tcp.TakeSent().Should().HaveCount(10);                         // TS val 300
        tcp.ExpectNothingFor(100.Milliseconds);
        return tcp;
    }

    private static TcpScript Flight(TcpOptions? options = null)
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", options, 100.Milliseconds);
        tcp.Write(10_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.ExpectNothingFor(100.Milliseconds);
        return tcp;
    }
}
