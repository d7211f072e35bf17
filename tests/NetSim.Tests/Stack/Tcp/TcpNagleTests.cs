namespace NetSim.Tests.Stack.Tcp;

public class TcpNagleTests
{
    [Fact]
    public void Small_writes_wait_while_anything_is_in_flight_and_go_as_one()   // RFC 9293 §3.7.4, SHLD-7
    {
        var tcp = TcpScript.Established();

        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Write("b");
        tcp.Write("c");
        tcp.ExpectNothing();
        tcp.Send(".", seq: 1, ack: 2);
        tcp.Expect("P. 2:4(2) ack 1");
    }

    [Fact]
    public void A_full_segment_does_not_wait()   // RFC 9293 §3.8.6.2.1 (1)
    {
        var tcp = TcpScript.Established(mss: 100);

        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Write(120);
        tcp.Expect(". 2:102(100) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void The_application_can_turn_it_off()   // RFC 9293 §3.7.4, MUST-17
    {
        var tcp = TcpScript.Established();
        tcp.Connection.Settings.NoDelay = true;

        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Write("b");
        tcp.Expect("P. 2:3(1) ack 1");
    }

    [Fact]
    public void The_rest_of_what_was_written_goes_with_the_FIN()   // RFC 9293 §3.10.4
    {
        var tcp = TcpScript.Established();

        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Write("b");
        tcp.ExpectNothing();
        tcp.Shutdown();
        tcp.Expect("FP. 2:3(1) ack 1");
    }
}
