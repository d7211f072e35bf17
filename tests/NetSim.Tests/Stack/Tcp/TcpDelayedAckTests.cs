using NetSim.Kernel;

namespace NetSim.Tests.Stack.Tcp;

public class TcpDelayedAckTests
{
    [Fact]
    public void A_lone_segment_is_acknowledged_after_the_delay()   // RFC 9293 §3.8.6.3, MUST-40
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "hello");
        tcp.Expect(". 1:1(0) ack 6", at: 200.Milliseconds);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void Every_second_full_segment_is_acknowledged_at_once()   // RFC 9293 §3.8.6.3, SHLD-19; RFC 5681 §4.2
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 1, ack: 1, length: 1_460);
        tcp.ExpectNothing();
        tcp.Send(".", seq: 1_461, ack: 1, length: 1_460);
        tcp.Expect(". 1:1(0) ack 2921");
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void The_delay_runs_from_the_first_segment_that_is_not_acknowledged()   // RFC 9293 §3.8.6.3, MUST-40
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "a");
        tcp.ExpectNothingFor(150.Milliseconds);
        tcp.Send("P.", seq: 2, ack: 1, data: "b");
        tcp.Expect(". 1:1(0) ack 3", at: 200.Milliseconds);
    }

    [Fact]
    public void An_acknowledgment_rides_on_data()   // RFC 9293 §3.8.6.3
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "ping");
        tcp.Write("pong");
        tcp.Expect("P. 1:5(4) ack 5");
        tcp.Send(".", seq: 5, ack: 5);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void Out_of_order_data_is_acknowledged_at_once_and_so_is_what_fills_the_gap()   // RFC 5681 §4.2
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 4, ack: 1, data: "def");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Expect(". 1:1(0) ack 7");
    }
}
