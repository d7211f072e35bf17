using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpPacingTests
{
    private static readonly TcpOptions Paced = new() { Pacing = true, TailLossProbe = false };

    [Fact]
    public void In_slow_start_two_windows_would_go_in_a_round_trip()   // as Linux's tcp_pacing_ss_ratio: 200 %
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Paced, 100.Milliseconds);

        tcp.Write(10_000);                                             // 10,000 octets · 2 / 100 ms: one segment in 5 ms
        for (var i = 0; i < 9; i++)
            tcp.Expect($". {1 + (i * 1_000)}:{1_001 + (i * 1_000)}(1000) ack 1", at: (100 + (5 * i)).Milliseconds);
        tcp.Expect("P. 9001:10001(1000) ack 1", at: 145.Milliseconds);
    }

    [Fact]
    public void Beyond_half_of_ssthresh_it_is_a_fifth_more_than_the_window()   // as Linux's tcp_pacing_ca_ratio: 120 %
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Paced, 100.Milliseconds);
        tcp.Write(10_000);
        tcp.Pass(100.Milliseconds);
        tcp.Sack(ack: 1, "1001:10001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Pass(100.Milliseconds);
        tcp.Send(".", seq: 1, ack: 10_001);
        tcp.Connection.Info().CongestionWindow.Should().Be(5_000);
        tcp.Connection.Info().SmoothedRtt.Should().Be(100.Milliseconds); // of what was resent nothing was measured
        tcp.Pass(100.Milliseconds);

        tcp.Write(3_000);                                              // 5000 · 1.2 / 100 ms = 60,000 octets/s
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1", after: new Duration(16_666_666));
        tcp.Expect("P. 12001:13001(1000) ack 1", after: new Duration(16_666_666));
    }

    [Fact]
    public void Acknowledgments_are_not_paced()
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Paced, 100.Milliseconds);
        tcp.Write(5_000);
        tcp.Expect(". 1:1001(1000) ack 1");

        tcp.Send("P.", seq: 1_001, ack: 1, data: "a");
        tcp.Expect(". 1001:1001(0) ack 1");
    }

    [Fact]
    public void Without_a_round_trip_there_is_nothing_to_pace_by()
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Paced);

        tcp.Write(5_000);
        tcp.TakeSent().Should().HaveCount(5);
    }

    [Fact]
    public void What_is_paced_is_no_idleness_and_starts_no_window_probe()   // RFC 9293 §3.8.6.1
    {
        var tcp = TcpScript.Established("<mss 1000>", Paced with { InitialRto = 10.Seconds }, 4.Seconds);

        tcp.Write(10_000);                                             // a segment in 200 ms
        var sent = tcp.Pass(1900.Milliseconds);
        sent.Should().HaveCount(10).And.OnlyHaveUniqueItems();
    }
}
