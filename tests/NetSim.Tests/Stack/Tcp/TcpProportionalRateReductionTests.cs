using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Recovery;

namespace NetSim.Tests.Stack.Tcp;

public class TcpProportionalRateReductionTests
{
    private const int Mss = 1_000;

    /// <summary>
    /// RFC 6937's first example: 20 segments in flight, the first lost, ssthresh 10 (as CUBIC with 0.5). Each acknowledgment delivers one. With
    /// pipe above ssthresh, sndcnt = CEIL(prr_delivered · 10 / 20) − prr_out: one for every second acknowledgment.
    /// </summary>
    [Fact]
    public void One_segment_goes_for_every_second_that_is_delivered()   // RFC 6937 §3, Appendix A; the figure of §4
    {
        var reduction = new ProportionalRateReduction();
        reduction.Start(20 * Mss);

        List<int> sent = [];
        var pipe = 19 * Mss;                                           // the first is lost; the acknowledgment delivers the second
        for (var ack = 0; ack < 17; ack++)
        {
            pipe -= Mss;
            var count = reduction.Window(Mss, pipe, 10 * Mss, Mss, makesProgress: false) - pipe;
            sent.Add(count / Mss);
            reduction.OnSent(count);
            pipe += count;
        }

        sent.Should().Equal(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0); // with the last, pipe has come down to ssthresh
        pipe.Should().Be(10 * Mss);
    }

    [Fact]
    public void After_a_burst_of_losses_the_window_comes_back_as_in_slow_start()   // RFC 6937 §3: PRR-SSRB
    {
        var reduction = new ProportionalRateReduction();
        reduction.Start(20 * Mss);
        var pipe = 4 * Mss;                                            // 16 lost

        List<int> sent = [];
        for (var ack = 0; ack < 4; ack++)
        {
            pipe -= Mss;
            var count = reduction.Window(Mss, pipe, 10 * Mss, Mss, makesProgress: true) - pipe;
            sent.Add(count / Mss);
            reduction.OnSent(count);
            pipe += count;
        }

        // limit = MAX(prr_delivered − prr_out, 1) + 1 = 2 each time: pipe grows by one with each acknowledgment
        sent.Should().Equal(2, 2, 2, 2);
        pipe.Should().Be(8 * Mss);
    }

    [Fact]
    public void While_more_losses_turn_up_packets_are_conserved()   // RFC 6937 §3: PRR-CRB
    {
        var reduction = new ProportionalRateReduction();
        reduction.Start(20 * Mss);
        var pipe = 4 * Mss;
        for (var ack = 0; ack < 4; ack++)
        {
            pipe -= Mss;
            var count = reduction.Window(Mss, pipe, 10 * Mss, Mss, makesProgress: false) - pipe;
            count.Should().Be(Mss);
            reduction.OnSent(count);
            pipe += count;
        }
    }

    [Fact]
    public void The_window_does_not_pass_ssthresh()   // RFC 6937 §3
    {
        var reduction = new ProportionalRateReduction();
        reduction.Start(20 * Mss);

        reduction.Window(18 * Mss, Mss, 10 * Mss, Mss, makesProgress: true).Should().Be(10 * Mss);
    }

    [Fact]
    public void The_first_retransmission_goes_though_nothing_is_due()   // RFC 6937 §3: the fast retransmit is always sent
    {
        var reduction = new ProportionalRateReduction();
        reduction.Start(20 * Mss);

        reduction.Window(0, 15 * Mss, 10 * Mss, Mss, makesProgress: false).Should().Be(16 * Mss);
    }

    [Fact]
    public void Recovery_sends_half_of_what_is_delivered_and_ends_at_ssthresh()   // RFC 6937 §3
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", new TcpOptions { InitialWindowSegments = 20, LimitedTransmit = false }, 100.Milliseconds);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(20);
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 1, "1001:4001");                                 // delivered 3: due 2 of ssthresh 10 / RecoverFS 20
        tcp.TakeSent().Should().Equal(". 1:1001(1000) ack 1", ". 20001:21001(1000) ack 1");
        var sent = 2;
        for (var right = 5_001; right <= 20_001; right += 1_000)
        {
            tcp.Sack(ack: 1, $"1001:{right}");
            sent += tcp.TakeSent().Count;
        }

        sent.Should().Be(10);                                          // ⌈19 · 10 / 20⌉
        tcp.ExpectNothingFor(50.Milliseconds);
        tcp.Receive(".", seq: 1, ack: 20_001);
        tcp.Connection.Info().CongestionWindow.Should().Be(10_000);
        tcp.TakeSent().Should().ContainSingle();                       // 9 of the new ones are in flight
    }

    [Fact]
    public void Without_it_the_sender_waits_for_half_the_flight_to_arrive()   // RFC 6675 §5 (4.2)
    {
        var tcp = TcpScript.Established(
            "<mss 1000, sackOK>", new TcpOptions { InitialWindowSegments = 20, LimitedTransmit = false, ProportionalRateReduction = false }, 100.Milliseconds);
        tcp.Write(60_000);
        tcp.TakeSent().Should().HaveCount(20);
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Sack(ack: 1, "1001:4001");
        tcp.TakeSent().Should().Equal(". 1:1001(1000) ack 1");         // pipe 17
        tcp.Sack(ack: 1, "1001:11001");                                // pipe 10
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "1001:12001");
        tcp.Expect(". 20001:21001(1000) ack 1");
    }
}
