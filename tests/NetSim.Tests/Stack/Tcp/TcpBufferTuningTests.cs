using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpBufferTuningTests
{
    [Fact]
    public void The_send_buffer_holds_two_congestion_windows()   // as Linux's tcp_sndbuf_expand
    {
        var tcp = TcpScript.Established("<mss 1000, nop, wscale 7>", new TcpOptions { SendBufferSize = 20_000, MaxSendBufferSize = 70_000 }, 10.Milliseconds);
        tcp.Connection.WriteRoom.Should().Be(20_000);

        Slow(tcp, first: 1, segments: 10);
        tcp.Connection.Info().CongestionWindow.Should().Be(20_000);
        tcp.Connection.WriteRoom.Should().Be(40_000);
        Slow(tcp, first: 10_001, segments: 20);
        tcp.Connection.WriteRoom.Should().Be(70_000);
    }

    [Fact]
    public void A_send_buffer_that_the_application_has_sized_stays()   // SO_SNDBUF
    {
        var tcp = TcpScript.Established("<mss 1000, nop, wscale 7>", new TcpOptions { SendBufferSize = 20_000 }, 10.Milliseconds, settings: s => s.TunesSendBuffer = false);

        Slow(tcp, first: 1, segments: 10);
        tcp.Connection.WriteRoom.Should().Be(20_000);
    }

    [Fact]
    public void The_receive_window_grows_with_what_the_application_takes_up_to_its_limit()   // dynamic right-sizing; Linux's tcp_rcv_space_adjust
    {
        var tcp = TcpScript.Established(
            "<mss 1000, nop, wscale 0, TS val 1 ecr 1>", new TcpOptions { ReceiveBufferSize = 40_000, MaxReceiveBufferSize = 300_000 }, 10.Milliseconds, timestampOffset: 1);
        var windows = Rounds(tcp, read: true);

        windows.Should().BeInAscendingOrder();
        windows[^1].Should().BeInRange(299_000, 300_008, "it has reached its limit");
    }

    [Fact]
    public void It_does_not_grow_while_the_application_does_not_read()
    {
        var tcp = TcpScript.Established(
            "<mss 1000, nop, wscale 0, TS val 1 ecr 1>", new TcpOptions { ReceiveBufferSize = 40_000, MaxReceiveBufferSize = 300_000 }, 10.Milliseconds, timestampOffset: 1);

        Rounds(tcp, read: false).Should().OnlyContain(window => window <= 40_000);
        tcp.Connection.Available.Should().BeLessThanOrEqualTo(40_008);
    }

    [Fact]
    public void A_receive_buffer_that_the_application_has_sized_stays()   // SO_RCVBUF
    {
        var tcp = TcpScript.Established(
            "<mss 1000, nop, wscale 0, TS val 1 ecr 1>", new TcpOptions { ReceiveBufferSize = 40_000, MaxReceiveBufferSize = 300_000 }, 10.Milliseconds,
            timestampOffset: 1, settings: s => s.TunesReceiveBuffer = false);

        Rounds(tcp, read: true).Should().OnlyContain(window => window <= 40_000);
    }

    /// <summary>The peer fills the window in each round trip of 10 ms.</summary>
    private static List<int> Rounds(TcpScript tcp, bool read)
    {
        List<int> windows = [];
        var next = 1L;
        var buffer = new byte[1_000_000];
        for (var round = 0; round < 30; round++)
        {
            var window = tcp.Connection.Info().ReceiveWindow;
            windows.Add(window);
            for (var sent = 0; sent + 988 <= window; sent += 988, next += 988)
                tcp.Receive(".", next, length: 988, options: $"<nop, nop, TS val {10 + (round * 10)} ecr {1 + (round * 10)}>");
            if (read)
                tcp.Connection.Read(buffer);
            tcp.Pass(10.Milliseconds);
        }

        return windows;
    }

    private static void Slow(TcpScript tcp, int first, int segments)
    {
        tcp.Write(segments * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        tcp.ExpectNothingFor(10.Milliseconds);
        for (var i = 1; i <= segments; i++)
            tcp.Receive(".", seq: 1, ack: first + (i * 1_000));
    }
}
