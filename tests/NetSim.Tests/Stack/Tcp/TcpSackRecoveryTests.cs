using NetSim.Kernel;

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
}
