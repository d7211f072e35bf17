using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;
using static NetSim.Tests.Stack.Tcp.TcpScript;

namespace NetSim.Tests.Stack.Tcp;

public class TcpEcnTests
{
    private static readonly TcpOptions Requesting = new() { Ecn = EcnMode.Request };

    [Theory]
    [InlineData(EcnMode.Request, "SEW", "S.E", true)]
    [InlineData(EcnMode.Request, "SEW", "S.", false)]
    [InlineData(EcnMode.Request, "SEW", "S.EW", false)]                // the flags reflected, as broken hosts do (RFC 3168 §6.1.1)
    [InlineData(EcnMode.Accept, "S", "S.E", false)]
    [InlineData(EcnMode.Off, "S", "S.E", false)]
    public void An_active_open_uses_it_where_both_sides_do(EcnMode mode, string syn, string answer, bool isUsed)   // RFC 3168 §6.1.1
    {
        var tcp = Closed(new TcpOptions { Ecn = mode });

        tcp.Connect();
        tcp.Expect($"[noecn] {syn} 0:0(0)");
        tcp.Send(answer, seq: 0, ack: 1, options: "<mss 1000>");
        tcp.Expect("[noecn] . 1:1(0) ack 1");
        tcp.Write(1);
        tcp.Expect(isUsed ? "[ect0] P. 1:2(1) ack 1" : "[noecn] P. 1:2(1) ack 1");
        tcp.Connection.Info().UsesEcn.Should().Be(isUsed);
    }

    [Theory]
    [InlineData(EcnMode.Request, "SEW", "S.E", true)]
    [InlineData(EcnMode.Accept, "SEW", "S.E", true)]
    [InlineData(EcnMode.Off, "SEW", "S.", false)]
    [InlineData(EcnMode.Accept, "S", "S.", false)]
    [InlineData(EcnMode.Accept, "SE", "S.", false)]                    // no ECN-setup SYN
    [InlineData(EcnMode.Accept, "SW", "S.", false)]
    public void A_listener_uses_it_where_the_SYN_asks_for_it(EcnMode mode, string syn, string answer, bool isUsed)   // RFC 3168 §6.1.1
    {
        var tcp = Closed(new TcpOptions { Ecn = mode });

        tcp.Accept(syn, "<mss 1000>");
        tcp.Expect($"[noecn] {answer} 0:0(0) ack 1");
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Write(1);
        tcp.Expect(isUsed ? "[ect0] P. 1:2(1) ack 1" : "[noecn] P. 1:2(1) ack 1");
    }

    [Fact]
    public void A_SYN_without_answer_is_sent_again_without_it()   // RFC 3168 §6.1.1.1
    {
        var tcp = Closed(Requesting);

        tcp.Connect();
        tcp.Expect("SEW 0:0(0)");
        tcp.Expect("S 0:0(0)", after: 1.Seconds);
    }

