using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpIdleWindowTests
{
    private const int Mss = 1_000;

    [Theory]
    [InlineData(CongestionWindowValidationMode.Off, 10, 20)]
    [InlineData(CongestionWindowValidationMode.RestartAfterIdle, 10, 10)]  // RFC 5681 §4.1
    [InlineData(CongestionWindowValidationMode.DecayWhenIdle, 10, 10)]
    [InlineData(CongestionWindowValidationMode.Rfc7661, 10, 20)]           // RFC 7661 §4.4.2: kept
    [InlineData(CongestionWindowValidationMode.Rfc7661, 301, 10)]          // RFC 7661 §4.4.3: not for more than five minutes
    public void A_window_that_was_not_used_is_worth(CongestionWindowValidationMode mode, int idleSeconds, int segments)
    {
        var tcp = TcpScript.Established(new TcpOptions { CongestionWindowValidation = mode }, mss: Mss);
        tcp.Write(10 * Mss);
        tcp.Pass(100.Milliseconds);
        for (var i = 1; i <= 10; i++)
            tcp.Receive(".", seq: 1, ack: 1 + (i * Mss));
        tcp.Connection.Info().CongestionWindow.Should().Be(20 * Mss);

        tcp.Pass(idleSeconds.Seconds);
        tcp.Write(60 * Mss);

        tcp.TakeSent().Should().HaveCount(segments);
    }

    [Fact]
    public void A_loss_takes_a_window_that_was_not_used_back_to_half_of_what_was()   // RFC 7661 §4.4.1
    {
        var tcp = TcpScript.Established(new TcpOptions { CongestionWindowValidation = CongestionWindowValidationMode.Rfc7661 }, mss: Mss);
        tcp.Write(10 * Mss);
        tcp.Pass(100.Milliseconds);
        tcp.Receive(".", seq: 1, ack: 1 + (10 * Mss));
        tcp.Pass(10.Seconds); // pipeACK is 0 now

        tcp.Write(4 * Mss);
        tcp.TakeSent();
        for (var i = 0; i < 3; i++)
            tcp.Receive(".", seq: 1, ack: 1 + (10 * Mss));
        tcp.TakeSent();
        tcp.Receive(".", seq: 1, ack: 1 + (14 * Mss));

        // LossFlightSize of 4 segments, of which one was sent again: (4 - 1) / 2.
        tcp.Connection.Info().CongestionWindow.Should().Be(3 * Mss / 2);
    }
}
