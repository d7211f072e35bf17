using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpWindowScaleTests
{
    private static readonly TcpOptions LargeBuffer = new() { ReceiveBufferSize = 200_000, MaxReceiveBufferSize = 200_000 }; // shift 2: 65,535 · 4 ≥ 200,000

    [Fact]
    public void The_shift_is_the_least_that_the_buffer_needs_and_the_SYNs_window_is_not_scaled()   // RFC 7323 §2.2, §2.3
    {
        var tcp = TcpScript.Closed(LargeBuffer);

        tcp.Connect();
        tcp.Expect("S 0:0(0) win 65535 <mss 1460, sackOK, TS val 0 ecr 0, nop, wscale 2>");
        tcp.Send("S.", seq: 0, ack: 1, win: 1_000, options: "<mss 500, nop, wscale 3>");
        tcp.Expect(". 1:1(0) ack 1 win 50000");
        tcp.Write(5_000);                                              // 1000, not 8000
        tcp.TakeSent().Should().HaveCount(2);
        tcp.Send(".", seq: 1, ack: 1_001, win: 250);                   // 2000
        tcp.TakeSent().Should().HaveCount(4);
    }

    [Fact]
    public void A_listener_scales_where_the_SYN_asks_for_it()   // RFC 7323 §2.2
    {
        var tcp = TcpScript.Closed(LargeBuffer);

        tcp.Accept("S", "<mss 500, nop, wscale 0>");
        tcp.Expect("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 2>");
        tcp.Send(".", seq: 1, ack: 1, win: 500);
        tcp.Write(1_000);
        tcp.Expect(". 1:501(500) ack 1 win 50000");
    }

    [Fact]
    public void Without_the_peers_option_neither_side_scales()   // RFC 7323 §1.3, §2.2
    {
        var tcp = TcpScript.Closed(LargeBuffer);

        tcp.Accept("S", "<mss 500>");
        tcp.Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>");
        tcp.Send(".", seq: 1, ack: 1, win: 1_000);
        tcp.Write(5_000);
        tcp.Expect(". 1:501(500) ack 1 win 65535");
        tcp.Expect(". 501:1001(500) ack 1 win 65535");
        tcp.ExpectNothing();
    }

    [Fact]
    public void Scaling_that_is_switched_off_is_not_offered()   // RFC 7323 §2.2
    {
        var tcp = TcpScript.Closed(LargeBuffer with { WindowScaling = false });

        tcp.Connect();
        tcp.Expect("S 0:0(0) win 65535 <mss 1460, sackOK, TS val 0 ecr 0>");
        tcp.Send("S.", seq: 0, ack: 1, options: "<mss 500, nop, wscale 3>");
        tcp.Expect(". 1:1(0) ack 1 win 65535");
    }

    [Fact]
    public void A_shift_of_more_than_14_counts_as_14()   // RFC 7323 §2.3
    {
        var tcp = TcpScript.Established("<mss 1000, nop, wscale 200>", new TcpOptions { InitialWindowSegments = 100 }, window: 0);

        tcp.Write(50_000);
        tcp.Send(".", seq: 1, ack: 1, win: 1);                         // 16384
        tcp.TakeSent().Should().HaveCount(16);
    }

    [Fact]
    public void What_is_left_of_a_unit_is_rounded_up_so_that_the_window_does_not_shrink()   // RFC 7323 §2.4
    {
        var tcp = TcpScript.Established("<mss 1000, nop, wscale 0>", LargeBuffer);

        tcp.Send(".", seq: 1, ack: 1, length: 1);                      // 199,999 are left: 49,999.75 units
        tcp.Expect(". 1:1(0) ack 2 win 50000", after: 200.Milliseconds);
    }

    [Fact]
    public void A_peer_may_send_what_the_scaled_window_holds()   // RFC 7323 §2.2
    {
        var tcp = TcpScript.Established("<mss 1460, nop, wscale 0>", LargeBuffer);

        tcp.Send(".", seq: 199_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 win 50000");
        tcp.Connection.OutOfOrder.Should().Be(1_000);
        tcp.Send(".", seq: 200_002, ack: 1, length: 1_000);            // beyond it
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Connection.OutOfOrder.Should().Be(1_000);
    }
}