    [Fact]
    public void A_mark_is_echoed_until_the_peer_says_CWR()   // RFC 3168 §6.1.3
    {
        var tcp = Established();

        tcp.Send(".", seq: 1, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Expect("[noecn] .E 1:1(0) ack 2001");
        tcp.Send(".", seq: 2_001, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Expect("[noecn] .E 1:1(0) ack 3001", after: 200.Milliseconds);
        tcp.Send(".W", seq: 3_001, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Expect("[noecn] . 1:1(0) ack 4001", after: 200.Milliseconds);
    }

    [Fact]
    public void A_mark_on_the_segment_that_says_CWR_is_a_new_one()   // RFC 3168 §6.1.3
    {
        var tcp = Established();

        tcp.Send(".W", seq: 1, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Expect(".E 1:1(0) ack 1001", after: 200.Milliseconds);
    }

    [Fact]
    public void A_mark_on_what_is_outside_the_window_is_ignored()   // RFC 3168 §6.1.5
    {
        var tcp = Established();

        tcp.Send(".", seq: 100_001, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Expect(". 1:1(0) ack 1");
    }

    [Fact]
    public void An_echo_halves_the_window_once_in_a_window_of_data_and_CWR_says_so()   // RFC 3168 §6.1.2
    {
        var tcp = Flight(10, written: 30);

        tcp.Receive(".E", seq: 1, ack: 1_001);
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Cwr);
        tcp.Expect("[ect0] .W 10001:11001(1000) ack 1");               // PRR: one for every second that is delivered
        for (var ack = 2_001; ack <= 9_001; ack += 1_000)
            tcp.Receive(".E", seq: 1, ack: ack);
        tcp.Receive(".E", seq: 1, ack: 10_001);
        tcp.TakeSent().Should().NotContain(line => line.Contains('W'));
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Info().CongestionWindow.Should().Be(5_000);
    }

    [Fact]
    public void An_echo_that_was_sent_before_CWR_came_is_no_news()   // RFC 3168 §6.1.2
    {
        var tcp = Flight(10, written: 30);
        tcp.Receive(".E", seq: 1, ack: 1_001);
        tcp.Receive(".E", seq: 1, ack: 10_001);
        tcp.TakeSent();

        tcp.Receive("P.E", seq: 1, ack: 10_001, length: 1);            // the peer sends something of its own
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Receive(".E", seq: 2, ack: 11_001);                        // this one had CWR
        tcp.Connection.Info().SlowStartThreshold.Should().BeLessThan(5_000);
    }

    [Fact]
    public void An_echo_when_nothing_is_in_flight_reduces_nothing()   // RFC 3168 §6.1.2
    {
        var tcp = Flight(1);
        tcp.Receive(".", seq: 1, ack: 1_001);

        tcp.Receive("P.E", seq: 1, ack: 1_001, length: 1);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    [Fact]
    public void The_whole_flight_counts_though_the_echo_acknowledges_it()   // RFC 3168 §6.1.2, RFC 5681 §3.1
    {
        var tcp = Flight(10);

        tcp.Receive(".E", seq: 1, ack: 10_001);
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void CWR_also_tells_of_a_reduction_for_a_loss()   // RFC 3168 §6.1.2
    {
        var tcp = Flight(10, written: 30);
        tcp.Sack(ack: 1, "1001:4001");

        tcp.Expect("[noecn] . 1:1001(1000) ack 1");
        tcp.Sack(ack: 1, "1001:10001");
        tcp.TakeSent()[0].Should().StartWith(".W 10001:11001");
    }

    [Fact]
    public void Retransmissions_acknowledgments_and_window_probes_are_not_ECN_capable()   // RFC 3168 §6.1.4 to §6.1.6
    {
        var tcp = Flight(1);
        tcp.Expect("[noecn] P. 1:1001(1000) ack 1", after: 400.Milliseconds);          // the tail loss probe
        tcp.Send(".", seq: 1, ack: 1_001, win: 0);
        tcp.Write(10);
        tcp.Expect("[noecn] . 1001:1002(1) ack 1", after: 1.Seconds);
        tcp.Send("P.", seq: 1, ack: 1_001, win: 0, data: "a");
        tcp.Expect("[noecn] . 1001:1001(0) ack 2", after: 200.Milliseconds);
    }

    [Fact]
    public void DCTCPs_receiver_acknowledges_at_each_change_of_the_mark()   // RFC 8257 §3.2
    {
        var tcp = Dctcp();

        tcp.Send(".", seq: 1, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Expect(". 1:1(0) ack 1001");                               // what came before the mark, without it
        tcp.Send(".", seq: 2_001, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Expect(".E 1:1(0) ack 3001");                              // two marked ones
        tcp.Send(".", seq: 3_001, ack: 1, length: 1_000, ecn: EcnField.Congested);
        tcp.Send(".", seq: 4_001, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Expect(".E 1:1(0) ack 4001");
        tcp.Send(".W", seq: 5_001, ack: 1, length: 1_000, ecn: EcnField.Capable0);
        tcp.Expect(". 1:1(0) ack 6001");
    }

    [Fact]
    public void DCTCP_sends_every_segment_ECN_capable_and_asks_for_ECN()   // RFC 8257 §3.1, §3.4
    {
        var tcp = Dctcp();

        tcp.Write(100);
        tcp.Expect("[ect0] P. 1:101(100) ack 1");
        tcp.Expect("[ect0] P. 1:101(100) ack 1", after: 1.Seconds);
    }

    private static TcpScript Dctcp()
    {
        var tcp = Closed(new TcpOptions { CongestionControl = TcpCongestionControl.Dctcp }, _ => { });
        tcp.Connect();
        tcp.Expect("[noecn] SEW 0:0(0)");
        tcp.Send("S.E", seq: 0, ack: 1, options: "<mss 1000>");
        tcp.Expect("[ect0] . 1:1(0) ack 1");
        return tcp;
    }

    private static TcpScript Established()
    {
        var tcp = Closed(Requesting);
        tcp.Connect();
        tcp.Expect("SEW 0:0(0)");
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Send("S.E", seq: 0, ack: 1, options: "<mss 1000, sackOK>");
        tcp.Expect(". 1:1(0) ack 1");
        return tcp;
    }

    private static TcpScript Flight(int segments, int? written = null)
    {
        var tcp = Established();
        tcp.Connection.Settings.NoDelay = true;
        tcp.Write((written ?? segments) * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        return tcp;
    }
}
