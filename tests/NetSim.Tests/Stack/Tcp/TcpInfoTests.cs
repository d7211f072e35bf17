using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>The fields of Linux's tcp_info, after exchanges in which each is known.</summary>
public class TcpInfoTests
{
    [Fact]
    public void The_handshake_tells_what_both_sides_use()
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK, TS val 1 ecr 0, nop, wscale 3>", rtt: 40.Milliseconds);

        var info = tcp.Connection.Info();
        info.State.Should().Be(TcpState.Established);
        info.RecoveryPhase.Should().Be(RecoveryPhase.Open);
        info.UsesSelectiveAcks.Should().BeTrue();
        info.UsesTimestamps.Should().BeTrue();
        info.UsesWindowScaling.Should().BeTrue();
        info.UsesEcn.Should().BeFalse();
        info.SendWindowScale.Should().Be(3);
        info.ReceiveWindowScale.Should().Be(7);
        info.SendMss.Should().Be(988);
        info.AdvertisedMss.Should().Be(1_460);
        info.PathMtu.Should().Be(1_500);
        info.SmoothedRtt.Should().Be(40.Milliseconds);
        info.RttVariation.Should().Be(20.Milliseconds);
        info.MinRtt.Should().Be(40.Milliseconds);
        info.Rto.Should().Be(1.Seconds);
        info.CongestionWindow.Should().Be(9_880);
        info.SlowStartThreshold.Should().BeNull();
        info.OctetsInFlight.Should().Be(0);
        info.SegmentsSent.Should().Be(2);
        info.SegmentsReceived.Should().Be(1);
    }

    [Fact]
    public void A_flight_with_a_loss_is_counted()
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", rtt: 100.Milliseconds);
        tcp.Write(12_000);
        tcp.TakeSent().Should().HaveCount(10);
        var flight = tcp.Connection.Info();
        flight.UnacknowledgedSegments.Should().Be(10);
        flight.OctetsInFlight.Should().Be(10_000);
        flight.UnsentOctets.Should().Be(2_000);
        flight.OctetsSent.Should().Be(10_000);
        flight.DataSegmentsSent.Should().Be(10);
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 1_001, "3001:6001");                             // 1001 and 2001 are lost: pipe is 4,000, and ssthresh lets one more go
        tcp.TakeSent().Should().Equal(". 1001:2001(1000) ack 1");
        var info = tcp.Connection.Info();
        info.RecoveryPhase.Should().Be(RecoveryPhase.Recovery);
        info.UnacknowledgedSegments.Should().Be(9);
        info.SackedSegments.Should().Be(3);
        info.LostSegments.Should().Be(2);
        info.RetransmittedSegments.Should().Be(1);
        info.TotalRetransmissions.Should().Be(1);
        info.OctetsRetransmitted.Should().Be(1_000);
        info.OctetsSent.Should().Be(11_000);
        info.OctetsInFlight.Should().Be(5_000);                        // 4 that nothing is known of, 1 resent
        info.SlowStartThreshold.Should().Be(5_000);
        info.OctetsAcknowledged.Should().Be(1_001);                    // the SYN counts, as in Linux
        info.SegmentsDelivered.Should().Be(5);                         // and here too
    }

    [Fact]
    public void A_timeout_is_counted_until_there_is_progress()
    {
        var tcp = TcpScript.Established("<mss 1000>", rtt: 100.Milliseconds);
        tcp.Write(1_000);
        tcp.TakeSent();
        tcp.Pass(1.Seconds);
        tcp.Pass(2.Seconds);

        var info = tcp.Connection.Info();
        info.RecoveryPhase.Should().Be(RecoveryPhase.Loss);
        info.Timeouts.Should().Be(2);
        info.Backoff.Should().Be(2);
        info.Rto.Should().Be(4.Seconds);
        info.CongestionWindow.Should().Be(1_000);
        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Connection.Info().Timeouts.Should().Be(0);
    }

    [Fact]
    public void What_comes_is_counted()
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.ExpectNothingFor(50.Milliseconds);
        tcp.Send(".", seq: 2_001, ack: 1, length: 1_000);
        tcp.TakeSent();
        tcp.Pass(30.Milliseconds);

        var info = tcp.Connection.Info();
        info.OctetsReceived.Should().Be(1_000);
        info.DataSegmentsReceived.Should().Be(2);
        info.OutOfOrderSegments.Should().Be(1);
        info.ReceiveMss.Should().Be(1_000);
        info.SinceDataReceived.Should().Be(30.Milliseconds);
        info.SinceAckReceived.Should().Be(30.Milliseconds);
    }

    [Fact]
    public void Window_probes_are_counted_until_the_window_opens()
    {
        var tcp = TcpScript.Established("<mss 1000>", window: 0);
        tcp.Write(10);
        tcp.Pass(3.Seconds).Should().HaveCount(2);
        tcp.Connection.Info().Probes.Should().Be(2);
        tcp.Receive(".", seq: 1, ack: 1, win: 1_000);
        tcp.Connection.Info().Probes.Should().Be(0);
        tcp.TakeSent();
    }
}
