using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpSackRecoveryTests
{
    [Fact]
    public void The_window_is_halved_from_what_was_in_flight_though_the_first_SACK_came_with_new_data_acknowledged()   // RFC 5681 §3.1 (4), RFC 8985 §6.2 step 5
    {
        var tcp = TcpScript.EstablishedWithSack(100.Milliseconds);
        tcp.Write(40_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Pass(100.Milliseconds);

        tcp.Sack(2_001, (3_001, 4_001)); // 10,000 octets were in flight; it is no duplicate, for it acknowledges 2,000
        tcp.Pass(26.Milliseconds).Should().Contain(". 2001:3001(1000) ack 1", "a quarter round trip of reordering is borne");

        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void What_limited_transmit_lets_go_is_no_part_of_the_flight_that_is_halved()   // RFC 5681 §3.2 (2)
    {
        var tcp = TcpScript.EstablishedWithSack(100.Milliseconds);
        tcp.Write(40_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Pass(100.Milliseconds);

        tcp.Sack(1, (1_001, 2_001));
        tcp.Sack(1, (1_001, 3_001));
        tcp.TakeSent().Should().HaveCount(2, "SACK tells that so much has left the network");
        tcp.Sack(1, (1_001, 4_001));
        tcp.TakeSent()[0].Should().Be(". 1:1001(1000) ack 1");

        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void What_has_arrived_behind_a_gap_is_no_part_of_the_flight_that_is_halved()   // RFC 6675 §4: pipe
    {
        var tcp = TcpScript.EstablishedWithSack(100.Milliseconds);
        tcp.Write(40_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Pass(100.Milliseconds);

        tcp.Sack(1_001, (2_001, 4_001)); // two segments are not acknowledged and not in flight either
        tcp.Connection.Info().RecoveryPhase.Should().Be(RecoveryPhase.Disorder);
        tcp.TakeSent();
        var flight = tcp.Connection.Info().OctetsInFlight;
        tcp.Sack(4_001, (5_001, 6_001));
        tcp.Pass(30.Milliseconds).Should().Contain(". 4001:5001(1000) ack 1");

        tcp.Connection.Info().SlowStartThreshold.Should().Be(flight / 2);
    }

    [Fact]
    public void A_retransmission_that_is_lost_too_is_found_by_a_later_one_though_timestamps_echo_what_came_before_the_gap()   // RFC 8985 §6.2 step 2, RFC 7323 §4.3
    {
        var tcp = TcpScript.EstablishedWithSack(100.Milliseconds, timestamps: true);
        tcp.Write(40_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Pass(100.Milliseconds);

        tcp.Sack(1, 100.Milliseconds, (1_001, 4_001));
        tcp.TakeSent()[0].Should().StartWith(". 1:1001(1000)"); // it will be lost
        tcp.Pass(1.Milliseconds);
        tcp.Sack(1, 100.Milliseconds, (5_001, 8_001), (1_001, 4_001));
        tcp.TakeSent().Should().Contain(sent => sent.StartsWith(". 4001:5001(1000)")); // it will arrive
        tcp.Pass(100.Milliseconds);
        tcp.Sack(1, 100.Milliseconds, (1_001, 8_001));

        tcp.TakeSent()[0].Should().StartWith(". 1:1001(1000)");
    }

    [Fact]
    public void What_proved_to_be_late_once_is_waited_for_the_next_time()   // RFC 8985 §6.2 step 4, RFC 3522
    {
        var tcp = TcpScript.EstablishedWithSack(100.Milliseconds, timestamps: true);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Pass(100.Milliseconds);
        tcp.Sack(1, 100.Milliseconds, (1_001, 4_001));
        tcp.TakeSent()[0].Should().StartWith(". 1:1001(1000)", "three segments have come before it");
        tcp.Pass(2.Milliseconds);
        tcp.Sack(10_001, 100.Milliseconds); // the first copy has come: its timestamp is from before the second
        tcp.Connection.Info().RecoveryPhase.Should().Be(RecoveryPhase.Open);
        tcp.Pass(100.Milliseconds);

        tcp.Sack(10_001, 202.Milliseconds, (11_001, 15_001));
        tcp.TakeSent().Should().NotContain(sent => sent.StartsWith(". 10001:"));
        tcp.Pass(26.Milliseconds).Should().Contain(sent => sent.StartsWith(". 10001:11001(1000)"), "a quarter of the round trip has passed");
    }
}
