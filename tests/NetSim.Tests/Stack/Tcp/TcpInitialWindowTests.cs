using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpInitialWindowTests
{
    [Theory]
    [InlineData(100, 1_000)]
    [InlineData(536, 5_360)]
    [InlineData(1_000, 10_000)]
    [InlineData(1_460, 14_600)]
    [InlineData(4_000, 14_600)]
    [InlineData(7_300, 14_600)]
    [InlineData(8_960, 17_920)]
    public void It_is_ten_segments_bounded_by_14600_octets_but_at_least_two(int mss, int window)   // RFC 6928 §2
    {
        var tcp = TcpScript.Closed(new TcpOptions { MaximumSegmentSize = 8_960 }, pathMtu: 9_000);

        tcp.Connect();
        tcp.Expect("S 0:0(0)");
        tcp.Send("S.", seq: 0, ack: 1, options: $"<mss {mss}>");
        tcp.Connection.Info().CongestionWindow.Should().Be(window);
        tcp.TakeSent();
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(window / mss);
    }

    [Theory]
    [InlineData(2, 2_000)]
    [InlineData(4, 4_000)]
    [InlineData(40, 40_000)]
    public void Another_number_of_segments_may_be_chosen(int segments, int window)   // RFC 6928 §12
    {
        var tcp = TcpScript.Established("<mss 1000>", new TcpOptions { InitialWindowSegments = segments });

        tcp.Connection.Info().CongestionWindow.Should().Be(window);
    }

    [Fact]
    public void After_a_lost_SYN_it_is_one_segment()   // RFC 6928 §2, RFC 5681 §3.1
    {
        var tcp = TcpScript.SynSent();
        tcp.Expect("S 0:0(0)", after: 1.Seconds);
        tcp.Send("S.", seq: 0, ack: 1, options: "<mss 1000>");
        tcp.Expect(". 1:1(0) ack 1");

        tcp.Write(5_000);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void After_a_lost_SYN_ACK_too()   // RFC 6928 §2, RFC 5681 §3.1
    {
        var tcp = TcpScript.Closed();
        tcp.Accept("S", "<mss 1000>");
        tcp.Expect("S. 0:0(0) ack 1");
        tcp.Expect("S. 0:0(0) ack 1", after: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 1);

        tcp.Connection.Info().CongestionWindow.Should().Be(1_000);
    }

    [Fact]
    public void A_timestamp_that_shows_that_no_SYN_was_lost_leaves_it_whole()   // RFC 3522's idea, as Linux does for the handshake
    {
        var tcp = TcpScript.Closed(null, _ => { }, timestampOffset: 100);
        tcp.Connect();
        tcp.Expect("S 0:0(0)");
        tcp.Expect("S 0:0(0)", after: 1.Seconds);
        tcp.Send("S.", seq: 0, ack: 1, options: "<mss 1012, TS val 1 ecr 100>");
        tcp.TakeSent();

        tcp.Connection.Info().CongestionWindow.Should().Be(10_000);
    }

    [Fact]
    public void After_idleness_longer_than_the_RTO_the_window_is_the_initial_one_again()   // RFC 5681 §4.1
    {
        var tcp = Grown();

        tcp.ExpectNothingFor(1100.Milliseconds);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(10);
    }

    [Fact]
    public void After_a_shorter_pause_it_stays()   // RFC 5681 §4.1
    {
        var tcp = Grown();

        tcp.ExpectNothingFor(700.Milliseconds);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(20);
    }

    [Fact]
    public void Linux_halves_it_for_each_RTO_of_idleness()   // RFC 2861 §3.1
    {
        var tcp = Grown(new TcpOptions { CongestionWindowValidation = CongestionWindowValidationMode.DecayWhenIdle, InitialWindowSegments = 10 }, twice: true);

        tcp.ExpectNothingFor(1300.Milliseconds);                       // 40 segments, one RTO
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(20);
    }

    /// <summary>A connection whose window has doubled.</summary>
    private static TcpScript Grown(TcpOptions? options = null, bool twice = false)
    {
        var tcp = TcpScript.Established("<mss 1000>", options, 100.Milliseconds);
        var acknowledged = 1;
        foreach (var segments in twice ? new[] { 10, 20 } : [10])
        {
            tcp.Write(segments * 1_000);
            tcp.TakeSent().Should().HaveCount(segments);
            tcp.ExpectNothingFor(100.Milliseconds);
            for (var i = 0; i < segments; i++)
                tcp.Receive(".", seq: 1, ack: acknowledged += 1_000);
        }

        return tcp;
    }
}
