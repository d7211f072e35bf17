using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpTimeWaitTests
{
    [Fact]
    public void TIME_WAIT_lasts_twice_the_MSL()   // RFC 9293 §3.6, MUST-13
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.ExpectNothingFor(239.Seconds);
        tcp.State.Should().Be(TcpState.TimeWait);
        tcp.ExpectNothingFor(1.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().BeNull();
    }

    [Fact]
    public void A_FIN_that_comes_again_is_acknowledged_and_restarts_the_wait()   // RFC 9293 §3.10.7.4, eighth, TIME-WAIT
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        WaitsAgainAfterALateFin(tcp);
    }

    [Fact]
    public void Waiting_does_not_keep_a_run_going()
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.RunUntilIdle();
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void Data_that_wanders_in_is_acknowledged_and_not_delivered()   // RFC 9293 §3.10.7.4, first
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.Send(".", seq: 1, ack: 2, data: "x");
        tcp.Expect(". 2:2(0) ack 2");
        tcp.ReadText().Should().BeEmpty();
    }

    [Fact]
    public void It_goes_on_when_the_application_has_closed_and_the_state_it_sees_is_the_present_one()
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.Close();
        WaitsAgainAfterALateFin(tcp);
    }

    [Fact]
    public void An_abort_after_the_application_has_closed_ends_it()   // RFC 9293 §3.10.5
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.Close();
        tcp.Abort();
        tcp.State.Should().Be(TcpState.Closed);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void Segments_that_do_not_fit_are_answered_sparingly()   // RFC 5961 §7
    {
        var tcp = TcpScript.In(TcpState.TimeWait);

        tcp.Send("R", seq: 3);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.Send("R", seq: 3);
        tcp.Send("S", seq: 0);
        tcp.ExpectNothingFor(600.Milliseconds);
        tcp.Send("S", seq: 0);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void The_answer_echoes_the_timestamp_and_tells_of_data_that_came_again()   // RFC 7323 §4.3, RFC 2883 §4
    {
        var tcp = TcpScript.Established("<mss 1460, sackOK, TS val 10 ecr 0>", rtt: 10.Milliseconds);
        tcp.Send("P.", seq: 1, ack: 1, data: "hello", options: "<TS val 20 ecr 10>");
        tcp.Shutdown();
        tcp.Expect("F. 1:1(0) ack 6");
        tcp.Send("F.", seq: 6, ack: 2, options: "<TS val 30 ecr 10>");
        tcp.Expect(". 2:2(0) ack 7");
        tcp.Close();

        tcp.Send("P.", seq: 1, ack: 1, data: "hello", options: "<TS val 30 ecr 10>");
        tcp.Expect(". 2:2(0) ack 7 <nop, nop, TS val 10 ecr 30, nop, nop, sack 1:6>");
    }

    private static void WaitsAgainAfterALateFin(TcpScript tcp)
    {
        tcp.ExpectNothingFor(200.Seconds);
        tcp.Send("F.", seq: 1, ack: 2);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.ExpectNothingFor(239.Seconds);
        tcp.State.Should().Be(TcpState.TimeWait);
        tcp.ExpectNothingFor(1.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
    }
}
