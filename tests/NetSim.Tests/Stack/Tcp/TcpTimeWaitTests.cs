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

        tcp.ExpectNothingFor(200.Seconds);
        tcp.Send("F.", seq: 1, ack: 2);
        tcp.Expect(". 2:2(0) ack 2");
        tcp.ExpectNothingFor(239.Seconds);
        tcp.State.Should().Be(TcpState.TimeWait);
        tcp.ExpectNothingFor(1.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
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
}
